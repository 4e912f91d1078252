using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Retention;

/// <summary>One application of a policy to a repository's snapshots.</summary>
internal sealed class Forget(RepositoryContext context, ForgetOptions options)
{
    /// <summary>Looks and changes nothing.</summary>
    public async Task<ForgetResult> PlanAsync(CancellationToken cancellationToken)
    {
        List<ObjectId> unreadable = [];
        List<Snapshot> snapshots = await new SnapshotFolder(context)
            .ListAsync((id, _) => unreadable.Add(id), cancellationToken)
            .Where(snapshot => options.Filter?.Invoke(snapshot) ?? true)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = context.Options.TimeProvider.GetUtcNow();
        return new ForgetResult
        {
            Decisions =
            [
                .. snapshots.GroupBy(GroupOf).OrderBy(group => group.Key, StringComparer.Ordinal)
                    .SelectMany(group => options.Policy.Apply(group, Describe, now)),
            ],
            Unreadable = unreadable,
        };
    }

    /// <summary>Does it. For the holder of an exclusive lock.</summary>
    public async Task<ForgetResult> RunAsync(CancellationToken cancellationToken)
    {
        ForgetResult plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        foreach (Snapshot snapshot in plan.Removed)
        {
            await context.Storage.DeleteAsync(new ObjectName(ObjectKind.Snapshot, snapshot.Id), cancellationToken).ConfigureAwait(false);
        }

        return plan;
    }

    private RetentionSubject Describe(Snapshot snapshot) =>
        new(snapshot.Time, snapshot.Tags ?? [], options.IsLocked?.Invoke(snapshot) ?? false);

    private string GroupOf(Snapshot snapshot)
    {
        string host = options.Grouping.HasFlag(SnapshotGrouping.Host) ? snapshot.Hostname ?? "" : "";
        IEnumerable<string> paths = options.Grouping.HasFlag(SnapshotGrouping.Paths) ? snapshot.Paths.Order(StringComparer.Ordinal) : [];
        IEnumerable<string> tags = options.Grouping.HasFlag(SnapshotGrouping.Tags) ? (snapshot.Tags ?? []).Order(StringComparer.Ordinal) : [];
        return string.Join("\0\0", host, string.Join('\0', paths), string.Join('\0', tags));
    }
}
