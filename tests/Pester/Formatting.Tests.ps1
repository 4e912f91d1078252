Describe 'Formatting' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        [IO.File]::WriteAllBytes("$($store.Accounts)/alice/big", [byte[]]::new(3MB))
        Backup-BkAccount alice | Out-Null
        New-BkUser jane -Role FullSupport
        Grant-BkConnectorAccess jane web01

        function Show([scriptblock] $Act) { (& $Act | Out-String -Width 200).Trim() -split "`n" }
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'Table views' {
        It 'Show <Columns> of <Act>' -ForEach @(
            @{ Act = { Get-BkSession }; Columns = 'Principal  Method AccessKeyId SignedIn * Endpoint*' }
            @{ Act = { Get-BkUser }; Columns = 'Name * Enabled Console Keys Until Roles*' }
            @{ Act = { Get-BkRole Viewer }; Columns = 'Name * Connectors Profiles Accounts * Permissions*' }
            @{ Act = { Get-BkPermission LOCK }; Columns = 'Name * BuiltIn Operations*' }
            @{ Act = { Get-BkOperation lockBackup }; Columns = 'Name * Effect * Targets * Permissions*' }
            @{ Act = { Get-BkConnector }; Columns = 'Name * Kind * Accounts LastSynchronized Legacy Path*' }
            @{ Act = { Get-BkConnectorAccess }; Columns = 'User Connector InEffect Until GrantedBy * Granted*' }
            @{ Act = { Sync-BkConnector web01 }; Columns = 'Account * Outcome * AccountId * Reason*' }
            @{ Act = { Get-BkAccount }; Columns = 'Connector Name * Type*Owner Backups LastBackup * Home*' }
            @{ Act = { Get-BkStorage }; Columns = 'Name * Kind * Mode * Repositories Location*' }
            @{ Act = { Test-BkStorage default }; Columns = 'Storage *Passed *Upload/s Download/s Problem*' }
            @{ Act = { Get-BkBackup }; Columns = 'Account * Created * Kind * Files * Size * Added Locked Partial Id*' }
            @{ Act = { Get-BkBackup | Get-BkBackupItem }; Columns = 'Account * Item * Files * Size BackupId*' }
            @{ Act = { Get-BkBackup | Get-BkBackupFile }; Columns = 'Mode * Uid * Gid * Size Modified * Path*' }
            @{ Act = { Test-BkAccess lockBackup -User jane -Connector web01 }; Columns = 'Allowed * : False*' }
            @{ Act = { Get-BkAccess jane }; Columns = 'User * Operation * Kind * Target * Role * Until*' }
            @{ Act = { Get-BkAccess jane -UnusedFor 90 }; Columns = 'User * Operation * LastUsed * Roles*' }
            @{ Act = { Get-BkRole -User jane }; Columns = 'User * Name * Until * Connectors Accounts * Permissions*' }
            @{ Act = { New-BkAccessKey jane | Out-Null; Get-BkAccessKey }; Columns = 'AccessKeyId * User * Enabled * Age Until * LastUsed * From * Operation*' }
            @{ Act = { Get-BkCredentialReport jane }; Columns = 'User * Enabled Password PasswordLastUsed Mfa * Keys Unused Old * Roles*' }
            @{ Act = { Get-BkPasswordPolicy }; Columns = 'MinimumLength RequiredClasses History MaximumAgeDays*' }
            @{ Act = { Get-BkAuditEvent -Newest 3 }; Columns = 'Time * Principal * Operation * Object * Outcome * Reason*' }
        ) {
            (Show $Act)[0] | Should -BeLike $Columns
        }

        It 'Break no word of a list, nor a date, at 100 columns' {
            $roles = Get-BkRole | Out-String -Width 100
            (Get-BkRole).Permissions | Select-Object -Unique | ForEach-Object { $roles | Should -Match "\b$_\b" }
            (Get-BkAccessKey | Out-String -Width 100).Trim() | Should -Not -Match '…'
        }

        It 'Tell when a role ends' {
            Grant-BkRole jane Audit -Until 2999-01-01
            (Show { Get-BkUser jane })[2] | Should -BeLike '*Audit until *2999*'
        }

        It 'Round sizes that the objects hold in bytes' {
            (Get-BkBackup alice).Size | Should -BeGreaterThan 3MB
            (Show { Get-BkBackup alice })[2] | Should -Match '3[.,]00 MiB'
        }

        It 'Show a date in local time' {
            $backup = Get-BkBackup alice
            (Show { $backup })[2] | Should -BeLike "*$($backup.Created.LocalDateTime.ToString('g'))*"
        }

        It 'Show of a restricted connector that it is one' {
            Connect-TestUser $store.State faded FullSupport
            Connect-BkServer $store.State
            Revoke-BkConnectorAccess faded web01
            New-BkAccessKey faded | Connect-BkServer $store.State
            (Show { Get-BkConnector })[2] | Should -BeLike '*(restricted)*'
        }
    }

    It 'Gives lists as arrays, which can be indexed' {
        $backup = Get-BkBackup | Select-Object -First 1
        $backup.Items[0] | Should -Be HomeDirectory
        $user = Get-BkUser jane
        $user.Roles[0] | Should -BeOfType [string]
        $user.Assignments[0].Name | Should -Be $user.Roles[0]
        $dashboard = Get-BkDashboard
        $dashboard.Last[0].Account | Should -Be $backup.Account
        $dashboard.Last[0].Items[0] | Should -Be HomeDirectory
    }
}
