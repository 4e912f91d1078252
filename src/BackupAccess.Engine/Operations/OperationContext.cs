using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Operations;

/// <summary>What a handler works with: the state as of now, and what the caller may.</summary>
internal sealed class OperationContext
{
    private readonly Door _door;
    private readonly Handler _handler;
    private readonly Call _call;
    private long? _trustedNow;

    public OperationContext(Door door, Handler handler, Call call, AccessPolicy policy, StateConnection db, long now)
    {
        _door = door;
        _handler = handler;
        _call = call;
        Policy = policy;
        Db = db;
        Now = now;
    }

    public AccessPolicy Policy { get; }

    public Session Session => _call.Session;

    public StateConnection Db { get; }

    /// <summary>The moment that everything in this passage is judged by, microseconds since 1970.</summary>
    public long Now { get; }

    /// <summary>The moment by which locks end: <see cref="Now"/>, or the last one that could be believed.</summary>
    public long TrustedNow => _trustedNow ??= ClockGuard.TrustedTime(Db, Services);

    public EngineServices Services => _door.Services;

    public TaskQueue Tasks => _door.Tasks;

    /// <summary>What the audit event of this change is to say besides its object; null for the reason that the caller gave.</summary>
    public string? Told { get; private set; }

    /// <summary>Whether the operation asked for is allowed on the target.</summary>
    public bool Allows(Target target) => Policy.Decide(_handler.Number, target, Now);

    /// <summary>Whether the operation asked for is allowed on all of the targets by one role.</summary>
    public bool Allows(Target[] targets) => Policy.Decide(_handler.Number, targets, Now);

    /// <summary>Whether another operation is allowed on the target.</summary>
    public bool Allows<TRequest>(Target target) => Policy.Decide(OperationCatalogue.NumberOf<TRequest>(), target, Now);

    /// <summary>Whether the caller may know of the target: by the operation that lists its kind, or by the one asked for.</summary>
    public bool MayKnow<TListRequest>(Target target) => Allows<TListRequest>(target) || Allows(target);

    /// <summary>The same of several targets at once, all by one role.</summary>
    public bool MayKnow<TListRequest>(Target[] targets) => Policy.Decide(OperationCatalogue.NumberOf<TListRequest>(), targets, Now) || Allows(targets);

    /// <summary>Whether the caller holds Administrator, which some acts need beyond their operation.</summary>
    public bool IsAdministrator => Policy.Holds(BuiltInAccess.AdministratorRole, Now);

    /// <summary>The refusal of this operation for a rule above the table.</summary>
    public AccessDeniedException Refuse(string? target, string reason) =>
        new(Policy.Name, _handler.Name, target, [new AccessReason(null, RoleLack.None, reason)]);

    /// <summary>Has the change's audit event say what became of it, where that is more than was asked for.</summary>
    public void Tell(string what) => Told = what;

    /// <summary>The session goes on where the user's others end, unless the change is taken back for want of an approval.</summary>
    public void Follow(UserRow changed)
    {
        if (_call.Lacking.Count == 0)
        {
            Session.Follow(changed);
        }
    }

    /// <summary>A new id; ids made later sort later.</summary>
    public Guid NewId() => Guid.CreateVersion7(Services.Time.GetUtcNow());

    /// <summary>
    /// Every compiled policy of before is out of date from the commit on. What a connector, an account or its owner is
    /// belongs to no policy: it is read for each decision.
    /// </summary>
    public void PolicyChanged() => PolicyVersion.Raise(Db, user: null);

    /// <summary>What was compiled of this user before is out of date from the commit on.</summary>
    public void PolicyChanged(Guid user) => PolicyVersion.Raise(Db, user);

    /// <summary>What roles or permissions mean is another from the commit on; who holds what stays.</summary>
    public void DefinitionsChanged() => PolicyVersion.RaiseDefinitions(Db);

    /// <summary>All users' policies as they are now.</summary>
    public AccessSet ReadAccess() => _door.Access.Read();

    /// <summary>The task that work becomes which any worker takes up, as the caller.</summary>
    public TaskRow TaskOf<TRequest, TSubject, TResult>(WorkHandler<TRequest, TSubject, TResult> handler, TRequest request, TSubject subject)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject =>
        TaskRow.Direct(handler.PlanOf(request, subject)!, RequestFreezer.Freeze(handler, request, subject, this), _call with { Approvals = [] }, this).ForWorkers();

    /// <summary>Makes another change as part of this one: decided as the caller's own, in the same transaction.</summary>
    public TResult Invoke<TResult>(IOperation<TResult> request) =>
        (TResult)((IChangeHandler)OperationCatalogue.Find(request)).ChangeWithin(_door, _call with { IsPart = true }, request, (StateTransaction)Db);
}
