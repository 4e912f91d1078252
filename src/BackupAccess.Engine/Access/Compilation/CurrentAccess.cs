using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>
/// All users' policies as they are now: compiled whole when first asked for, then kept up to date from the log of
/// changes, which is looked at before each use. What has been handed out stays as it was.
/// </summary>
internal sealed class CurrentAccess(StateDatabase database)
{
    private readonly Lock _renewing = new();
    private volatile AccessSet? _set;

    public AccessSet Read()
    {
        AccessSet? current = _set;
        if (current is not null && current.Version == ReadVersion())
        {
            return current;
        }

        lock (_renewing)
        {
            using StateConnection db = database.BeginRead();
            long version = PolicyVersion.Read(db);
            AccessSet? before = _set;
            AccessSet now = before is null ? AccessSetCompiler.Compile(db) : before.Version == version ? before : Renew(db, before, version);
            _set = now;
            return now;
        }
    }

    private long ReadVersion()
    {
        using StateConnection db = database.Connect();
        return PolicyVersion.Read(db);
    }

    private static AccessSet Renew(StateConnection db, AccessSet set, long version)
    {
        IReadOnlyList<PolicyChange>? changes = PolicyVersion.ChangesBetween(db, set.Version, version);
        if (changes is null || changes.Any(change => change.UserId is null && !change.ChangesDefinitions))
        {
            return AccessSetCompiler.Compile(db);
        }

        AccessSet defined = set.WithRoles(RoleCompiler.All(db));
        Dictionary<Guid, AccessPolicy?> renewed = changes
            .Select(change => change.UserId)
            .OfType<string>()
            .Distinct()
            .Select(Guid.Parse)
            .ToDictionary(id => id, id => UserStore.Find(db, id) is { } user ? PolicyCompiler.Compile(db, user, defined.Roles) : null);
        return defined.With(version, renewed);
    }
}
