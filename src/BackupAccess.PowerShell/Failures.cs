using System.Collections.Frozen;
using System.Management.Automation;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell;

/// <summary>From an engine's failure to what PowerShell shows: one row an error id.</summary>
internal static class Failures
{
    private static readonly FrozenDictionary<string, Failure> s_table = new Dictionary<string, Failure>
    {
        ["AccessDenied"] = new(ErrorCategory.PermissionDenied, "Ask with Test-BkAccess what would allow it, and an administrator for the role or the grant."),
        ["AccountChanged"] = new(ErrorCategory.InvalidOperation, "Discover the connector's accounts again with Sync-BkConnector, and look at what it found."),
        ["AdministratorAccount"] = new(ErrorCategory.SecurityError, "Make a user on the storage controller that may list volumes and make, list and delete snapshots; -Force takes this one all the same."),
        ["AlreadyExists"] = new(ErrorCategory.ResourceExists, "Choose another name, or use the one that is there."),
        ["AccountSkipped"] = new(ErrorCategory.ObjectNotFound, "Look with Get-BkConfiguration -Effective at what is selected, and whether who runs it may back the account up."),
        ["AmbiguousName"] = new(ErrorCategory.InvalidArgument, "Name the account as connector/name, or the backup by more digits of its id."),
        ["ApprovalDenied"] = new(ErrorCategory.PermissionDenied, "Ask who denied it, and run the command without -Approval to ask for another."),
        ["ApprovalExpired"] = new(ErrorCategory.InvalidOperation, "Run the command without -Approval to ask for another."),
        ["ApprovalMismatch"] = new(ErrorCategory.InvalidOperation, "Look with Get-BkApproval at what was approved; run exactly that, or the command without -Approval to ask for another."),
        ["ApprovalPending"] = new(ErrorCategory.ResourceUnavailable, "Wait until another person has approved it with Approve-BkApproval, and try again."),
        ["ApprovalRequired"] = new(ErrorCategory.PermissionDenied, "Have another person approve it with Approve-BkApproval, then run the same command with -Approval and the request's id."),
        ["ApprovalUsed"] = new(ErrorCategory.InvalidOperation, "An approval is good for one run; run the command without -Approval to ask for another."),
        ["AuditLogDamaged"] = new(ErrorCategory.InvalidData, "Look with Test-BkAuditLog what is wrong, keep an export of the log, and remove the events with -Force."),
        ["AuditLogKept"] = new(ErrorCategory.InvalidOperation, "Say with Set-BkSetting audit.retentionDays for how many days events are kept; only older ones are removed."),
        ["BuiltIn"] = new(ErrorCategory.InvalidOperation, "What is built in can't be changed; make one of your own."),
        ["Busy"] = new(ErrorCategory.ResourceBusy, "Wait until the other work on the account has ended, and try again."),
        ["ChecksumMismatch"] = new(ErrorCategory.InvalidData, "Receive it again; where that ends the same way, make another with New-BkDownload."),
        ["ClockNotTrusted"] = new(ErrorCategory.InvalidOperation, "Look at the machine's clock; once it is right, an administrator says so with Confirm-BkClock."),
        ["CommandFailed"] = new(ErrorCategory.InvalidResult, "Run the command by hand as who runs this, with the arguments that the list of commands gives it."),
        ["CommandNotAllowed"] = new(ErrorCategory.ObjectNotFound, "Write the command into commands.yaml in the state folder by hand."),
        ["ConditionNotAccepted"] = new(ErrorCategory.PermissionDenied, "Read the conditions with Get-BkRestoreCondition, then run the same command with -AcceptCondition and their names."),
        ["ConfigurationChanged"] = new(ErrorCategory.InvalidOperation, "Run it again: it then does what is saved now, as who saved that."),
        ["ConfigurationIncomplete"] = new(ErrorCategory.InvalidData, "Give the configuration, or its profile with Set-BkGlobalConfiguration, a connector."),
        ["ConfigurationInUse"] = new(ErrorCategory.InvalidOperation, "Set the setting named to another configuration, or to none, first."),
        ["Conflict"] = new(ErrorCategory.InvalidOperation, "Look at how things stand now, and try again."),
        ["ControllerFailed"] = new(ErrorCategory.ConnectionError, "Look with Test-BkStorageController what is amiss with the storage controller, and try again."),
        ["ControllerInUse"] = new(ErrorCategory.InvalidOperation, "Remove the connectors that name the storage controller first; what their backups have left on it is removed soon after, or forgotten with -Force where the controller is no more."),
        ["DestinationUnavailable"] = new(ErrorCategory.WriteError, "Check that the destination can be written and has room."),
        ["EncryptionKeyRequired"] = new(ErrorCategory.PermissionDenied, "Run the same command with -EncryptionKey and the key that Set-BkEncryptionKey gave the account's owner."),
        ["FileSystemFailed"] = new(ErrorCategory.ReadError, "Check that the folder named is there and can be read by who runs this."),
        ["FixedReach"] = new(ErrorCategory.InvalidOperation, "Assign a role whose reach is granted before granting or revoking a connector."),
        ["InsecurePermissions"] = new(ErrorCategory.SecurityError, "Make the state folder 0700 and its key file 0600, owned by you; what is run, and the folders that it is in, belong to root or you, and nobody else can write to them."),
        ["InvalidDocument"] = new(ErrorCategory.InvalidData, "Correct the file at the line and column named; Test-BkState checks it without changing anything."),
        ["InvalidName"] = new(ErrorCategory.InvalidArgument, "Choose a name that keeps to the rules named."),
        ["InvalidPassword"] = new(ErrorCategory.InvalidArgument, "Choose a password that keeps to the rules named."),
        ["InvalidValue"] = new(ErrorCategory.InvalidArgument, "Correct the value; Get-Help lists what each parameter takes."),
        ["KeyCommandFailed"] = new(ErrorCategory.ResourceUnavailable, "Check that the setting encryption.keyCommand names a command of commands.yaml, and run that by hand with get and the account's UUID as who runs this."),
        ["KeyUnavailable"] = new(ErrorCategory.ResourceUnavailable, "Check that the key command named in key.yaml stands in commands.yaml and prints the key, and for a change of the key that one that takes it is named."),
        ["LastAdministrator"] = new(ErrorCategory.InvalidOperation, "Make another enabled user an Administrator, with a credential and without end date, first."),
        ["LegalHold"] = new(ErrorCategory.InvalidOperation, "Who holds COMPLIANCE lifts a legal hold with Unlock-BkBackup -LegalHold."),
        ["LockedBackup"] = new(ErrorCategory.InvalidOperation, "Unlock the backup with Unlock-BkBackup first, or ask who locked it."),
        ["NoEncryptionKey"] = new(ErrorCategory.InvalidOperation, "Make another key with Set-BkEncryptionKey; what was backed up before is gone."),
        ["NoOneTimePassword"] = new(ErrorCategory.InvalidOperation, "Enroll with Set-BkOneTimePassword, and give the authenticator's first code within a quarter of an hour."),
        ["NotConnected"] = new(ErrorCategory.ConnectionError, "Connect with Connect-BkServer, or set BACKUPACCESS_ENDPOINT to a state folder."),
        ["NotFound"] = new(ErrorCategory.ObjectNotFound, "Check the name with the matching Get- cmdlet, and whether your roles and grants let you see the object."),
        ["NotSelected"] = new(ErrorCategory.InvalidArgument, "Look with Get-BkConfiguration -Effective at the accounts that the configuration selects."),
        ["OneTimePasswordRequired"] = new(ErrorCategory.AuthenticationError, "Give the authenticator's code, or a recovery code, with -OneTimePassword."),
        ["PasswordExpired"] = new(ErrorCategory.AuthenticationError, "Choose a new password at the sign-in with Connect-BkServer -NewPassword."),
        ["PendingEdit"] = new(ErrorCategory.InvalidOperation, "Take the edit in with Import-BkConfiguration, or give it up with -Force."),
        ["PermissionInUse"] = new(ErrorCategory.InvalidOperation, "Take the permission out of the roles named with Revoke-BkPermission first."),
        ["PlanOutdated"] = new(ErrorCategory.InvalidOperation, "Make and look at another plan with Compare-BkState -Plan."),
        ["PluginFailed"] = new(ErrorCategory.InvalidResult, "Run the plug-in by hand as whom its entry in commands.yaml names, with the document that it is told on its standard input."),
        ["PolicyInUse"] = new(ErrorCategory.InvalidOperation, "Have what is named keep its backups by another policy first."),
        ["PriorityGroupInUse"] = new(ErrorCategory.InvalidOperation, "Make another group the default with Set-BkPriorityGroup -Default first."),
        ["ProfileNotEmpty"] = new(ErrorCategory.InvalidOperation, "Take them in with Import-BkConfiguration, or move them out of the profile's folder, first."),
        ["PruneRefused"] = new(ErrorCategory.InvalidOperation, "Look with Compare-BkState -Prune at what would be removed; what is meant is said with -Confirm:$false, and where nothing is declared any more with -Force."),
        ["QuotaExceeded"] = new(ErrorCategory.LimitsExceeded, "Remove what isn't needed any more, wait as long as the message says, or have the limit raised with Set-BkSetting."),
        ["RemoteKey"] = new(ErrorCategory.InvalidOperation, "The owner has the key; it opens the repository with a stock restic."),
        ["RepositoryDamaged"] = new(ErrorCategory.InvalidData, "Look with Test-BkBackup -Account what is damaged; backups of which nothing is can be restored as before."),
        ["RepositoryLocked"] = new(ErrorCategory.ResourceBusy, "Wait until the other program has released the repository, and try again."),
        ["RetentionRefused"] = new(ErrorCategory.PermissionDenied, "Have the configuration saved by a user who holds HOUSEKEEPING, or run Invoke-BkRetention -Expired as one."),
        ["RoleInUse"] = new(ErrorCategory.InvalidOperation, "Take the role from its users with Revoke-BkRole first, or use -Unassign."),
        ["ScheduleInUse"] = new(ErrorCategory.InvalidOperation, "Take the schedule out of what is named first, or suspend it with Suspend-BkSchedule."),
        ["SessionEnded"] = new(ErrorCategory.AuthenticationError, "Sign in again with Connect-BkServer."),
        ["SevereChanges"] = new(ErrorCategory.InvalidResult, "Look at the plan; what is meant is imported with Import-BkState."),
        ["SignInFailed"] = new(ErrorCategory.AuthenticationError, "Check the name and the password, or the access key's id and secret; why it failed is told by Get-BkAuditEvent -Operation signIn, to who may read it."),
        ["SourceUnavailable"] = new(ErrorCategory.ReadError, "Check that the account's home is there and can be read."),
        ["StateDamaged"] = new(ErrorCategory.InvalidData, "Restore the state folder from a copy of it."),
        ["StateExists"] = new(ErrorCategory.ResourceExists, "Connect to it with Connect-BkServer, or name another folder."),
        ["StateNotFound"] = new(ErrorCategory.ObjectNotFound, "Check the path, or make a state folder with Initialize-BkStore."),
        ["StateUnavailable"] = new(ErrorCategory.WriteError, "Check the path, and that you may make folders there."),
        ["StorageFailed"] = new(ErrorCategory.DeviceError, "Check that the storage is reachable and has room, and try again."),
        ["StorageFull"] = new(ErrorCategory.LimitsExceeded, "Make room in the storage, and try again; what is in it is as it was."),
        ["StorageInUse"] = new(ErrorCategory.InvalidOperation, "Remove the connectors that name the storage first; one that holds repositories stays."),
        ["StorageReadOnly"] = new(ErrorCategory.WriteError, "Have the storage made writable with Set-BkStorage, or its file system mounted so."),
        ["TargetRequired"] = new(ErrorCategory.InvalidArgument, "Name what the operation would be done on: a user with -TargetUser, anything else with the parameter of its name."),
        ["TaskEnded"] = new(ErrorCategory.InvalidOperation, "Look with Get-BkTask how it ended."),
        ["TaskFailed"] = new(ErrorCategory.OperationStopped, "Look with Get-BkTask at its Message and ErrorId; what it was to do can be asked for again."),
        ["TaskNotEnded"] = new(ErrorCategory.OperationTimeout, "Wait for it again with Wait-BkTask, or stop it with Stop-BkTask."),
        ["TaskStopped"] = new(ErrorCategory.OperationStopped, "Ask who stopped it; what it was to do can be asked for again."),
        ["TooFewApprovers"] = new(ErrorCategory.InvalidOperation, "Give another user a role that holds APPROVE, and a credential, first."),
        ["TooManyAttempts"] = new(ErrorCategory.AuthenticationError, "Wait as long as the message says, or have an administrator lift it with Unlock-BkUser."),
        ["TooManyWrongKeys"] = new(ErrorCategory.AuthenticationError, "Wait as long as the message says, and give the key that Set-BkEncryptionKey gave."),
        ["UnknownSetting"] = new(ErrorCategory.ObjectNotFound, "List the settings with Get-BkSetting."),
        ["UnsupportedPlatform"] = new(ErrorCategory.NotImplemented, "Run this on a Linux machine."),
        ["UnsupportedVersion"] = new(ErrorCategory.InvalidData, "Update this module to the version that wrote the state folder, or a later one."),
        ["WrongCommandPurpose"] = new(ErrorCategory.InvalidArgument, "Name a command that commands.yaml in the state folder has for this purpose."),
        ["WrongEncryptionKey"] = new(ErrorCategory.AuthenticationError, "Give the key that Set-BkEncryptionKey gave the account's owner the last time."),
    }.ToFrozenDictionary();

    /// <summary>Every error id that has a row.</summary>
    public static IReadOnlyCollection<string> Ids => s_table.Keys;

    /// <summary>The category and advice of an error id.</summary>
    /// <exception cref="KeyNotFoundException">The engine has an id that this table lacks, which is a bug.</exception>
    public static Failure Of(string errorId) => s_table[errorId];

    /// <summary>The error record of a failure, with the typed exception in it.</summary>
    public static ErrorRecord ToErrorRecord(EngineException failure, object? target)
    {
        Failure row = Of(failure.ErrorId);
        return new ErrorRecord(failure, failure.ErrorId, row.Category, target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = AdviceOf(failure, row) },
        };
    }

    /// <summary>What to do about a failure: what isn't governed by grants isn't missing for lack of one.</summary>
    public static string AdviceOf(EngineException failure, Failure row) => failure switch
    {
        NotFoundException { Kind: { } kind } => AdviceOfMissing(kind, row),
        ConditionNotAcceptedException { Conditions: var conditions } => AdviceOfConditions(string.Join(',', conditions.Select(condition => condition.Name))),
        ApprovalRequiredException { Approvals: var ids } => AdviceOfRequests(string.Join(',', ids)),
        _ => row.Advice,
    };

    private static string AdviceOfConditions(string names) =>
        $"Read the text with Get-BkRestoreCondition {names}, then run the same command with -AcceptCondition {names}.";

    private static string AdviceOfRequests(string ids) =>
        $"Have another person approve it with Approve-BkApproval {ids}, then run the same command with -Approval {ids}.";

    private static string AdviceOfMissing(string kind, Failure row) => kind switch
    {
        "approval" => "List the requests with Get-BkApproval; one that isn't yours, or was its removed requester's, is not there.",
        "setting" => "List the settings with Get-BkSetting.",
        "desired-state file" => "Check the path; files, folders and wildcards are taken.",
        "backup of account" => "Take a backup with Backup-BkAccount first.",
        "role" => "List the roles with Get-BkRole.",
        "permission" => "List the permissions with Get-BkPermission.",
        "restore condition" => "List the conditions with Get-BkRestoreCondition.",
        "download" => "List the downloads with Get-BkDownload; one is deleted when its time is over.",
        "task" => "List the tasks with Get-BkTask; ended ones are kept for tasks.retentionDays.",
        "storage controller" => "List the storage controllers with Get-BkStorageController.",
        "profile" => "List the profiles with Get-BkProfile.",
        "configuration" => "List the configurations with Get-BkConfiguration.",
        "schedule" => "List the schedules with Get-BkSchedule.",
        "policy" => "List the policies with Get-BkPolicy.",
        "job" => "List the jobs with Get-BkJob; they are kept as long as their tasks.",
        "operation" => "List the operations with Get-BkOperation.",
        _ when kind.StartsWith("role of ", StringComparison.Ordinal) => "List the user's roles with Get-BkRole -User.",
        _ when kind.StartsWith("permission of ", StringComparison.Ordinal) => "List the role's permissions with Get-BkPermission -Role.",
        _ when kind.Contains(" in the backup of ", StringComparison.Ordinal) => "List what is in the backup with Get-BkBackupFile -Recurse.",
        _ => row.Advice,
    };
}
