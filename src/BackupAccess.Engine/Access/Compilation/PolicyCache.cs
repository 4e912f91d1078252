using System.Collections.Concurrent;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>
/// The compiled policies of those who act in this process, each good for one version of the state's policy. The version
/// is read before every decision, so another process's revocation holds from the next act on. What an open transaction
/// shows is kept for that transaction only: rolled back, its version would be given to another policy.
/// </summary>
internal sealed class PolicyCache
{
    private readonly ConcurrentDictionary<Guid, CompiledUser> _users = new();

    // Only one transaction writes at a time.
    private volatile Within? _within;

    /// <exception cref="SignInException">The session no longer stands.</exception>
    public AccessPolicy Compile(Session session, StateConnection db, long now)
    {
        if (session.IsLocal)
        {
            return LocalPolicy.Of(session.Name);
        }

        long version = PolicyVersion.Read(db);
        CompiledUser user = Known(session.UserId, db, version)
            ?? CompileWhole(db, session.UserId, version)
            ?? throw new SignInException("SessionEnded", $"The session of \"{session.Name}\" has ended: the user is gone.");
        if (db is StateTransaction transaction)
        {
            _within = new Within(transaction, user);
        }
        else
        {
            _users[session.UserId] = user;
        }

        user.RequireStanding(session, now);
        return user.Policy;
    }

    /// <summary>A user's row and roles are read one after the other: where the policy has moved meanwhile they may be of two moments, and are read anew.</summary>
    private static CompiledUser? CompileWhole(StateConnection db, Guid userId, long version)
    {
        while (true)
        {
            CompiledUser? user = PolicyCompiler.Compile(db, userId, version);
            long after = PolicyVersion.Read(db);
            if (after == version)
            {
                return user;
            }

            version = after;
        }
    }

    /// <summary>What was compiled before, where nothing since has changed it.</summary>
    private CompiledUser? Known(Guid userId, StateConnection db, long version)
    {
        CompiledUser? user = _within is { } within && within.Transaction == db && within.User.Policy.UserId == userId
            ? within.User
            : _users.GetValueOrDefault(userId);
        return user is null || user.Version == version ? user
            : PolicyVersion.ChangesBetween(db, user.Version, version) is { } changes && !changes.Any(change => change.Concerns(userId)) ? user with { Version = version }
            : null;
    }

    private sealed record Within(StateTransaction Transaction, CompiledUser User);
}
