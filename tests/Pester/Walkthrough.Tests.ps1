# The first session of an administrator, as the documentation tells it.
BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    New-Item "$TestDrive/walk" -ItemType Directory | Out-Null
    'alice', 'bob' | ForEach-Object { New-TestAccount "$TestDrive/srv/accounts" $_ }
    Push-Location "$TestDrive/walk"
}

AfterAll { Pop-Location }

Describe 'A first session' {
    It 'Runs as typed, and refuses exactly what it says' {
        Initialize-BkStore -Path ./state -Administrator root-admin
        New-BkConnector -Name web01 -Kind Folder -Path $TestDrive/srv/accounts | Sync-BkConnector
        New-BkUser -Name jane -Role FullSupport -NoConsoleAccess
        $key = New-BkAccessKey -User jane
        Grant-BkConnectorAccess -User jane -Connector web01
        $backups = Get-BkAccount -Connector web01 | Backup-BkAccount
        $locked = Get-BkBackup -Account alice -Latest | Lock-BkBackup -Reason 'audit 2026' -PassThru
        Connect-BkServer -Path ./state -AccessKeyId $key.AccessKeyId -SecretAccessKey $key.SecretAccessKey
        $restored = Get-BkAccount alice | Restore-BkAccount -Path 'public_html/index.php' -Destination ./out-here
        Get-BkAccount alice | Backup-BkAccount -ErrorVariable refused -ErrorAction SilentlyContinue
        $decision = Test-BkAccess -User jane -Operation lockBackup -Connector web01

        $backups.Account | Should -Be 'web01/alice', 'web01/bob'
        $locked.Locked | Should -BeTrue
        $locked.Lock.Reason | Should -Be 'audit 2026'
        $restored.Files | Should -Be 1
        Get-Content ./out-here/public_html/index.php | Should -Be '<?php // alice'
        $refused.FullyQualifiedErrorId | Should -Be 'AccessDenied,BackupAccess.PowerShell.Backups.Commands.BackupBkAccountCommand'
        "$refused" | Should -BeLike '*FullSupport*backupAccount*'
        $decision.Allowed | Should -BeFalse
    }
}
