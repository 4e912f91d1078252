using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Operations;

/// <summary>What follows the state outside it: the accounts' records, the downloads' archives, what resets of keys leave behind, the configurations' files, what plug-ins have begun, snapshots of volumes, and notifications.</summary>
internal static class Arrears
{
    /// <summary>Brings them up to what the state tells, which stands whether they can be written or not.</summary>
    public static void CatchUp(EngineServices services, Session session)
    {
        services.Outbox.Begin(services);
        services.Snapshots.Begin(services);
        services.Undoing.Begin(services);
        DueResets.Run(services);
        DownloadExpiry.DeleteDue(services);
        WriteConfigurations(services, session);
        foreach ((AccountRow account, EngineException failure) in AccountRecords.WriteDue(services))
        {
            using StateTransaction transaction = services.Database.BeginImmediate();
            AuditLog.Append(transaction, services.Time.Now(), session, AccountRecords.Operation, account, AuditOutcome.Failed, failure.Message);
            transaction.Commit();
        }
    }

    private static void WriteConfigurations(EngineServices services, Session session)
    {
        try
        {
            ConfigurationFiles.WriteDue(services);
        }
        catch (StateException e)
        {
            using StateTransaction transaction = services.Database.BeginImmediate();
            AuditLog.Append(transaction, services.Time.Now(), session, ConfigurationFiles.Operation, new NoSubject("profile"), AuditOutcome.Failed, e.Message);
            transaction.Commit();
        }
    }
}
