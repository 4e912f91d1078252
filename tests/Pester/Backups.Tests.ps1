Describe 'Backups' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        Backup-BkAccount alice, bob | Out-Null
        Set-Content "$($store.Accounts)/alice/new file.txt" new
        Backup-BkAccount alice | Out-Null
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'Backup-BkAccount' {
        It 'Writes one backup an account as it is done' {
            $first = Get-BkAccount | Backup-BkAccount | Select-Object -First 1
            $first.Account | Should -Be web01/alice
            $first.Files | Should -Be 3
            $first.Partial | Should -BeFalse
        }

        It 'Goes on after an account that is not there' {
            $made = 'alice', 'nobody', 'bob' | Backup-BkAccount -ErrorVariable failures -ErrorAction SilentlyContinue
            $made.Account | Should -Be web01/alice, web01/bob
            $failures.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            "$($failures.TargetObject)" | Should -Be nobody
        }

        It 'Backs up all accounts of a connector' {
            (Backup-BkAccount -Connector web01).Account | Should -Be web01/alice, web01/bob, web01/carol
            (Get-BkConnector web01 | Backup-BkAccount).Count | Should -Be 3
        }

        It 'Means the account of the connector named with it' {
            (Backup-BkAccount alice -Connector web01).Account | Should -Be web01/alice
            (Get-Failure { Backup-BkAccount alice -Connector nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Takes no backup with -WhatIf' {
            $before = @(Get-BkBackup alice).Count
            Backup-BkAccount alice -WhatIf
            @(Get-BkBackup alice).Count | Should -Be $before
        }
    }

    Context 'Get-BkBackup' {
        It 'Lists the newest first, and one an account with -Latest' {
            $all = @(Get-BkBackup alice)
            $all.Count | Should -BeGreaterThan 1
            $all.Created | Should -Be ($all.Created | Sort-Object -Descending)
            (Get-BkBackup -Latest).Account | Sort-Object | Should -Be web01/alice, web01/bob, web01/carol
            (Get-BkBackup alice -Latest).Id | Should -Be $all[0].Id
        }

        It 'Takes accounts, connectors, ids and the beginnings of ids' {
            $backup = Get-BkBackup bob -Latest
            (Get-BkAccount bob | Get-BkBackup -Latest).Id | Should -Be $backup.Id
            (Get-BkConnector web01 | Get-BkBackup -Latest).Count | Should -Be 3
            (Get-BkBackup -Id $backup.Id).Account | Should -Be web01/bob
            (Get-BkBackup -Id "$($backup.Id)").Account | Should -Be web01/bob
        }

        It 'Filters by lock and time' {
            Get-BkBackup alice -Locked | Should -BeNullOrEmpty
            Get-BkBackup alice -Locked:$false | Should -Not -BeNullOrEmpty
            Get-BkBackup alice -Before 2000-01-01 | Should -BeNullOrEmpty
            Get-BkBackup alice -Since 2000-01-01 -Kind OnDemand | Should -Not -BeNullOrEmpty
        }

        It 'Tells an account that is not there from one without backups' {
            (Get-Failure { Get-BkBackup nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkBackup -Id 00000000-0000-0000-0000-000000000000 }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            New-TestAccount $store.Accounts dora
            Sync-BkConnector web01
            Get-BkBackup dora -ErrorAction Stop | Should -BeNullOrEmpty
        }
    }

    Context 'Orphans' {
        It 'Keep their backups, which an account of the same name does not inherit' {
            New-TestAccount $store.Accounts erin
            Sync-BkConnector web01 | Out-Null
            $old = Backup-BkAccount erin
            Remove-Item "$($store.Accounts)/erin" -Recurse
            Sync-BkConnector web01 | Out-Null
            New-TestAccount $store.Accounts erin
            Sync-BkConnector web01 | Out-Null
            Get-BkBackup erin -ErrorAction Stop | Should -BeNullOrEmpty
            Get-BkAccount erin | Get-BkBackup | Should -BeNullOrEmpty
            $orphan = Get-BkAccount erin -Orphan
            ($orphan | Get-BkBackup).Id | Should -Be $old.Id
            (Get-BkBackup "$($orphan.Id)").Id | Should -Be $old.Id
        }
    }

    Context 'Browsing' {
        It 'Lists items, folders and everything below' {
            $backup = Get-BkBackup alice -Latest
            ($backup | Get-BkBackupItem).Item | Should -Be HomeDirectory
            ($backup | Get-BkBackupFile).Name | Sort-Object | Should -Be 'new file.txt', notes.txt, public_html
            ($backup | Get-BkBackupFile -Path public_html).Path | Should -Be public_html/index.php
            ($backup | Get-BkBackupFile -Recurse).Path | Should -Contain public_html/index.php
            ($backup | Get-BkBackupFile -Path 'public_html/*.php').Name | Should -Be index.php
        }

        It 'Goes from items to files' { (Get-BkBackup alice -Latest | Get-BkBackupItem | Get-BkBackupFile).Count | Should -Be 3 }

        It 'Reports a path that is not there' {
            $backup = Get-BkBackup alice -Latest
            (Get-Failure { Get-BkBackupFile $backup -Path no/such }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Locking' {
        It 'Names the backup by its account and time where it asks' {
            $backup = Get-BkBackup alice -Latest
            Invoke-Fresh "Import-Module '$module'; Connect-BkServer '$($store.State)' | Out-Null
                Get-BkBackup alice -Latest | Lock-BkBackup -WhatIf" | Should -BeLike "*web01/alice, backup of $($backup.Created.LocalDateTime.ToString('yyyy-MM-dd HH:mm'))*"
        }

        It 'Locks with a reason until a date, and unlocks' {
            $locked = Get-BkBackup alice -Latest | Lock-BkBackup -Reason 'audit 2026' -Until 2999-01-01 -PassThru
            $locked.Locked | Should -BeTrue
            $locked.Lock.Until.Year | Should -Be 2999
            (Get-BkBackup alice -Locked).Id | Should -Be $locked.Id
            ($locked | Unlock-BkBackup -PassThru).Locked | Should -BeFalse
        }

        It 'Writes nothing without -PassThru, and locks nothing with -WhatIf' {
            Get-BkBackup bob -Latest | Lock-BkBackup -WhatIf
            Get-BkBackup bob -Locked | Should -BeNullOrEmpty
            Get-BkBackup bob -Latest | Lock-BkBackup | Should -BeNullOrEmpty
            Get-BkBackup bob -Locked | Unlock-BkBackup
        }

        It 'Is refused without the permission' {
            Connect-TestUser $store.State jane FullSupport
            $failure = Get-Failure { Get-BkBackup alice -Latest | Lock-BkBackup }
            $failure.FullyQualifiedErrorId | Should -Be 'AccessDenied,BackupAccess.PowerShell.Backups.Commands.LockBkBackupCommand'
            $failure.CategoryInfo.Category | Should -Be PermissionDenied
            $failure.Exception.GetType().Name | Should -Be AccessDeniedException
            $failure.Exception.Operation | Should -Be lockBackup
        }
    }
}
