using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>Writes down when, from where and for what an access key was last used; a busy key once a minute.</summary>
internal static class AccessKeyUse
{
    private const long Resolution = 60_000_000;

    public static void Touch(EngineServices services, Session session, string operation)
    {
        long now = services.Time.Now();
        if (session.AccessKeyId is null || now - session.KeyUseWritten < Resolution)
        {
            return;
        }

        using StateTransaction transaction = services.Database.BeginImmediate();
        AccessKeyStore.Touch(transaction, session.AccessKeyId, now, session.Address, operation);
        transaction.Commit();
        session.KeyUseWritten = now;
    }
}
