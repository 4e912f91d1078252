using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Jobs;

/// <summary>Puts a job's backups into the queue, each decided now and once more when a worker takes it up.</summary>
internal static class JobTasks
{
    private static readonly BackupAccountHandler s_backup =
        (BackupAccountHandler)OperationCatalogue.Handlers[OperationCatalogue.NumberOf<BackupAccount>()];

    /// <returns>Why the account is left out; null where it isn't.</returns>
    public static string? TryQueue(OperationContext context, JobRow job, ConfigurationRow configuration, RetentionLabel label, AccountRow account)
    {
        BackupAccount request = new(new AccountReference(account.Guid), [])
        {
            Configuration = new ConfigurationReference(configuration.Guid),
            Label = label,
            SavedAt = configuration.SavedAt,
        };
        BackupAccountSubject subject = new(account, configuration);
        if (!context.Policy.Decide(s_backup.Number, ((ISubject)subject).Targets, context.Now))
        {
            return $"\"{context.Policy.Name}\" may not back it up";
        }

        if (TaskStore.AnyOf(context.Db, account.Id, configuration.Path))
        {
            return "its backup of before hasn't ended";
        }

        try
        {
            context.Tasks.Add((StateTransaction)context.Db, context.TaskOf(s_backup, request, subject) with { JobId = job.Id });
            return null;
        }
        catch (ConflictException e)
        {
            return e.Message;
        }
    }
}
