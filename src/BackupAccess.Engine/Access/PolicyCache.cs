using System.Collections.Concurrent;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access;

/// <summary>
/// The compiled policies of those who act in this process, each good for one version of the state's policy. The version
/// is read before every decision, so another process's revocation holds from the next act on. What an open transaction
/// shows is not kept: rolled back, its version would be given to another policy.
/// </summary>
internal sealed class PolicyCache
{
    private readonly ConcurrentDictionary<Guid, CompiledUser> _users = new();

    /// <exception cref="SignInException">The session no longer stands.</exception>
    public AccessPolicy Compile(Session session, StateConnection db, long now)
    {
        if (session.IsLocal)
        {
            return LocalPolicy.Of(session.Name);
        }

        long version = db.QueryScalar<long>("SELECT value FROM policy_version");
        if (!_users.TryGetValue(session.UserId, out CompiledUser? user) || user.Version != version)
        {
            user = PolicyCompiler.Compile(db, session.UserId, version)
                ?? throw new SignInException("SessionEnded", $"The session of \"{session.Name}\" has ended: the user is gone.");
            if (db is not StateTransaction)
            {
                _users[session.UserId] = user;
            }
        }

        user.RequireStanding(session, now);
        return user.Policy;
    }
}
