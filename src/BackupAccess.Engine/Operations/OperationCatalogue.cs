using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Dashboards;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Mail;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Operations;

/// <summary>Every operation there is. The list is fixed in code; its order gives the bits and is not stored anywhere.</summary>
internal static class OperationCatalogue
{
    private static readonly Handler[] s_handlers = Number(
    [
        new CreateUserHandler(),
        new ListUsersHandler(),
        new ListUserNamesHandler(),
        new UpdateUserHandler(),
        new RemoveUserHandler(),
        new EnableUserHandler(),
        new DisableUserHandler(),
        new SetConsoleAccessHandler(),
        new SetPasswordHandler(),
        new ChangeOwnPasswordHandler(),
        new UnlockUserHandler(),
        new GetPasswordPolicyHandler(),
        new UpdatePasswordPolicyHandler(),
        new EnrollOneTimePasswordHandler(),
        new ConfirmOneTimePasswordHandler(),
        new RenewRecoveryCodesHandler(),
        new RemoveOwnOneTimePasswordHandler(),
        new RemoveOneTimePasswordHandler(),
        new GetCredentialReportHandler(),
        new CreateAccessKeyHandler(),
        new ListAccessKeysHandler(),
        new EnableAccessKeyHandler(),
        new DisableAccessKeyHandler(),
        new RemoveAccessKeyHandler(),
        new ListRolesHandler(),
        new ListPermissionsHandler(),
        new ListOperationsHandler(),
        new AssignRoleHandler(),
        new UnassignRoleHandler(),
        new CreateRoleHandler(),
        new UpdateRoleHandler(),
        new RemoveRoleHandler(),
        new GrantPermissionHandler(),
        new RevokePermissionHandler(),
        new CreatePermissionHandler(),
        new UpdatePermissionHandler(),
        new RemovePermissionHandler(),
        new TestAccessHandler(),
        new CreateProfileHandler(),
        new ListProfilesHandler(),
        new RemoveProfileHandler(),
        new CreateConfigurationHandler(),
        new ListConfigurationsHandler(),
        new GetEffectiveConfigurationHandler(),
        new UpdateConfigurationHandler(),
        new ImportConfigurationHandler(),
        new RemoveConfigurationHandler(),
        new ListGlobalConfigurationsHandler(),
        new UpdateGlobalConfigurationHandler(),
        new RunConfigurationHandler(),
        new ListJobsHandler(),
        new CreateScheduleHandler(),
        new ListSchedulesHandler(),
        new ListScheduleRunsHandler(),
        new UpdateScheduleHandler(),
        new RemoveScheduleHandler(),
        new StartScheduleHandler(),
        new SuspendScheduleHandler(),
        new ResumeScheduleHandler(),
        new AddPolicyHandler(),
        new ListPoliciesHandler(),
        new UpdatePolicyHandler(),
        new RemovePolicyHandler(),
        new AssignPolicyHandler(),
        new DetachPolicyHandler(),
        new ListPluginsHandler(),
        new RunPluginHandler(),
        new GrantProfileHandler(),
        new RevokeProfileHandler(),
        new ListProfileGrantsHandler(),
        new ListAccessHandler(),
        new WhoCanHandler(),
        new ListUnusedOperationsHandler(),
        new CreateConnectorHandler(),
        new UpdateConnectorHandler(),
        new ListConnectorsHandler(),
        new RemoveConnectorHandler(),
        new SynchronizeConnectorHandler(),
        new GrantConnectorHandler(),
        new RevokeConnectorHandler(),
        new ListConnectorGrantsHandler(),
        new ListAccountsHandler(),
        new UpdateAccountHandler(),
        new UpdateOwnAccountHandler(),
        new SetAccountUuidHandler(),
        new RemoveAccountHandler(),
        new SuspendAccountHandler(),
        new CreateTagHandler(),
        new ListTagsHandler(),
        new UpdateTagHandler(),
        new RemoveTagHandler(),
        new AddAccountTagHandler(),
        new RemoveAccountTagHandler(),
        new CreatePriorityGroupHandler(),
        new ListPriorityGroupsHandler(),
        new UpdatePriorityGroupHandler(),
        new RemovePriorityGroupHandler(),
        new CreateRestoreConditionHandler(),
        new ListRestoreConditionsHandler(),
        new UpdateRestoreConditionHandler(),
        new RemoveRestoreConditionHandler(),
        new SetAccountOwnerHandler(),
        new ExportEncryptionKeyHandler(),
        new SetEncryptionKeyHandler(),
        new ResetEncryptionKeyHandler(),
        new CancelEncryptionResetHandler(),
        new RotateSealingKeyHandler(),
        new CreateStorageHandler(),
        new ListStorageHandler(),
        new UpdateStorageHandler(),
        new RemoveStorageHandler(),
        new TestStorageHandler(),
        new CreateStorageControllerHandler(),
        new ListStorageControllersHandler(),
        new UpdateStorageControllerHandler(),
        new RemoveStorageControllerHandler(),
        new TestStorageControllerHandler(),
        new ListVolumeSnapshotsHandler(),
        new BackupAccountHandler(),
        new ListBackupsHandler(),
        new GetBackupHandler(),
        new ListBackupItemsHandler(),
        new ListBackupFilesHandler(),
        new LockBackupHandler(),
        new UnlockBackupHandler(),
        new HoldBackupHandler(),
        new ReleaseHoldHandler(),
        new RestoreOverwriteHandler(),
        new RestoreKeepHandler(),
        new RestoreRenameHandler(),
        new RestoreTerminateHandler(),
        new CloneAccountHandler(),
        new RestoreToFolderHandler(),
        new CreateDownloadHandler(),
        new ListDownloadsHandler(),
        new FetchDownloadHandler(),
        new RemoveDownloadHandler(),
        new ListTasksHandler(),
        new StopTaskHandler(),
        new CopyBackupHandler(),
        new DeleteBackupHandler(),
        new VerifyBackupHandler(),
        new VerifyRepositoryHandler(),
        new ApplyRetentionHandler(),
        new RebuildCatalogueHandler(),
        new InventoryRepositoryHandler(),
        new SetBackupNoteHandler(),
        new AdoptAccountsHandler(),
        new AdoptCopyHandler(),
        new RepairRepositoryHandler(),
        new ListAuditEventsHandler(),
        new VerifyAuditLogHandler(),
        new ClearAuditLogHandler(),
        new ListSettingsHandler(),
        new UpdateSettingHandler(),
        new GetDashboardHandler(),
        new GetMailServerHandler(),
        new UpdateMailServerHandler(),
        new RemoveMailServerHandler(),
        new TestMailServerHandler(),
        new ConfirmClockHandler(),
        new ListApprovalsHandler(),
        new ApproveRequestHandler(),
        new DenyRequestHandler(),
        new ValidateStateHandler(),
        new PlanStateHandler(),
        new ExportStateHandler(),
        new ApplyStateHandler(),
    ]);

    private static readonly Dictionary<Type, Handler> s_byRequest = s_handlers.ToDictionary(handler => handler.RequestType);

    private static readonly Dictionary<string, Handler> s_byName = s_handlers.ToDictionary(handler => handler.Name, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<Handler> Handlers => s_handlers;

    public static Handler<TResult> Find<TResult>(IOperation<TResult> request) => (Handler<TResult>)s_byRequest[request.GetType()];

    /// <summary>The operation of that name, in any case; null when there is none.</summary>
    public static Handler? Find(string name) => s_byName.GetValueOrDefault(name);

    public static int NumberOf<TRequest>() => s_byRequest[typeof(TRequest)].Number;

    private static Handler[] Number(Handler[] handlers)
    {
        for (int i = 0; i < handlers.Length; i++)
        {
            handlers[i].Number = i;
        }

        return handlers;
    }
}
