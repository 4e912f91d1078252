namespace BackupAccess.Repository.Repairing;

/// <summary>
/// Rebuilds the index from the packs. Packs that a prune has set aside are named again like all others: that they are in
/// the index is what keeps them, and a prune that finds them unneeded once more sets them aside anew, from that day on.
/// </summary>
internal sealed class IndexRebuild(RepositoryContext context, RebuildIndexOptions options, IProgress<RepairProgress>? progress)
{
    /// <summary>Looks at everything and changes nothing.</summary>
    public async Task<RebuildIndexResult> PlanAsync(CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken).ConfigureAwait(false)).Result;

    /// <summary>Does it. For the holder of an exclusive lock.</summary>
    public async Task<RebuildIndexResult> RunAsync(CancellationToken cancellationToken)
    {
        (RebuildIndexResult result, IndexRewrite rewrite) = await LookAsync(cancellationToken).ConfigureAwait(false);
        await rewrite.RunAsync(context, progress, cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task<(RebuildIndexResult Result, IndexRewrite Rewrite)> LookAsync(CancellationToken cancellationToken)
    {
        PackSurvey survey = await PackSurvey.MakeAsync(context, options.Source, progress, cancellationToken).ConfigureAwait(false);
        IndexRewrite rewrite = new(survey, survey.Held);
        RebuildIndexResult result = new()
        {
            Packs = survey.Packs.Count,
            PacksRead = survey.HeadersRead,
            PacksAdded = [.. survey.Held.Keys.Where(pack => !rewrite.RightlyNamed.Contains(pack)).Order()],
            PacksDropped = survey.Missing,
            PacksUnreadable = survey.Unreadable,
            IndexObjectsRemoved = rewrite.Removed,
            IndexObjectsWritten = rewrite.Written,
        };
        return (result, rewrite);
    }
}
