using System.Management.Automation;
using System.Reflection;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;

namespace BackupAccess.PowerShell.Tests;

public sealed class CmdletTests
{
    private static readonly HashSet<string> s_approvedVerbs = [.. typeof(VerbsCommon).Assembly.GetExportedTypes()
        .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal))
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(field => (string)field.GetRawConstantValue()!)];

    private static readonly HashSet<Type> s_references =
        [typeof(UserReference), typeof(AccountReference), typeof(ConnectorReference), typeof(BackupReference), typeof(AccessKeyReference), typeof(ProfileReference), typeof(DownloadReference), typeof(TaskReference), typeof(ConfigurationReference), typeof(ScheduleReference), typeof(ObjectName)];

    private static readonly HashSet<string> s_verbsThatChangeNothing = ["Get", "Test", "Compare", "Connect", "Disconnect", "Wait"];

    public static TheoryData<CmdletMetadata> Cmdlets => [.. CmdletMetadata.All];

    [Fact]
    public void The_surface_is_the_one_agreed()
    {
        string[] expected =
        [
            "Add-BkAccountTag", "Approve-BkApproval", "Backup-BkAccount", "Clear-BkAuditLog", "Compare-BkState", "Confirm-BkClock",
            "Connect-BkServer", "Copy-BkBackup", "Deny-BkApproval", "Disable-BkAccessKey", "Disable-BkUser", "Disconnect-BkServer",
            "Enable-BkAccessKey", "Enable-BkUser", "Export-BkAuditLog", "Export-BkConfiguration", "Export-BkEncryptionKey", "Export-BkState", "Get-BkAccess",
            "Get-BkAccessKey", "Get-BkAccount", "Get-BkApproval", "Get-BkAuditEvent", "Get-BkBackup", "Get-BkBackupFile", "Get-BkBackupItem",
            "Get-BkCatalog", "Get-BkConfiguration", "Get-BkConnector", "Get-BkConnectorAccess", "Get-BkCredentialReport", "Get-BkDashboard", "Get-BkDownload",
            "Get-BkGlobalConfiguration", "Get-BkJob", "Get-BkMailServer", "Get-BkOperation", "Get-BkPasswordPolicy", "Get-BkPermission",
            "Get-BkPlugin", "Get-BkPolicy", "Get-BkPriorityGroup", "Get-BkProfile", "Get-BkProfileAccess", "Get-BkRestoreCondition", "Get-BkRole",
            "Get-BkSchedule", "Get-BkSession", "Get-BkSetting", "Get-BkStorage", "Get-BkStorageController", "Get-BkTag", "Get-BkTask", "Get-BkUser",
            "Get-BkVolumeSnapshot", "Grant-BkConnectorAccess", "Grant-BkPermission", "Grant-BkProfileAccess", "Grant-BkRole",
            "Import-BkConfiguration", "Import-BkState", "Initialize-BkStore", "Invoke-BkPlugin", "Invoke-BkRetention", "Lock-BkBackup",
            "New-BkAccessKey", "New-BkConfiguration", "New-BkConnector", "New-BkDownload", "New-BkPermission", "New-BkPolicy", "New-BkPriorityGroup",
            "New-BkProfile", "New-BkRestoreCondition", "New-BkRole", "New-BkSchedule", "New-BkStorage", "New-BkStorageController", "New-BkTag",
            "New-BkUser", "Receive-BkDownload", "Remove-BkAccessKey", "Remove-BkAccount", "Remove-BkAccountTag", "Remove-BkBackup",
            "Remove-BkConfiguration", "Remove-BkConnector", "Remove-BkDownload", "Remove-BkMailServer", "Remove-BkPermission", "Remove-BkPolicy",
            "Remove-BkPriorityGroup", "Remove-BkProfile", "Remove-BkRestoreCondition", "Remove-BkRole", "Remove-BkSchedule", "Remove-BkStorage",
            "Remove-BkStorageController", "Remove-BkTag", "Remove-BkUser", "Repair-BkBackup", "Reset-BkEncryptionKey", "Restore-BkAccount",
            "Resume-BkSchedule", "Revoke-BkConnectorAccess", "Revoke-BkPermission", "Revoke-BkProfileAccess", "Revoke-BkRole", "Set-BkAccount",
            "Set-BkAccountUuid", "Set-BkBackup", "Set-BkConfiguration", "Set-BkConnector", "Set-BkConsoleAccess", "Set-BkEncryptionKey",
            "Set-BkGlobalConfiguration", "Set-BkMailServer", "Set-BkOneTimePassword", "Set-BkPassword", "Set-BkPasswordPolicy", "Set-BkPermission",
            "Set-BkPolicy", "Set-BkPriorityGroup", "Set-BkRestoreCondition", "Set-BkRole", "Set-BkSchedule", "Set-BkSetting", "Set-BkStorage",
            "Set-BkStorageController", "Set-BkTag", "Set-BkUser", "Start-BkSchedule", "Start-BkServer", "Stop-BkServer", "Stop-BkTask",
            "Suspend-BkSchedule", "Sync-BkConnector", "Test-BkAccess", "Test-BkAuditLog", "Test-BkBackup", "Test-BkMailServer", "Test-BkState",
            "Test-BkStorage", "Test-BkStorageController", "Unlock-BkBackup", "Unlock-BkUser", "Update-BkCatalog", "Update-BkSecretKey", "Wait-BkTask",
        ];
        Assert.Equal(expected, CmdletMetadata.All.Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_cmdlet_has_an_approved_verb_and_a_class_named_after_it(CmdletMetadata cmdlet)
    {
        Assert.Contains(cmdlet.Verb, s_approvedVerbs);
        Assert.StartsWith("Bk", cmdlet.Noun, StringComparison.Ordinal);
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.Name);
        Assert.True(cmdlet.Type.IsSealed);
        Assert.EndsWith(".Commands", cmdlet.Type.Namespace, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void What_changes_something_supports_WhatIf_and_what_reads_does_not(CmdletMetadata cmdlet) =>
        Assert.Equal(!s_verbsThatChangeNothing.Contains(cmdlet.Verb), cmdlet.ShouldProcess);

    // Else what is named in approval.operations could be asked for and approved, but never run.
    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void What_changes_something_can_be_run_by_an_approval(CmdletMetadata cmdlet)
    {
        bool invokesNoOperationThatNeedsOne = cmdlet.Name is "Initialize-BkStore" or "Export-BkAuditLog" or "Export-BkConfiguration" or "Export-BkState" or "Start-BkServer" or "Stop-BkServer";
        if (cmdlet.ShouldProcess && !invokesNoOperationThatNeedsOne)
        {
            Assert.Contains(cmdlet.Parameters, parameter => parameter.Name == "Approval");
        }
    }

    [Fact]
    public void What_destroys_lets_destroy_or_hands_out_a_key_asks_first()
    {
        string[] asking = [.. CmdletMetadata.All.Where(cmdlet => cmdlet.Impact == ConfirmImpact.High).Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal)];
        string[] expected =
        [
            "Approve-BkApproval", "Clear-BkAuditLog", "Confirm-BkClock", "Export-BkEncryptionKey", "Invoke-BkRetention", "Remove-BkAccessKey",
            "Remove-BkAccount", "Remove-BkBackup", "Remove-BkConfiguration", "Remove-BkConnector", "Remove-BkDownload", "Remove-BkMailServer",
            "Remove-BkPermission", "Remove-BkPolicy", "Remove-BkPriorityGroup", "Remove-BkProfile", "Remove-BkRestoreCondition", "Remove-BkRole",
            "Remove-BkSchedule", "Remove-BkStorage", "Remove-BkStorageController", "Remove-BkTag", "Remove-BkUser", "Repair-BkBackup",
            "Reset-BkEncryptionKey", "Restore-BkAccount",
        ];
        Assert.Equal(expected, asking);
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_cmdlet_says_what_it_writes(CmdletMetadata cmdlet) =>
        Assert.Equal(cmdlet.Name != "Disconnect-BkServer", cmdlet.Outputs.Count > 0);

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void An_object_that_a_cmdlet_works_on_comes_as_an_array_and_from_the_pipeline(CmdletMetadata cmdlet)
    {
        foreach (ParameterMetadata parameter in cmdlet.Parameters.Where(parameter => parameter.IsMandatory && s_references.Contains(parameter.ElementType)))
        {
            Assert.True(parameter.Type.IsArray, parameter.Name);
            Assert.Contains(parameter.Bindings, binding => binding.ByValue);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_parameter_that_names_an_object_completes(CmdletMetadata cmdlet)
    {
        foreach (ParameterMetadata parameter in cmdlet.Parameters.Where(parameter => s_references.Contains(parameter.ElementType)))
        {
            Assert.True(parameter.Completer is not null, $"{cmdlet} -{parameter.Name} completes nothing.");
            Assert.True(typeof(IArgumentCompleter).IsAssignableFrom(parameter.Completer));
            Assert.NotNull(parameter.Completer.GetConstructor([]));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_secret_never_comes_as_a_string(CmdletMetadata cmdlet)
    {
        foreach (ParameterMetadata parameter in cmdlet.Parameters.Where(parameter => parameter.Name.EndsWith("Password", StringComparison.Ordinal) || parameter.Name.StartsWith("Secret", StringComparison.Ordinal)))
        {
            Assert.True(parameter.Type == typeof(System.Security.SecureString) || parameter.Type == typeof(SwitchParameter), parameter.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void Wildcards_are_taken_by_cmdlets_that_list(CmdletMetadata cmdlet)
    {
        foreach (ParameterMetadata parameter in cmdlet.Parameters.Where(parameter => parameter.Wildcards))
        {
            Assert.True(cmdlet.Verb == "Get" || cmdlet.Noun == "BkState", $"{cmdlet} -{parameter.Name} takes wildcards.");
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_default_parameter_set_is_named_where_there_are_several(CmdletMetadata cmdlet)
    {
        bool hasSets = cmdlet.Parameters.SelectMany(parameter => parameter.Bindings).Any(binding => binding.Set is not null);

        // It takes backups and accounts from the pipeline, both mandatory: with a default, PowerShell tries no other set.
        bool isUndecided = cmdlet.ToString() == "Test-BkBackup";
        Assert.Equal(hasSets && !isUndecided, cmdlet.DefaultSet is not null);
    }

    // Left out it means all; a variable that holds nothing must not.
    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void Nothing_never_means_everything(CmdletMetadata cmdlet)
    {
        foreach (ParameterMetadata parameter in cmdlet.Parameters.Where(parameter => !parameter.IsMandatory && parameter.Type.IsArray && s_references.Contains(parameter.ElementType)))
        {
            Assert.True(parameter.RefusesNothing, $"{cmdlet} -{parameter.Name} takes $null.");
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void What_takes_an_object_from_the_pipeline_takes_it_without_its_type_too(CmdletMetadata cmdlet)
    {
        foreach (ParameterMetadata parameter in cmdlet.Parameters.Where(parameter => parameter.Bindings.Any(binding => binding.ByValue) && s_references.Contains(parameter.ElementType)))
        {
            // An access key's id is a property that nothing else has.
            Assert.True(parameter.TakesLooseObjects || parameter.Aliases.Contains("AccessKeyId"), $"{cmdlet} -{parameter.Name}");
        }
    }

    [Fact]
    public void A_restore_takes_no_empty_destination_or_path() =>
        Assert.Equal(2, CmdletMetadata.Find("Restore-BkAccount").Parameters.Count(parameter => parameter is { Name: "Destination" or "Path", RefusesNothing: true }));

    // A type that a string, and so anything, converts to would take the wrong objects from the pipeline.
    [Theory]
    [InlineData("Get-BkRole", "Name", "User")]
    [InlineData("Get-BkPermission", "Name", "User")]
    [InlineData("Get-BkOperation", "Name", "User")]
    [InlineData("Grant-BkProfileAccess", "User", "Profile")]
    [InlineData("Get-BkProfileAccess", "User", "Profile")]
    [InlineData("Get-BkAccount", "Name", "Connector")]
    [InlineData("Get-BkAccount", "Name", "Owner")]
    [InlineData("Get-BkBackup", "Account", "Connector")]
    [InlineData("Backup-BkAccount", "Account", "Connector")]
    [InlineData("Restore-BkAccount", "Account", "Backup")]
    public void Two_parameters_that_take_the_pipeline_take_different_objects(string name, string first, string second)
    {
        CmdletMetadata cmdlet = CmdletMetadata.Find(name);
        Type[] types = [.. cmdlet.Parameters.Where(parameter => parameter.Name == first || parameter.Name == second).Select(parameter => parameter.ElementType)];
        Assert.Equal(2, types.Distinct().Count());
        Assert.All(types, type => Assert.Contains(type, s_references));
    }
}
