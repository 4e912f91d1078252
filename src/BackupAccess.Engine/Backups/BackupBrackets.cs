namespace BackupAccess.Engine.Backups;

/// <summary>Archives within brackets, the first the outermost.</summary>
internal static class BackupBrackets
{
    /// <returns>What was made of it, and the problems of the brackets' ends.</returns>
    public static async Task<(T Result, IReadOnlyList<string> Problems)> RunAsync<T>(
        IReadOnlyList<IBackupBracket> brackets, Func<CancellationToken, Task<T>> archive, CancellationToken cancellationToken)
    {
        if (brackets.Count == 0)
        {
            return (await archive(cancellationToken).ConfigureAwait(false), []);
        }

        await brackets[0].BeginAsync(cancellationToken).ConfigureAwait(false);
        T result;
        IReadOnlyList<string> inner;
        try
        {
            (result, inner) = await RunAsync([.. brackets.Skip(1)], archive, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await brackets[0].EndAsync(isArchived: false).ConfigureAwait(false);
            throw;
        }

        return (result, [.. inner, .. await brackets[0].EndAsync(isArchived: true).ConfigureAwait(false)]);
    }
}
