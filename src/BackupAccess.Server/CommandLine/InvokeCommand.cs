using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Server.CommandLine;

/// <summary>
/// <c>backup-access invoke OPERATION</c>: any operation, its request as JSON on standard input, its result as JSON on
/// standard output; a list as one line of JSON an item.
/// </summary>
internal static class InvokeCommand
{
    private static readonly MethodInfo s_invoke = typeof(InvokeCommand).GetMethod(nameof(InvokeOneAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_list = typeof(InvokeCommand).GetMethod(nameof(ListAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static Command Create()
    {
        Option<DirectoryInfo?> state = StateOption.Create();
        Option<Guid[]> approval = new("--approval") { Description = "The id of an approved request to act by; may be given several times.", AllowMultipleArgumentsPerToken = true };
        Argument<string> operation = new("operation") { Description = "The operation's name, as backupAccount." };
        Command command = new(
            "invoke",
            "Asks for one operation: the request is JSON on standard input, the result JSON on standard output. Signs in with BACKUPACCESS_ACCESS_KEY_ID and BACKUPACCESS_SECRET_ACCESS_KEY where they are set.")
        {
            operation,
            state,
            approval,
        };
        command.SetAction((parsed, cancellationToken) => Failing.RunAsync(async () =>
        {
            Type request = FindRequest(parsed.GetRequiredValue(operation));
            LocalClient client = await CommandSession.OpenAsync(StateOption.Resolve(parsed.GetValue(state), "state"), cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                await InvokeAsync(client, request, ReadRequest(request), parsed.GetValue(approval) ?? [], cancellationToken).ConfigureAwait(false);
            }
        }));
        return command;
    }

    private static Type FindRequest(string operation) =>
        typeof(IOperation<>).Assembly.GetExportedTypes().FirstOrDefault(type => ResultOf(type) is not null && string.Equals(type.Name, operation, StringComparison.OrdinalIgnoreCase))
        ?? throw new NotFoundException("operation", operation);

    private static Type? ResultOf(Type request) => request.GetInterfaces()
        .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOperation<>))?.GetGenericArguments()[0];

    private static object ReadRequest(Type request)
    {
        try
        {
            string text = Console.In.ReadToEnd();
            object value = JsonSerializer.Deserialize(string.IsNullOrWhiteSpace(text) ? "{}" : text, request, RequestJson.Options)
                ?? throw new InvalidRequestException("InvalidValue", "The request is null.");
            RequestDefaults.Complete(value);
            return value;
        }
        catch (JsonException e)
        {
            throw new InvalidRequestException("InvalidValue", $"The request can't be read: {e.Message}");
        }
    }

    private static Task InvokeAsync(LocalClient client, Type request, object value, Guid[] approvals, CancellationToken cancellationToken)
    {
        Type result = ResultOf(request)!;
        bool isList = result.IsGenericType && result.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
        MethodInfo method = isList ? s_list.MakeGenericMethod(result.GetGenericArguments()) : s_invoke.MakeGenericMethod(result);
        return (Task)method.Invoke(obj: null, [client, value, approvals, cancellationToken])!;
    }

    private static async Task InvokeOneAsync<TResult>(LocalClient client, object request, Guid[] approvals, CancellationToken cancellationToken)
    {
        TResult result = await client.InvokeAsync((IOperation<TResult>)request, progress: null, approvals, cancellationToken).ConfigureAwait(false);
        Write(result);
    }

    private static async Task ListAsync<TItem>(LocalClient client, object request, Guid[] approvals, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<TItem> items = await client.InvokeAsync((IOperation<IAsyncEnumerable<TItem>>)request, progress: null, approvals, cancellationToken).ConfigureAwait(false);
        await foreach (TItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Write(item);
        }
    }

    private static void Write<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, RequestJson.Options));
}
