Describe 'Completion' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkUser jane, joe -Role FullSupport
        New-TestAccount $store.Accounts "o'hara"
        Sync-BkConnector web01 | Out-Null
        Set-Content "$($store.Accounts)/alice/with space.txt" x
        Backup-BkAccount alice | Out-Null
        New-BkStorageController filer1 filer1.example.org ([pscredential]::new('backup', (ConvertTo-TestSecret x))) | Out-Null

        function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'Completion' {
        It 'Offers <Expected> for <Line>' -ForEach @(
            @{ Line = 'Get-BkUser j'; Expected = 'jane', 'joe' }
            @{ Line = 'Disable-BkUser -User ja'; Expected = 'jane' }
            @{ Line = 'Grant-BkRole jane Limited'; Expected = 'LimitedSupport' }
            @{ Line = 'New-BkUser x -Role FullS'; Expected = 'FullSupport' }
            @{ Line = 'Get-BkPermission LOC'; Expected = 'LOCK' }
            @{ Line = 'New-BkRole x -Permission LOC'; Expected = 'LOCK' }
            @{ Line = 'Set-BkPermission x -Operation lockB'; Expected = 'lockBackup' }
            @{ Line = 'Revoke-BkPermission Viewer POLICY_V'; Expected = 'POLICY_VIEWER' }
            @{ Line = 'Get-BkUser -Role FullS'; Expected = 'FullSupport' }
            @{ Line = 'Get-BkUser -Permission BROW'; Expected = 'BROWSE' }
            @{ Line = 'Get-BkUser -Operation lockB'; Expected = 'lockBackup' }
            @{ Line = 'Get-BkRole -Operation lockB'; Expected = 'lockBackup' }
            @{ Line = 'Set-BkConnector w'; Expected = 'web01' }
            @{ Line = 'Test-BkAccess lockB'; Expected = 'lockBackup' }
            @{ Line = 'Test-BkAccess lockBackup -WithRole FullS'; Expected = 'FullSupport' }
            @{ Line = 'Test-BkAccess setPassword -TargetUser ja'; Expected = 'jane' }
            @{ Line = 'Test-BkAccess updateStorage -Storage def'; Expected = 'default' }
            @{ Line = 'Get-BkAccess -Operation updateSetting -Setting selfK'; Expected = 'selfKeys' }
            @{ Line = 'Get-BkAccess ja'; Expected = 'jane' }
            @{ Line = 'Get-BkAccess -Operation lockB'; Expected = 'lockBackup' }
            @{ Line = 'Get-BkAccess jane -WithGrant w'; Expected = 'web01' }
            @{ Line = 'Get-BkConnector w'; Expected = 'web01' }
            @{ Line = 'Backup-BkAccount al'; Expected = 'alice' }
            @{ Line = 'Backup-BkAccount web01/a'; Expected = 'web01/alice' }
            @{ Line = 'Get-BkStorage d'; Expected = 'default' }
            @{ Line = 'Test-BkStorage d'; Expected = 'default' }
            @{ Line = 'New-BkConnector -Storage d'; Expected = 'default' }
            @{ Line = 'New-BkConnector -Controller f'; Expected = 'filer1' }
            @{ Line = 'Test-BkStorageController f'; Expected = 'filer1' }
            @{ Line = 'Get-BkVolumeSnapshot w'; Expected = 'web01' }
            @{ Line = 'Restore-BkAccount alice -Path public_html/i'; Expected = 'public_html/index.php' }
            @{ Line = 'Restore-BkAccount alice -Conflict K'; Expected = 'Keep' }
            @{ Line = 'Get-BkBackupItem x; Backup-BkAccount alice -Item H'; Expected = 'HomeDirectory' }
        ) {
            Complete $Line | Should -Be $Expected
        }

        It 'Quotes what needs it' {
            Complete 'Backup-BkAccount o' | Should -Be "'o''hara'"
            Complete "Backup-BkAccount 'ali" | Should -Be "'alice'"
            Complete 'Restore-BkAccount alice -Path with' | Should -Be "'with space.txt'"
        }

        It 'Offers backups and the paths in them' {
            $id = "$((Get-BkBackup alice -Latest).Id)"
            Complete 'Lock-BkBackup ' | Should -Be $id
            Complete "Get-BkBackupFile $id pub" | Should -Be public_html
        $backup = Get-BkBackup alice -Latest
        Complete 'Get-BkBackupFile $backup pub' | Should -Be public_html
        }

        It 'Offers no account for the beginning of its connector, unless there is a slash' {
            Complete 'Get-BkAccount we' | Where-Object { $_ -like '*alice' } | Should -BeNullOrEmpty
            Complete 'Get-BkAccount web01/al' | Should -Be 'web01/alice'
        }

        It 'Offers access keys' {
            $key = New-BkAccessKey joe
            Complete 'Remove-BkAccessKey BKAK' | Should -Contain $key.AccessKeyId
        }

        It 'Offers nothing, and fails at nothing, without a session' {
            Disconnect-BkServer
            $Error.Clear()
            Complete 'Get-BkUser ' | Where-Object { $_ -in 'jane', 'joe' } | Should -BeNullOrEmpty
            $Error | Should -BeNullOrEmpty
        }

        It 'Offers what the user may see only' {
            Connect-TestUser $store.State viewer AccountOwner
            Complete 'Backup-BkAccount al' | Should -Not -Contain alice
        }
    }
}
