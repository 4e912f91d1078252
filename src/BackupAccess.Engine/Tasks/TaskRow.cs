using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using Dapper;

namespace BackupAccess.Engine.Tasks;

/// <summary>A row of the task table, with its account's path.</summary>
// SQLite gives a computed column no type until there is a row; naming the constructor spares Dapper the comparison.
[method: ExplicitConstructor]
internal sealed record TaskRow(
    string Id,
    long Sequence,
    string Kind,
    string Lane,
    string Operation,
    string Request,
    string AccountId,
    string AccountPath,
    string? RequesterId,
    string Requester,
    string Approvals,
    long NeedsAccount,
    long Repeatable,
    long IsDirect,
    string ProductId,
    long Priority,
    string State,
    long QueuedAt,
    long? StartedAt,
    long? EndedAt,
    long Attempts,
    long Begun,
    string? Holder,
    long ExpiresAt,
    long Renewals,
    string? StoppedBy,
    string? Progress,
    string? Message,
    string? ErrorId,
    string? Result,
    string? JobId = null,
    string? ProfileId = null,
    long? ProfileNumber = null,
    string? Configuration = null)
{
    /// <summary>A task whose caller waits for it.</summary>
    public static TaskRow Direct(TaskPlan plan, FrozenRequest frozen, Call call, OperationContext context) => new(
        context.NewId().ToString(),
        Sequence: 0,
        plan.Kind.ToString(),
        plan.Lane.ToString(),
        frozen.Operation,
        frozen.Text,
        plan.Account.Id,
        plan.Account.Path,
        call.Session.UserId == Guid.Empty ? null : call.Session.UserId.ToString(),
        call.Session.Name,
        JsonText.FromList([.. call.Approvals.Select(id => id.ToString())]),
        plan.NeedsAccount ? 1 : 0,
        plan.MayRepeat ? 1 : 0,
        IsDirect: 1,
        context.NewId().ToString(),
        PriorityGroupStore.PriorityOf(context.Db, plan.Account, plan.Kind),
        nameof(TaskState.Queued),
        context.Now,
        StartedAt: null,
        EndedAt: null,
        Attempts: 0,
        Begun: 1,
        LeaseHolder.New(context.Services.Time),
        context.Now + (long)Leases.Lease.Term.TotalMicroseconds,
        Renewals: 0,
        StoppedBy: null,
        Progress: null,
        Message: null,
        ErrorId: null,
        Result: null)
    {
        LacksSecret = frozen.LacksSecret,
        ProfileId = plan.Configuration?.ProfileId,
        ProfileNumber = plan.Configuration?.ProfileNumber,
        Configuration = plan.Configuration?.Path,
    };

    /// <summary>Whether its request holds a secret, which the state doesn't keep.</summary>
    public bool LacksSecret { get; init; }

    public bool IsQueued => State == nameof(TaskState.Queued);

    public bool IsRunning => State == nameof(TaskState.Running);

    /// <summary>Its caller waits for it, and nobody else runs it.</summary>
    public bool HasCaller => IsDirect != 0;

    /// <summary>The same as a task that any worker takes up.</summary>
    /// <exception cref="InvalidRequestException">It lacks a secret.</exception>
    public TaskRow ForWorkers() => LacksSecret
        ? throw new InvalidRequestException("InvalidValue", $"A request that holds a secret is not queued, and {Operation} of \"{AccountPath}\" does.")
        : this with { IsDirect = 0, Begun = 0, Holder = null };

    /// <summary>Whether another attempt can follow one that was cut off.</summary>
    public bool MayBeRepeated => !HasCaller && (Repeatable != 0 || Begun == 0);

    /// <summary>What it runs by, where the operation needs a second person.</summary>
    public IReadOnlyList<Guid> ApprovalList => [.. JsonText.ToList(Approvals).Select(Guid.Parse)];

    /// <summary>What it is decided on beside its account: the profile, of one that is done by a configuration.</summary>
    public Target[] TargetsOn(AccountRow account) => ProfileNumber is { } number ? [account.Target, Target.OfProfile((int)number)] : [account.Target];

    /// <summary>The lease, of a task that somebody holds.</summary>
    public LeaseRow? Lease => Holder is null ? null : new LeaseRow(Holder, Operation, ExpiresAt, Renewals);

    public bool IsOf(Guid userId, string name) => RequesterId is null ? userId == Guid.Empty && Requester == name : Guid.Parse(RequesterId) == userId;

    /// <summary>A session as who asked for it.</summary>
    public Session SessionAt(DateTimeOffset now) => Session.OfTask(RequesterId is null ? Guid.Empty : Guid.Parse(RequesterId), Requester, now);

    public WorkTask Show()
    {
        WorkProgress? progress = TaskProgress.FromJson(Progress);
        TaskResult? result = TaskResult.FromJson(Result);
        return new WorkTask
        {
            Id = Guid.Parse(Id),
            Kind = Enum.Parse<TaskKind>(Kind),
            State = Enum.Parse<TaskState>(State),
            Operation = Operation,
            Account = AccountPath,
            AccountId = Guid.Parse(AccountId),
            Configuration = Configuration,
            JobId = JobId is null ? null : Guid.Parse(JobId),
            Requester = Requester,
            Priority = (int)Priority,
            Queued = QueuedAt.ToTime(),
            Started = StartedAt.ToTime(),
            Ended = EndedAt.ToTime(),
            Attempts = (int)Attempts,
            Worker = Holder is null ? null : LeaseHolder.Describe(Holder),
            Stage = EndedAt is null ? progress?.Stage : null,
            Files = progress?.Files ?? 0,
            TotalFiles = progress?.TotalFiles,
            Bytes = progress?.Bytes ?? 0,
            TotalBytes = progress?.TotalBytes,
            Message = Message,
            ErrorId = ErrorId,
            BackupId = result?.BackupId,
            DownloadId = result?.DownloadId,
            Restored = result?.Restored,
        };
    }
}
