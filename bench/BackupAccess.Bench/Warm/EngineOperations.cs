using System.Reflection;
using System.Text.Json;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Server.CommandLine;

namespace BackupAccess.Bench.Warm;

/// <summary>Any operation of the engine by its name, its request as the command line takes it. A list is taken to its end.</summary>
internal sealed class EngineOperations(LocalClient client)
{
    private static readonly MethodInfo s_invoke = typeof(EngineOperations).GetMethod(nameof(InvokeOneAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly MethodInfo s_list = typeof(EngineOperations).GetMethod(nameof(ListAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private string _latest = "";

    public Task InvokeAsync(string operation, string json)
    {
        Type request = typeof(IOperation<>).Assembly.GetExportedTypes().First(type => string.Equals(type.Name, operation, StringComparison.OrdinalIgnoreCase));
        object value = JsonSerializer.Deserialize(json.Replace("LATEST", _latest, StringComparison.Ordinal), request, RequestJson.Options)!;
        RequestDefaults.Complete(value);
        Type result = request.GetInterfaces().First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOperation<>)).GetGenericArguments()[0];
        bool isList = result.IsGenericType && result.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
        MethodInfo method = isList ? s_list.MakeGenericMethod(result.GetGenericArguments()) : s_invoke.MakeGenericMethod(result);
        return (Task)method.Invoke(this, [value])!;
    }

    private async Task InvokeOneAsync<TResult>(object request)
    {
        if (await client.InvokeAsync((IOperation<TResult>)request, progress: null, CancellationToken.None) is Backup backup)
        {
            _latest = backup.Id.ToString();
        }
    }

    private async Task ListAsync<TItem>(object request)
    {
        IAsyncEnumerable<TItem> items = await client.InvokeAsync((IOperation<IAsyncEnumerable<TItem>>)request, progress: null, CancellationToken.None);
        await foreach (TItem _ in items)
        {
        }
    }
}
