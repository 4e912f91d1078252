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

    /// <summary>Asks with approvals presented.</summary>
    public static Task<TResult> RunAsync<TResult>(this IOperationClient client, IOperation<TResult> request, params Guid[] approvals) =>
        client.InvokeAsync(request, progress: null, approvals, CancellationToken.None);

    /// <summary>Asserts that the act fails with this error id although approvals are presented.</summary>
    public static async Task RefusedRunAsync<TResult>(this IOperationClient client, string errorId, IOperation<TResult> request, params Guid[] approvals) =>
        Assert.Equal(errorId, (await Assert.ThrowsAnyAsync<EngineException>(() => client.RunAsync(request, approvals))).ErrorId);

    /// <summary>Asserts that the act needs one approval.</summary>
    /// <returns>The request that was made for it.</returns>
    public static async Task<Guid> RequestAsync<TResult>(this IOperationClient client, IOperation<TResult> request) =>
        Assert.Single((await Assert.ThrowsAsync<ApprovalRequiredException>(() => client.DoAsync(request))).Approvals);
}
