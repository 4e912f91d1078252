using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Sources;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.VolumeSnapshots;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// Backs an account up now, on demand, or as a configuration says that selects it. No items named means those of the configuration, else all that it has; of
/// those named, one that it hasn't is left out.
/// </summary>
public sealed record BackupAccount(AccountReference Account, IReadOnlyList<BackupItem> Items) : IOperation<Backup>
{
    /// <summary>The configuration, in whose rotation the backup then is; null for a backup on demand.</summary>
    public ConfigurationReference? Configuration { get; init; }

    /// <summary>By which rule of the configuration's policy it stays; null for <see cref="RetentionLabel.Daily"/>.</summary>
    public RetentionLabel? Label { get; init; }

    /// <summary>When the configuration was saved that is meant, microseconds since 1970: saved anew since, it isn't run. Null for as it is.</summary>
    public long? SavedAt { get; init; }
}

internal sealed class BackupAccountHandler : WorkHandler<BackupAccount, BackupAccountSubject, Backup>
{
    private const int ProblemsKept = 100;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override AccountRow? Notifies(BackupAccountSubject subject) => subject.Account;

    public override BackupAccountSubject Resolve(BackupAccount request, OperationContext context) => new(
        AccountLookup.Find(context, request.Account),
        request.Configuration is null ? null : ConfigurationLookup.Find(context, request.Configuration));

    public override ISubject About(BackupAccountSubject subject, Backup result) => new NoSubject("account", subject.Account.Path)
    {
        Id = subject.Account.Id,
        Others = [new AuditedObject("backup", result.Id.ToString(), subject.Account.Path), .. subject.Others],
    };

    public override bool ChangesState => true;

    public override TaskPlan PlanOf(BackupAccount request, BackupAccountSubject subject) =>
        new(TaskKind.Backup, subject.Account) { Configuration = subject.Configuration };

    /// <summary>A backup by a configuration is a run of it.</summary>
    protected override IReadOnlyList<IncludedAct> Includes(BackupAccount request, BackupAccountSubject subject) =>
        subject.Configuration is { } configuration ? [IncludedAct.Of<RunConfiguration>(((ISubject)configuration).Targets)] : [];

    public override TaskResult TaskResultOf(Backup result) => new(result.Id, DownloadId: null, Restored: null, result.ProblemCount);

    public override void Validate(BackupAccount request)
    {
        if (request.Items.Contains(BackupItem.Files))
        {
            throw new InvalidRequestException("InvalidValue", $"An account has no item \"{BackupItem.Files}\".");
        }

        if (request is { Label: not null, Configuration: null })
        {
            throw new InvalidRequestException("InvalidValue", "A backup on demand is in no rotation and has no label.");
        }
    }

    public override void RequirePossible(BackupAccount request, BackupAccountSubject subject, OperationContext context) =>
        BackupPlan.Of(context.Db, context.Services, request, subject);

    public override Task PrepareAsync(BackupAccount request, BackupAccountSubject subject, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(subject.Account, "backup", cancellationToken);

    public override async Task<Func<StateConnection, Backup>> WorkAsync(BackupAccount request, BackupAccountSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        AccountRow account = subject.Account;
        BackupPlan plan;
        Guid id = context.Task!.ProductId;
        using (StateConnection db = context.Services.Database.Connect())
        {
            // A catalogue rebuilt since has taken up what the attempt before this one had made.
            if (BackupStore.Find(db, id) is { } made)
            {
                return _ => made.Show(account, context.Services.Time.Now());
            }

            plan = BackupPlan.Of(db, context.Services, request, subject);
        }

        VolumeSnapshotBracket? volume = VolumeSnapshotBracket.Of(context.Services, account, id);
        (BackupRow backup, IReadOnlyList<string> problems) = await context.Lease!
            .RunAsync(stop => BackupBrackets.RunAsync(BracketsOf(id, account, plan, volume, context), inner => ReadAsync(id, account, plan, volume, context, inner), stop), cancellationToken)
            .ConfigureAwait(false);
        context.Afterwards = stop => subject.Configuration is { } configuration
            ? ConfigurationRotation.EndAsync(account, configuration, plan, context, stop)
            : OnDemandRotation.EndAsync(account, context, stop);
        return db =>
        {
            BackupRow whole = backup.With(problems);
            BackupStore.Insert(db, whole);
            return whole.Show(account, context.Services.Time.Now());
        };
    }

    /// <summary>What stands around the archiving, the outermost first.</summary>
    private static IReadOnlyList<IBackupBracket> BracketsOf(Guid id, AccountRow account, BackupPlan plan, VolumeSnapshotBracket? volume, WorkContext context) =>
    [
        .. plan.Plugin is { } plugin
            ? new[] { new PluginBracket(context.Services, plugin, new PluginWork(account, plan.Configuration, context.Task!.JobId, id), PluginOperations.AroundBackup) }
            : [],
        .. volume is null ? Array.Empty<IBackupBracket>() : [volume],
    ];

    private static async Task<BackupRow> ReadAsync(
        Guid id, AccountRow account, BackupPlan plan, VolumeSnapshotBracket? volume, WorkContext context, CancellationToken cancellationToken)
    {
        // Whichever items are asked for: where the home is another's, so is everything else under that name.
        using DirectoryHandle home = HomeIdentity.OpenHome(account, context.Services.Folder);
        using DirectoryHandle? frozen = volume?.OpenHome(home);
        using SourceScan scan = new(account, frozen ?? home, context.Services);
        IReadOnlyList<ArchiveSource> sources = await SourcesOfAsync(plan, scan, cancellationToken).ConfigureAwait(false);
        BackupRow? latest = LatestOf(context.Services, account, sources);
        return await ArchiveAsync(id, account, sources, plan, latest, context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<ArchiveSource>> SourcesOfAsync(
        BackupPlan plan, SourceScan scan, CancellationToken cancellationToken)
    {
        ArchiveSource[] sources = [
            .. plan.Items.Count == 0 || plan.Items.Contains(BackupItem.HomeDirectory)
                ? new[] { new SourceTree(ItemNames.HomeDirectory, scan.Home, plan.Excludes.Count == 0 ? null : new GlobExcludes(plan.Excludes)) }
                : [],
            .. await AccountSources.FindAsync(scan, plan.Items, cancellationToken).ConfigureAwait(false),
        ];
        return sources.Length > 0 ? sources : throw new NotFoundException($"item of {scan.Account.Path}", string.Join(", ", plan.Items));
    }

    private static Task<BackupRow> ArchiveAsync(
        Guid id, AccountRow account, IReadOnlyList<ArchiveSource> sources, BackupPlan plan, BackupRow? latest, WorkContext context, CancellationToken cancellationToken) =>
        AccountRepository.UseAsync(
            account,
            () => AccountRepository.OpenOrCreateAsync(context.Services, account, cancellationToken),
            async (repository, stop) =>
            {
                if (context.Task!.IsRepeated)
                {
                    await RemoveUnfinishedAsync(id, repository, stop).ConfigureAwait(false);
                }

                ArchiveOptions options = await OptionsAsync(id, account, latest, plan, repository, context.Services, stop).ConfigureAwait(false);
                ArchiveResult result = await new Archiver(repository).BackupAsync(sources, options, ProgressOf(account, latest, context), stop).ConfigureAwait(false);
                Tree root = await new TreeBrowser(repository).LoadAsync(result.Snapshot.Tree, stop).ConfigureAwait(false);
                IReadOnlyList<BackupItem> items = ItemNames.In(root, isTagged: true);
                ItemCount all = new(result.FilesNew + result.FilesChanged + result.FilesUnmodified, result.BytesTotal);
                return ToRow(id, account, plan, result, items, await ItemCount.CountAsync(new FileCount(repository), root, items, all, stop).ConfigureAwait(false));
            },
            cancellationToken);

    /// <summary>An attempt that was cut off may have written its snapshot, which no backup stands for.</summary>
    private static async Task RemoveUnfinishedAsync(Guid id, ResticRepository repository, CancellationToken cancellationToken)
    {
        List<Snapshot> unfinished = await repository
            .ListSnapshotsAsync((_, _) => { }, cancellationToken)
            .Where(snapshot => BackupTags.Read(snapshot.Tags).Backup == id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (Snapshot snapshot in unfinished)
        {
            await repository.RemoveSnapshotAsync(snapshot.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The parent is the account's newest backup, of those with a home directory where that is backed up. Its listings stand for unchanged folders only where it was whole and
    /// left out the same.
    /// </summary>
    private static async Task<ArchiveOptions> OptionsAsync(
        Guid id, AccountRow account, BackupRow? latest, BackupPlan plan, ResticRepository repository, EngineServices services, CancellationToken cancellationToken)
    {
        Snapshot? parent = latest is null || plan.Options.Reread ? null : await TryLoadAsync(repository, ObjectId.Parse(latest.Snapshot), cancellationToken).ConfigureAwait(false);
        bool trusted = latest is { ProblemCount: 0 } && parent is not null && (parent.Excludes ?? []).SequenceEqual(plan.Excludes);
        return new ArchiveOptions
        {
            Parent = parent,
            ParentListings = trusted ? ParentListings.Trust : ParentListings.Reread,
            Hostname = account.Connector,
            Username = account.AccountName,
            Tags = BackupTags.Of(id, plan),
            Excludes = plan.Excludes,
            MountPoints = plan.Options.OneFileSystem ? MountPoints.LeaveEmpty : MountPoints.Enter,
            TimeProvider = services.Time,
        };
    }

    /// <summary>A backup whose snapshot is gone or damaged must not keep the next from being taken: that one reads everything.</summary>
    private static async Task<Snapshot?> TryLoadAsync(ResticRepository repository, ObjectId snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.LoadSnapshotAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ObjectNotFoundException or RepositoryDamagedException)
        {
            return null;
        }
    }

    private static BackupRow? LatestOf(EngineServices services, AccountRow account, IReadOnlyList<ArchiveSource> sources)
    {
        using StateConnection db = services.Database.Connect();
        return sources.Any(source => source is SourceTree) ? BackupStore.LatestWith(db, account.Guid, BackupItem.HomeDirectory) : BackupStore.LatestOf(db, account.Guid);
    }

    private static BackupRow ToRow(Guid id, AccountRow account, BackupPlan plan, ArchiveResult result, IReadOnlyList<BackupItem> items, IReadOnlyList<ItemCount> counts) => new(
        id.ToString(),
        account.Id,
        result.Snapshot.Id.ToString(),
        plan.Kind.ToString(),
        plan.Configuration,
        result.Snapshot.Time.ToMicroseconds(),
        JsonText.FromList([.. items.Select(item => item.ToString())]),
        result.FilesNew + result.FilesChanged + result.FilesUnmodified,
        result.BytesTotal,
        result.BytesAdded,
        result.Problems.Count,
        JsonText.FromList([.. result.Problems.Take(ProblemsKept).Select(problem => $"{problem.Path}: {problem.Message}")]),
        LockedBy: null,
        LockedById: null,
        LockedAt: null,
        LockReason: null,
        LockedUntil: null,
        ItemCounts: ItemCount.ToJson(counts),
        Label: plan.Label?.ToString(),
        ConfigurationId: plan.ConfigurationId?.ToString());

    /// <summary>Nothing is counted ahead: what the last backup held says about how much there is to do.</summary>
    private static IProgress<ArchiveProgress>? ProgressOf(AccountRow account, BackupRow? latest, WorkContext context) =>
        context.Progress is null ? null : new ProgressRelay<ArchiveProgress>(context.Progress, done =>
            new WorkProgress($"Backing up {account.Path}", "Reading files", done.Files, latest?.Files, done.Bytes, latest?.Size));
}
