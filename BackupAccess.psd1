@{
    RootModule = 'BackupAccess.psm1'
    ModuleVersion = '0.1.0'
    GUID = '6c1f0a6e-5b0d-4f0c-9a53-2f3c7a6d90b4'
    Author = 'BackupAccess'
    CompanyName = 'BackupAccess'
    Copyright = '(c) BackupAccess contributors.'
    Description = 'Access-governed backups: who may take, see, lock and restore which backup, and the backups themselves.'
    PowerShellVersion = '7.6'
    CompatiblePSEditions = @('Core')
    RequiredAssemblies = @('BackupAccess.Loader.dll')
    FormatsToProcess = @('BackupAccess.Format.ps1xml')
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    CmdletsToExport = @(
        'Backup-BkAccount'
        'Compare-BkState'
        'Confirm-BkClock'
        'Connect-BkServer'
        'Copy-BkBackup'
        'Disable-BkAccessKey'
        'Disable-BkUser'
        'Disconnect-BkServer'
        'Enable-BkAccessKey'
        'Enable-BkUser'
        'Export-BkEncryptionKey'
        'Get-BkAccessKey'
        'Get-BkAccount'
        'Get-BkAuditEvent'
        'Get-BkBackup'
        'Get-BkBackupFile'
        'Get-BkBackupItem'
        'Get-BkConnector'
        'Get-BkConnectorAccess'
        'Get-BkOperation'
        'Get-BkPermission'
        'Get-BkRole'
        'Get-BkSession'
        'Get-BkStorage'
        'Get-BkUser'
        'Grant-BkConnectorAccess'
        'Grant-BkRole'
        'Import-BkState'
        'Initialize-BkStore'
        'Invoke-BkRetention'
        'Lock-BkBackup'
        'New-BkAccessKey'
        'New-BkConnector'
        'New-BkStorage'
        'New-BkUser'
        'Remove-BkAccessKey'
        'Remove-BkBackup'
        'Remove-BkConnector'
        'Remove-BkStorage'
        'Remove-BkUser'
        'Repair-BkBackup'
        'Restore-BkAccount'
        'Revoke-BkConnectorAccess'
        'Revoke-BkRole'
        'Set-BkAccount'
        'Set-BkConsoleAccess'
        'Set-BkPassword'
        'Set-BkStorage'
        'Set-BkUser'
        'Sync-BkConnector'
        'Test-BkAccess'
        'Test-BkBackup'
        'Test-BkState'
        'Test-BkStorage'
        'Unlock-BkBackup'
        'Update-BkCatalog'
    )
    PrivateData = @{
        PSData = @{
            Tags = @('Backup', 'Restore', 'RBAC', 'AccessControl', 'restic', 'Hosting')
        }
    }
}
