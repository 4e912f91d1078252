Describe 'Restoring' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        $home1 = "$($store.Accounts)/alice"
        Backup-BkAccount alice | Out-Null
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach {
        Connect-BkServer $store.State
        $target = Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))
    }

    Context 'Into a folder' {
        It 'Keeps paths below the item, and does not ask' {
            $result = Restore-BkAccount alice -Destination $target
            $result.Files | Should -Be 2
            $result.Destination | Should -Be $target
            Get-Content "$target/public_html/index.php" | Should -Be '<?php // alice'
        }

        It 'Restores chosen paths, relative to the current location' {
            New-Item $target -ItemType Directory | Push-Location
            try {
                Restore-BkAccount alice -Path notes.txt -Destination ./here | ForEach-Object Files | Should -Be 1
                Get-ChildItem ./here -Recurse -Name | Should -Be notes.txt
            }
            finally { Pop-Location }
        }

        It 'Restores a backup, and files listed from one' {
            Get-BkBackup alice -Latest | Restore-BkAccount -Destination "$target/all" | ForEach-Object Files | Should -Be 2
            Get-BkBackup alice -Latest | Get-BkBackupFile -Recurse | Where-Object Type -EQ File | Restore-BkAccount -Destination "$target/files" |
                ForEach-Object Files | Should -Be 2
        }

        It 'Restores nothing with -WhatIf, or where the preference says so' {
            Restore-BkAccount alice -Destination $target -WhatIf
            & { $WhatIfPreference = $true; Restore-BkAccount alice -Destination $target }
            $target | Should -Not -Exist
        }

        It 'Asks before it replaces files' {
            New-Item $target -ItemType Directory | Out-Null
            Set-Content "$target/notes.txt" mine
            # Nobody can be asked here, so asking is an error.
            { Restore-BkAccount alice -Destination $target -ErrorAction Stop } | Should -Throw '*NonInteractive*'
            (Restore-BkAccount alice -Destination $target -Conflict Keep).Kept | Should -Be 1
            Get-Content "$target/notes.txt" | Should -Be mine
            (Restore-BkAccount alice -Destination $target -Confirm:$false).Files | Should -BeGreaterThan 0
            Get-Content "$target/notes.txt" | Should -Be 'notes of alice'
        }

        It 'Refuses a place that is no folder of the file system' {
            (Get-Failure { Restore-BkAccount alice -Destination Env:/x }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }
    }

    Context 'From the pipeline' {
        BeforeAll {
            Connect-BkServer $store.State
            Set-Content "$home1/later.txt" later
            Backup-BkAccount alice | Out-Null
            $old = Get-BkBackup alice | Select-Object -Last 1
        }

        It 'Takes an account as its latest backup' {
            (Get-BkAccount alice | Restore-BkAccount -Destination $target).Files | Should -Be 3
        }

        It 'Takes the backup that <_> is about, not the latest' -ForEach 'an object', 'an item', 'a row' {
            $piped = switch ($_) {
                'an object' { $old }
                'an item' { $old | Get-BkBackupItem }
                'a row' { $old | Select-Object Account, Id, Created | ConvertTo-Csv | ConvertFrom-Csv }
            }
            $result = $piped | Restore-BkAccount -Destination $target
            $result.BackupId | Should -Be $old.Id
            $result.Files | Should -Be 2
        }

        It 'Restores the files of one backup together' {
            $old | Get-BkBackupFile -Recurse | Where-Object Type -EQ File | Restore-BkAccount -Destination $target | Should -HaveCount 1
        }
    }

    Context 'Several' {
        BeforeAll { Backup-BkAccount bob | Out-Null }

        It 'Refuses to mix accounts in one folder, before anything is written' {
            $failure = Get-Failure { Get-BkAccount alice, bob | Restore-BkAccount -Destination $target }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            $target | Should -Not -Exist
        }

        It 'Restores each into a folder of its own' {
            (Get-BkAccount alice, bob | Restore-BkAccount -Destination { "$target/$($_.Path)" }).Destination |
                Should -Be "$target/web01/alice", "$target/web01/bob"
            Get-Content "$target/web01/bob/notes.txt" | Should -Be 'notes of bob'
        }
    }

    Context 'In place' {
        It 'Asks' {
            { Restore-BkAccount alice -ErrorAction Stop } | Should -Throw '*NonInteractive*'
        }

        It 'Says what it would restore, and lists nothing that has no backup' {
            $backup = Get-BkBackup alice -Latest
            $said = "web01/alice, backup of $($backup.Created.LocalDateTime.ToString('yyyy-MM-dd HH:mm'))"
            Get-WhatIf { Restore-BkAccount alice } | Should -BeLike "*Restore in place (Overwrite)*$said*"
            Get-WhatIf { $backup | Restore-BkAccount -Destination $target } | Should -BeLike "*Restore into $target (Overwrite)*$said*"
            Get-WhatIf { $backup | Lock-BkBackup } | Should -BeLike "*Lock*$said*"
            Get-WhatIf { Restore-BkAccount carol -ErrorAction SilentlyContinue -ErrorVariable script:failures } | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Overwrites, keeps or writes beside, as said' {
            Set-Content "$home1/notes.txt" changed
            (Restore-BkAccount alice -Merge -Confirm:$false).Kept | Should -BeGreaterThan 0
            Get-Content "$home1/notes.txt" | Should -Be changed
            (Restore-BkAccount alice -Path notes.txt -Conflict Rename -Confirm:$false).Renamed | Should -Be 1
            Get-Content "$home1/notes.txt" | Should -Be changed
            Restore-BkAccount alice -Confirm:$false | Out-Null
            Get-Content "$home1/notes.txt" | Should -Be 'notes of alice'
        }

        It 'Refuses -Merge with another way to resolve a conflict' {
            (Get-Failure { Restore-BkAccount alice -Merge -Conflict Rename -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }

        It 'Is bound by the role: keep is another operation than overwrite' {
            Connect-TestUser $store.State lim LimitedSupport
            (Restore-BkAccount alice -Merge -Confirm:$false).Account | Should -Be web01/alice
            (Get-Failure { Restore-BkAccount alice -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            (Get-Failure { Restore-BkAccount alice -Destination $target }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }

    Context 'Into another account' {
        It 'Gives the other account a copy, and asks first' {
            New-TestAccount $store.Accounts frank
            Sync-BkConnector web01 | Out-Null
            Get-WhatIf { Restore-BkAccount alice -ToAccount frank } | Should -BeLike '*Restore into the account frank (Overwrite)*web01/alice, backup of*'
            $result = Get-BkAccount alice | Restore-BkAccount -ToAccount (Get-BkAccount frank) -Confirm:$false
            $result.Destination | Should -Be "$($store.Accounts)/frank"
            Get-Content "$($store.Accounts)/frank/notes.txt" | Should -Be 'notes of alice'
            Get-Content "$home1/notes.txt" | Should -Be 'notes of alice'
        }

        It 'Refuses what does not go with it' {
            (Get-Failure { Restore-BkAccount alice -ToAccount alice -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { Restore-BkAccount alice -ToAccount bob -Destination $target -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { Restore-BkAccount alice -ToAccount bob -Terminate -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { Restore-BkAccount alice -ToAccount nobody -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Set-BkAccount alice -Suspended $true }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }

        It 'Is another operation than a restore' {
            Connect-TestUser $store.State ful FullSupport
            (Get-Failure { Restore-BkAccount alice -ToAccount bob -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }
}
