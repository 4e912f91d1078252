using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests;

/// <summary>Short ways to ask and to be refused.</summary>
internal static class ClientExtensions
{
    public static Task<TResult> DoAsync<TResult>(this IOperationClient client, IOperation<TResult> request) =>
        client.InvokeAsync(request, progress: null, CancellationToken.None);

    public static async Task<List<TItem>> ListAsync<TItem>(this IOperationClient client, IOperation<IAsyncEnumerable<TItem>> request) =>
        await (await client.DoAsync(request)).ToListAsync();

    /// <summary>Asserts that the act fails with this error id.</summary>
    public static async Task<EngineException> RefusedAsync<TResult>(this IOperationClient client, string errorId, IOperation<TResult> request)
    {
        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => client.DoAsync(request));
        Assert.Equal(errorId, failure.ErrorId);
        return failure;
    }
}
