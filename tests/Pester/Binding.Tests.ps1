Describe 'What an object means' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-TestAccount "$($store.Root)/more" dave
        New-BkConnector web02 Folder "$($store.Root)/more" | Sync-BkConnector | Out-Null
        $old = Backup-BkAccount alice
        Set-Content "$($store.Accounts)/alice/later.txt" later
        $new = Backup-BkAccount alice
        Backup-BkAccount bob | Out-Null
        New-BkUser kate -Role Viewer -NoConsoleAccess
        Set-BkAccount bob -Owner kate
        $clixml = Join-Path $store.Root backup.clixml
        $old | Export-Clixml $clixml
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach {
        Connect-BkServer $store.State
        $target = Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))
    }

    Context 'A backup' {
        It 'Is restored, not the latest of its account, when it comes as <Name>' -ForEach @(
            @{ Name = 'an object'; Make = { $old } }
            @{ Name = 'a projection'; Make = { $old | Select-Object * } }
            @{ Name = 'a few properties'; Make = { $old | Select-Object Id, Account } }
            @{ Name = 'an imported object'; Make = { Import-Clixml $clixml } }
            @{ Name = 'JSON'; Make = { $old | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
            @{ Name = 'its item'; Make = { $old | Get-BkBackupItem } }
            @{ Name = 'an object with its id'; Make = { [pscustomobject]@{ BackupId = $old.Id } } }
        ) {
            $result = & $Make | Restore-BkAccount -Destination $target
            $result.BackupId | Should -Be $old.Id
            "$target/later.txt" | Should -Not -Exist
            $again = $result | Restore-BkAccount -Destination "$target-again"
            $again.BackupId | Should -Be $old.Id
        }

        It 'Is refused when the object does not say which it is' {
            $old | Select-Object Account, Snapshot | Restore-BkAccount -Destination $target -ErrorVariable failures -ErrorAction SilentlyContinue
            [pscustomobject]@{ Account = 'alice'; Snapshot = 'x' } | Restore-BkAccount -Destination $target -ErrorVariable +failures -ErrorAction SilentlyContinue
            $failures | Should -HaveCount 2
            "$failures" | Should -BeLike '*which backup it is*'
            $target | Should -Not -Exist
        }

        It 'Is locked, unlocked and browsed as a projection' {
            ($old | Select-Object * | Lock-BkBackup -PassThru).Id | Should -Be $old.Id
            (Import-Clixml $clixml | Unlock-BkBackup -PassThru).Id | Should -Be $old.Id
            ($old | Select-Object * | Get-BkBackupItem).BackupId | Should -Be $old.Id
            ($old | Select-Object * | Get-BkBackupFile).Name | Should -Not -Contain later.txt
            ($old | Select-Object * | Get-BkBackup).Id | Should -Be $old.Id
        }

        It 'Gives one file, and no more, when its entry was projected' {
            $old | Get-BkBackupFile | Where-Object Name -EQ notes.txt | Select-Object BackupId, Path | Restore-BkAccount -Destination $target |
                ForEach-Object Files | Should -Be 1
            Get-ChildItem $target -Name | Should -Be notes.txt
        }
    }

    Context 'An account' {
        It 'Is meant, and not its connector, when it comes as <Name>' -ForEach @(
            @{ Name = 'a projection'; Make = { Get-BkAccount bob | Select-Object * } }
            @{ Name = 'its name and connector'; Make = { Get-BkAccount bob | Select-Object Name, Connector } }
            @{ Name = 'its path'; Make = { Get-BkAccount bob | Select-Object Path, Connector } }
            @{ Name = 'a row of a file'; Make = { "Name,Connector`nbob,web01" | ConvertFrom-Csv } }
            @{ Name = 'another row'; Make = { "Account,Connector`nbob,web01" | ConvertFrom-Csv } }
        ) {
            (& $Make | Get-BkBackup).Account | Select-Object -Unique | Should -Be web01/bob
            (& $Make | Backup-BkAccount).Account | Should -Be web01/bob
        }

        It 'Is refused when the object does not say which it is' {
            Get-BkAccount bob | Select-Object Connector, Owner | Backup-BkAccount -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            "$failures" | Should -BeLike '*which account it is*'
        }

        It 'Is meant by its UUID, and a UUID of nothing is said to be that' {
            $bob = Get-BkAccount bob
            (Get-BkBackup -Account $bob.Id)[0].Account | Should -Be web01/bob
            (Restore-BkAccount $bob.Id -Destination $target).Account | Should -Be web01/bob
            (Get-BkAccount $bob.Id).Path | Should -Be web01/bob
            (Get-Failure { Get-BkBackup $old.Id }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Restore-BkAccount $old.Id -Destination $target }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Keeps its backups within reach when its connector is gone' {
            New-TestAccount "$($store.Root)/gone" erin
            New-BkConnector web09 Folder "$($store.Root)/gone" | Sync-BkConnector | Out-Null
            $kept = Backup-BkAccount web09/erin
            Remove-BkConnector web09 -Confirm:$false
            (Get-BkAccount erin -Orphan | Get-BkBackup -Latest -ErrorAction Stop).Id | Should -Be $kept.Id
            (Get-BkAccount -Orphan | Where-Object Name -EQ erin | Get-BkAccount).Id | Should -Be $kept.AccountId
            (Get-BkAccount -Orphan | Where-Object Name -EQ erin | Select-Object * | Get-BkBackup -ErrorAction Stop).Id | Should -Be $kept.Id
        }

        It 'Is of a user, and has a history' {
            (Get-BkUser kate | Get-BkAccount).Path | Should -Be web01/bob
            (Get-BkAccount bob | Get-BkAuditEvent).Operation | Should -Contain backupAccount
            $events = $old | Get-BkAuditEvent
            $events | Should -Not -BeNullOrEmpty
            $events | ForEach-Object { $_.Objects.Id | Should -Contain "$($old.Id)" }
        }
    }

    Context 'Users, roles, permissions, operations and connectors' {
        It 'Are taken as projections' {
            (Get-BkUser kate | Select-Object * | Disable-BkUser -PassThru).Enabled | Should -BeFalse
            (Get-BkUser kate | Select-Object Name | Enable-BkUser -PassThru).Enabled | Should -BeTrue
            (Get-BkRole Audit | Select-Object * | Grant-BkRole -User kate -PassThru).Roles | Should -Contain Audit
            (Get-BkRole -User kate | Where-Object Name -EQ Audit | Revoke-BkRole -PassThru).Roles | Should -Be Viewer
            (Get-BkConnector web02 | Select-Object * | Sync-BkConnector).Account | Should -Be web02/dave
            (Get-BkConnector web01 | Select-Object * | Get-BkAccount).Count | Should -Be 3
            New-BkTag blue | Out-Null
            (Get-BkTag blue | Select-Object * | Add-BkAccountTag alice -PassThru).Tags | Should -Be blue
            (Get-BkTag blue | Select-Object * | Get-BkAccount).Path | Should -Be web01/alice
            Remove-BkTag blue -Confirm:$false
        }

        It 'Lead from roles to permissions to operations and back' {
            (Get-BkRole FullSupport | Get-BkPermission).Name | Should -Contain RESTORE
            (Get-BkPermission LOCK | Get-BkOperation).Name | Should -Contain lockBackup
            (Get-BkPermission LOCK | Select-Object * | Get-BkOperation).Name | Should -Contain lockBackup
            (Get-BkOperation lockBackup | Get-BkPermission).Name | Should -Contain LOCK
            (Get-BkUser kate | Get-BkRole | Get-BkPermission).Name | Should -Contain VIEWER
        }

        It 'Are asked about: each user from the pipeline, each operation by name' {
            $decisions = Get-BkUser kate, root-admin | Test-BkAccess -Operation listBackups -Connector web01
            $decisions.User | Should -Be kate, root-admin
            'lockBackup', 'listBackups' | Test-BkAccess -User kate -Connector web01 | ForEach-Object Operation | Should -Be lockBackup, listBackups
            (Test-BkAccess lockBackup -User kate, root-admin -Connector web01).Allowed | Should -Be $false, $true
            ('lockBackup' | Test-BkAccess -Connector web01).User | Should -Not -Be lockBackup
        }

        It 'Are found in any case, an account exactly' {
            (Get-BkUser KATE -ErrorAction Stop).Name | Should -Be kate
            (Get-BkRole viewer -ErrorAction Stop).Name | Should -Be Viewer
            (Get-BkPermission lock -ErrorAction Stop).Name | Should -Be LOCK
            (Get-BkOperation LOCKBACKUP -ErrorAction Stop).Name | Should -Be lockBackup
            (Get-BkStorage DEFAULT -ErrorAction Stop).Name | Should -Be default
            (Get-BkAccount WEB01/bob -ErrorAction Stop).Name | Should -Be bob
            Get-BkAccount -Connector WEB01 -Owner KATE -ErrorAction Stop | ForEach-Object Name | Should -Be bob
            Get-BkAccessKey KATE -ErrorAction Stop | Should -BeNullOrEmpty
            (Get-Failure { Get-BkAccount BOB }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Are found by their ids' {
            $kate = Get-BkUser kate
            (Get-BkUser $kate.Id -ErrorAction Stop).Name | Should -Be kate
            (Disable-BkUser $kate.Id -PassThru | Enable-BkUser -PassThru).Enabled | Should -BeTrue
            (Get-BkAccount -Connector (Get-BkConnector web02).Id -ErrorAction Stop).Name | Should -Be dave
        }

        It 'Take a pattern without slash for the name alone' {
            Get-BkAccount 'w*' -ErrorAction Stop | Should -BeNullOrEmpty
            (Get-BkAccount 'web0[2]/*').Path | Should -Be web02/dave
        }
    }

    Context 'Errors' {
        It 'Are about the one name that <_> was given' -ForEach 'Get-BkAuditEvent', 'Get-BkAccessKey' {
            Connect-TestUser $store.State viewer Viewer
            $command = $_
            $failure = Get-Failure { & $command kate }
            $failure.FullyQualifiedErrorId | Should -Match '^(AccessDenied|NotFound),'
            "$($failure.TargetObject)" | Should -Be kate
            $failure.CategoryInfo.TargetName | Should -Be kate
        }

        It 'Give advice that fits' {
            (Get-Failure { Get-BkRole NoSuchRole }).ErrorDetails.RecommendedAction | Should -BeLike '*Get-BkRole*'
            (Get-Failure { Restore-BkAccount alice -Path no/such -Destination $target }).ErrorDetails.RecommendedAction | Should -BeLike '*Get-BkBackupFile*'
            (Get-Failure { Test-BkState ./no-such.yaml }).ErrorDetails.RecommendedAction | Should -BeLike '*path*'
        }
    }

    Context 'Nothing' {
        It 'Is refused by <Name>, and never means everything' -ForEach @(
            @{ Name = 'Restore-BkAccount -Destination'; Act = { Restore-BkAccount alice -Destination $nothing } }
            @{ Name = 'Restore-BkAccount -Destination ""'; Act = { Restore-BkAccount alice -Destination '' } }
            @{ Name = 'Restore-BkAccount -Path'; Act = { Restore-BkAccount alice -Path @() -Destination $target } }
            @{ Name = 'Restore-BkAccount -Path ""'; Act = { Restore-BkAccount alice -Path '' -Destination $target } }
            @{ Name = 'Restore-BkAccount -Item'; Act = { Restore-BkAccount alice -Item $nothing -Destination $target } }
            @{ Name = 'Backup-BkAccount'; Act = { Backup-BkAccount $nothing -Connector web01 } }
            @{ Name = 'Backup-BkAccount -Connector'; Act = { Backup-BkAccount -Connector $nothing } }
            @{ Name = 'Get-BkBackup'; Act = { Get-BkBackup $nothing } }
            @{ Name = 'Get-BkUser'; Act = { Get-BkUser @() } }
            @{ Name = 'Get-BkAuditEvent -Object'; Act = { Get-BkAuditEvent -Object $nothing } }
        ) {
            $nothing = $null
            (Get-Failure $Act).FullyQualifiedErrorId | Should -Match '^ParameterArgument(ValidationError|TransformationError)'
            $target | Should -Not -Exist
        }
    }
}
