Describe 'Maintenance' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        Backup-BkAccount alice, bob | Out-Null
        Backup-BkAccount alice | Out-Null
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State | Out-Null }

    Context 'Test-BkBackup' {
        It 'Verifies backups and accounts from the pipeline' {
            $results = Get-BkBackup alice | Test-BkBackup -ReadData
            $results.Passed | Should -Be $true, $true
            $results.BackupId | Should -Be (Get-BkBackup alice).Id
            (Get-BkAccount alice, bob | Test-BkBackup -ReadDataPercent 50).Account | Should -Be web01/alice, web01/bob
        }

        It 'Says yes or no with -Quiet' {
            Test-BkBackup -Account alice -Quiet | Should -BeTrue
            Get-BkBackup bob -Latest | Test-BkBackup -Quiet | Should -BeTrue
        }

        It 'Finds what is damaged and goes on' {
            $copy = New-TestStore
            Backup-BkAccount alice, bob | Out-Null
            $bad = Get-BkAccount alice
            Get-ChildItem "$($copy.State)/repositories/$($bad.Id)/data" -Recurse -File | Remove-Item -Force
            $results = Get-BkAccount alice, bob | Test-BkBackup
            $results.Passed | Should -Be $false, $true
            $results[0].Findings.Severity | Should -Contain Error
            Remove-Item $copy.Root -Recurse -Force
        }

        It 'Refuses a percentage that is none' { { Test-BkBackup -Account alice -ReadDataPercent 101 } | Should -Throw }
    }

    Context 'Parts of the data' {
        It 'Reads one part of several, the same each time' {
            $results = 1..3 | ForEach-Object { Test-BkBackup -Account alice -ReadDataSubset "$_/3" }
            $results.Passed | Should -Be $true, $true, $true
            $results.ReadDataSubset | Should -Be '1/3', '2/3', '3/3'
        }

        It 'Refuses <_>' -ForEach '0/3', '4/3', '1/257', 'half' { { Test-BkBackup -Account alice -ReadDataSubset $_ } | Should -Throw }
    }

    Context 'Copy-BkBackup' {
        BeforeAll {
            $vault = (New-Item "$($store.Root)/vault" -ItemType Directory).FullName
            New-BkStorage vault Folder $vault | Out-Null
        }

        It 'Copies from the pipeline, once' {
            $copies = Get-BkBackup alice, bob -Latest | Copy-BkBackup -Storage vault
            $copies.Account | Sort-Object | Should -Be web01/alice, web01/bob
            $copies.WasThere | Should -Be $false, $false
            (Get-BkBackup alice -Latest | Copy-BkBackup -Storage vault).WasThere | Should -BeTrue
            $copies | Out-String | Should -Match '(?m)^Account +Storage +Added +WasThere +Id'
        }

        It 'Changes nothing with -WhatIf, completes storages, and names a storage that is none' {
            Get-WhatIf { Get-BkBackup carol, alice -Latest | Copy-BkBackup -Storage vault } | Should -BeLike '*"Copy to storage vault"*'
            (TabExpansion2 'Copy-BkBackup -Storage va').CompletionMatches.CompletionText | Should -Contain vault
            (Get-Failure { Get-BkBackup bob -Latest | Copy-BkBackup -Storage nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Tells with -WhatIf what each copy would come to' {
            $planned = Get-BkBackup alice, bob -Latest | Copy-BkBackup -Storage vault -WhatIf 6>$null
            $planned.Account | Sort-Object | Should -Be web01/alice, web01/bob
            $planned.WasThere | Should -Be $true, $true
            $planned.Added | Should -Be 0, 0
        }

        It 'Stands in when the first storage is lost' {
            $lost = New-TestStore
            $folder = (New-Item "$($lost.Root)/vault" -ItemType Directory).FullName
            New-BkStorage vault Folder $folder | Out-Null
            $backup = Backup-BkAccount alice
            $backup | Copy-BkBackup -Storage vault | Out-Null
            Remove-Item "$($lost.State)/repositories" -Recurse -Force
            Backup-BkAccount bob | Out-Null
            (Update-BkCatalog alice -FromStorage vault -WhatIf 6>$null).Changed | Should -Be $backup.Id
            (Get-BkAccount alice | Update-BkCatalog -FromStorage vault).Outcome | Should -Be Adopted
            Test-BkBackup -Account alice -ReadData -Quiet | Should -BeTrue
            Remove-Item "$($lost.Accounts)/alice/notes.txt"
            Restore-BkAccount alice -Confirm:$false | Out-Null
            Get-Content "$($lost.Accounts)/alice/notes.txt" | Should -Be 'notes of alice'
            Remove-Item $lost.Root -Recurse -Force
        }
    }

    Context 'Repair-BkBackup' {
        BeforeEach {
            $broken = New-TestStore
            Set-Content "$($broken.Accounts)/alice/film" (1..20000)
            $backup = Backup-BkAccount alice
            Get-ChildItem "$($broken.State)/repositories/$($backup.AccountId)/data" -Recurse -File | Sort-Object Length | Select-Object -Last 1 | Remove-Item -Force
        }

        AfterEach { Remove-Item $broken.Root -Recurse -Force }

        It 'Tells with -WhatIf what is lost, and repairs' {
            $told = Repair-BkBackup alice -WhatIf 6>$null
            $told.Backups.Losses | Should -BeLike 'HomeDirectory/*'
            (Get-BkBackup alice).Partial | Should -BeFalse
            $done = Get-BkAccount alice | Repair-BkBackup -ReadData -Confirm:$false
            $done.Backups.Outcome | Should -Be Repaired
            $done | Out-String | Should -Match '(?m)^Account +Found +Missing +Damaged +Salvaged +Backups'
            $done.Backups | Out-String | Should -Match '(?m)^Account +Created +Outcome +Losses +Lost +Id'
            $now = Get-BkBackup alice
            $now.Id, $now.Partial | Should -Be $backup.Id, $true
            Test-BkBackup -Account alice -ReadData -Quiet | Should -BeTrue
        }

        It 'Repairs each account of what is piped once, by whatever name' {
            Backup-BkAccount alice, bob | Out-Null
            (Get-BkBackup alice, bob | Repair-BkBackup -WhatIf 6>$null).Account | Sort-Object | Should -Be web01/alice, web01/bob
            ('alice', 'web01/alice', "$($backup.AccountId)" | Repair-BkBackup -WhatIf 6>$null).Account | Should -Be web01/alice
            (Repair-BkBackup alice, WEB01/alice -Confirm:$false).Account | Should -Be web01/alice
        }

        It 'Is refused to who may not' {
            Connect-TestUser $broken.State reader FullSupport
            (Get-Failure { Repair-BkBackup alice -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }

    Context 'Remove-BkBackup' {
        It 'Says which backup with -WhatIf, and deletes nothing' {
            Get-WhatIf { Get-BkBackup alice | Remove-BkBackup } | Should -BeLike '*"Delete"*web01/alice, backup of*'
            @(Get-BkBackup alice).Count | Should -Be 2
        }

        It 'Never deletes a locked one, and goes on with the others' {
            $made = Backup-BkAccount bob
            $locked = Backup-BkAccount bob | Lock-BkBackup -Reason audit -PassThru
            $removed = $locked, $made | Remove-BkBackup -Confirm:$false -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue
            $removed.Id | Should -Be $made.Id
            $failures.FullyQualifiedErrorId | Should -BeLike 'LockedBackup,*'
            (Get-BkBackup bob).Id | Should -Not -Contain $made.Id
            $locked | Unlock-BkBackup
        }

        It 'Is refused to who may not' {
            Connect-TestUser $store.State reader Viewer
            (Get-Failure { Get-BkBackup alice -Latest | Remove-BkBackup -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }

    Context 'Invoke-BkRetention' {
        It 'Tells with -WhatIf what would stay and why, and deletes nothing' {
            $before = @(Get-BkBackup alice).Count
            $told = Invoke-BkRetention alice -KeepLast 1 -WhatIf
            $told.Kept, $told.Deleted | Should -Be 1, ($before - 1)
            $told.Backups[0].Reasons | Should -Be last
            @(Get-BkBackup alice).Count | Should -Be $before
            Get-WhatIf { Invoke-BkRetention alice -KeepLast 1 -WhatIf } | Should -BeLike '*policy*"alice"*'
        }

        It 'Deletes what no rule keeps, of accounts and of connectors, never what is locked' {
            $locked = Backup-BkAccount bob | Lock-BkBackup -PassThru
            Set-Content "$($store.Accounts)/bob/film" ('a film' * 1000)
            Backup-BkAccount bob | Out-Null
            Remove-Item "$($store.Accounts)/bob/film"
            Backup-BkAccount bob | Out-Null
            $done = Get-BkAccount bob | Invoke-BkRetention -KeepLast 1 -Prune -Confirm:$false
            $done.Kept | Should -Be 2
            $done.PacksQuarantined | Should -BeGreaterThan 0
            (Get-BkBackup bob).Id | Should -Contain $locked.Id
            $locked | Unlock-BkBackup
            (Invoke-BkRetention -Connector web01 -KeepWithin 1y -KeepMonthly 3 -Confirm:$false).Account | Should -Be web01/alice, web01/bob, web01/carol
            Test-BkBackup -Account bob -ReadData -Quiet | Should -BeTrue
        }

        It 'Looks once at each account of what is piped' {
            (Get-BkBackup alice, bob | Invoke-BkRetention -KeepLast 9 -WhatIf 6>$null).Account | Sort-Object | Should -Be web01/alice, web01/bob
            (Invoke-BkRetention alice, web01/alice, (Get-BkAccount alice).Id -KeepLast 9 -WhatIf 6>$null).Account | Should -Be web01/alice
            (Get-BkBackup alice, bob | Select-Object Account | Invoke-BkRetention -KeepLast 9 -WhatIf 6>$null).Account | Sort-Object | Should -Be web01/alice, web01/bob
        }

        It 'Shows a table of accounts, and one of backups' {
            Invoke-BkRetention alice -KeepLast 9 -WhatIf 6>$null | Out-String | Should -Match '(?m)^Account +Kept +Deleted +Freed'
            (Invoke-BkRetention alice -KeepLast 9 -WhatIf 6>$null).Backups | Out-String | Should -Match '(?m)^Account +Created +Kind +Kept +Reasons +Id'
        }

        It 'Refuses a policy without rules, a duration that is none, and who may not' {
            (Get-Failure { Invoke-BkRetention alice -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { Invoke-BkRetention alice -KeepWithin soon -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            { Invoke-BkRetention alice -KeepLast 0 } | Should -Throw
            Connect-TestUser $store.State watcher Viewer
            (Get-Failure { Invoke-BkRetention alice -KeepLast 1 -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }

    Context 'Set-BkBackup' {
        It 'Writes a note, and takes it away' {
            $backup = Backup-BkAccount alice
            ($backup | Set-BkBackup -Note 'before the move' -PassThru).Note | Should -Be 'before the move'
            (Get-BkBackup alice | Where-Object Note).Id | Should -Be $backup.Id
            Set-BkBackup $backup 'something else' -WhatIf
            (Get-BkBackup alice | Where-Object Note).Note | Should -Be 'before the move'
            Set-BkBackup $backup ''
            Get-BkBackup alice | Where-Object Note | Should -BeNullOrEmpty
            (Get-Failure { Set-BkBackup $backup "two`nlines" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }
    }

    Context 'Get-BkCatalog' {
        It 'Says that the catalogue lists what the repository holds' {
            $inventory = Get-BkAccount alice | Get-BkCatalog
            $inventory.Matches | Should -BeTrue
            $inventory.Stored | Should -Be @(Get-BkBackup alice).Count
            $inventory | Out-String | Should -Match 'web01/alice\s+True'
            @(Get-BkCatalog -Connector web01).Count | Should -Be @(Get-BkAccount -Connector web01).Count
        }
    }

    Context 'Update-BkCatalog' {
        It 'Follows what was removed from the repository by hand' {
            $gone = Backup-BkAccount carol
            Backup-BkAccount carol | Out-Null
            Remove-Item "$($store.State)/repositories/$($gone.AccountId)/snapshots/$($gone.Snapshot)" -Force
            (Update-BkCatalog carol -WhatIf).Removed | Should -Be $gone.Id
            @(Get-BkBackup carol).Count | Should -Be 2
            (Update-BkCatalog carol).Removed | Should -Be $gone.Id
            @(Get-BkBackup carol).Count | Should -Be 1
        }

        It 'Takes all accounts, or those of connectors' {
            (Update-BkCatalog).Account | Should -Be web01/alice, web01/bob, web01/carol
            (Update-BkCatalog -Connector web01).Count | Should -Be 3
            (Get-Failure { Update-BkCatalog -Connector nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Lists, looks into and restores what a stock restic made' {
            if (-not (Get-Command restic -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'restic is not installed'; return }
            Backup-BkAccount bob | Out-Null
            $site = (New-Item "$($store.Root)/srv/site" -ItemType Directory -Force).FullName
            Set-Content "$site/page" 'by hand'
            $key = Export-BkEncryptionKey bob -AsPlainText -Confirm:$false
            $env:RESTIC_PASSWORD = $key.Password
            try { restic -q --no-cache -r $key.Repository backup $site } finally { $env:RESTIC_PASSWORD = $null }
            $foreign = Get-BkBackup -Id (Update-BkCatalog bob).Added
            $foreign.Kind, $foreign.Items | Should -Be Foreign, Files
            $page = Get-BkBackupFile $foreign.Id "$($site.Trim('/'))/p*"
            $page.Name | Should -Be page
            $page | Restore-BkAccount -Destination "$($store.Root)/by-hand" | Out-Null
            Get-Content "$($store.Root)/by-hand$site/page" | Should -Be 'by hand'
            (Get-Failure { $foreign | Restore-BkAccount -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Restore-BkAccount bob -Destination "$($store.Root)/latest").BackupId | Should -Not -Be $foreign.Id
            Remove-BkBackup $foreign.Id -Confirm:$false
        }

        It 'Brings everything back when the database is lost' {
            $lost = New-TestStore
            $backup = Backup-BkAccount alice | Lock-BkBackup -Reason audit -PassThru
            $accounts = Get-BkAccount | Where-Object Backups
            Disconnect-BkServer
            Remove-Item "$($lost.State)/state.db*"
            Initialize-BkStore $lost.State root-admin | Out-Null
            (Update-BkCatalog -Adopt -WhatIf).Outcome | Should -Be Adopted
            Get-BkAccount | Should -BeNullOrEmpty
            (Update-BkCatalog -Adopt).AccountId | Should -Be $accounts.Id
            $again = Get-BkBackup alice
            $again.Id | Should -Be $backup.Id
            $again.Lock.Reason | Should -Be audit
            (Update-BkCatalog -Adopt).Outcome | Should -Be Unchanged
            (Backup-BkAccount alice).AccountId | Should -Be $accounts.Id
            Remove-Item $lost.Root -Recurse -Force
        }
    }
}
