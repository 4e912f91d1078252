BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore

    # Makes the homes anew, as a migration does, and discovers them.
    function Move-TestHome([string[]] $Name) {
        foreach ($one in $Name) {
            Rename-Item "$($store.Accounts)/$one" "$one.old"
            New-TestAccount $store.Accounts $one
            Remove-Item "$($store.Accounts)/$one.old" -Recurse
        }

        Sync-BkConnector web01 | Out-Null
    }
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'On-demand backups' {
    It 'are held to the maximum of the setting, and of the account before it' {
        Set-BkSetting onDemand.maximum 1
        Backup-BkAccount carol | Out-Null
        (Get-Failure { Backup-BkAccount carol }).FullyQualifiedErrorId | Should -BeLike 'QuotaExceeded,*'
        Set-BkAccount carol -MaxOnDemand 2
        Backup-BkAccount carol | Out-Null
        (Get-BkBackup carol).Count | Should -Be 2
        Set-BkSetting onDemand.maximum -Default
        Set-BkAccount carol -MaxOnDemand $null
    }

    It 'leave when more are taken than the setting retains, and by Invoke-BkRetention -Expired' {
        Set-BkSetting onDemand.retain 1
        $plan = (Invoke-BkRetention carol -Expired -WhatIf 6>$null).Backups
        $plan.DeletionReason | Should -Be $null, 'onDemand.retain is 1'
        $plan | Out-String -Width 200 | Should -Match 'False +onDemand.retain is 1'
        Invoke-BkRetention carol -Expired -Confirm:$false | Out-Null
        $newest = Backup-BkAccount carol
        (Get-BkBackup carol).Id | Should -Be $newest.Id
        Set-BkSetting onDemand.retain -Default
    }

    It 'leave out what the setting excludes names, save what the account takes back' {
        Set-BkSetting excludes '*.txt', '/public_html/'
        Set-BkAccount carol -Exclude '!/public_html/'
        (Backup-BkAccount carol | Get-BkBackupFile -Recurse).Path | Should -Be public_html, public_html/index.php
        (Get-Failure { Set-BkSetting excludes '[a' }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        Set-BkSetting excludes -Default
        Set-BkAccount carol -Exclude @()
    }
}

Describe 'UUIDs' {
    BeforeAll {
        $before = Get-BkAccount alice, bob | Backup-BkAccount
        Move-TestHome alice, bob
    }

    It 'that an account had are listed with it, and alone' {
        (Get-BkAccount -Assignable).Path | Should -Be web01/alice, web01/alice, web01/bob, web01/bob
        (Get-BkAccount -Assignable).Orphan | Should -Be $false, $true, $false, $true
        (Get-BkAccount -Orphan -Assignable).Id | Should -Be $before.AccountId
        (Get-BkAccount alice -Assignable).Count | Should -Be 2
        (Get-BkAccount alice -Orphan).Orphaned | Should -BeOfType [DateTimeOffset]
        Get-BkAccount -Orphan | Out-String -Width 160 | Should -Match '(?m)^Connector +Name +Type +Owner +Backups +LastBackup +Orphaned +Home'
        Get-BkAccount -Orphan | Format-Table -View Uuid | Out-String -Width 160 | Should -Match "(?m)^web01 +alice .+$($before[0].AccountId)"
    }

    It 'are completed, also for an account that was named' {
        (TabExpansion2 'Set-BkAccountUuid bob ').CompletionMatches.CompletionText | Should -Be $before[1].AccountId
        (TabExpansion2 'Set-BkAccountUuid web01/bob -Uuid ').CompletionMatches.CompletionText | Should -Be $before[1].AccountId
    }

    It 'change nothing under -WhatIf' {
        Get-BkAccount -Assignable | Set-BkAccountUuid -WhatIf 6>$null
        Get-WhatIf { Get-BkAccount -Assignable | Set-BkAccountUuid } | Should -Match 'Give the former UUID.+web01/alice'
        (Get-BkAccount -Orphan).Count | Should -Be 2
    }

    It 'are given back to every account in one line' {
        $now = Get-BkAccount -Assignable | Set-BkAccountUuid -PassThru -ErrorAction Stop
        $now.Id | Should -Be $before.AccountId
        Get-BkAccount -Orphan | Should -BeNullOrEmpty
        (Get-BkBackup alice).Id | Should -Be $before[0].Id
        $before[0] | Restore-BkAccount -Confirm:$false -ErrorAction Stop | Out-Null
    }

    It 'are given by a list with columns, which can be run twice' {
        Move-TestHome alice, bob
        $list = "Account,Uuid`nweb01/alice,$($before[0].AccountId)`nbob,$($before[1].AccountId)" | ConvertFrom-Csv
        $list | Set-BkAccountUuid -ErrorAction Stop
        $list | Set-BkAccountUuid -ErrorAction Stop
        (Get-BkAccount alice, bob).Id | Should -Be $before.AccountId
    }

    It 'that are several have to be chosen from' {
        Move-TestHome alice
        Backup-BkAccount alice | Out-Null
        Move-TestHome alice
        $failures = Get-BkAccount alice -Assignable | Set-BkAccountUuid 2>&1
        $failures.FullyQualifiedErrorId | Should -BeLike 'AmbiguousName,*'
        Set-BkAccountUuid alice $before[0].AccountId
        (Get-BkAccount alice).Id | Should -Be $before[0].AccountId
        (Get-Failure { Set-BkAccountUuid alice ([guid]::Empty) }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }
}

Describe 'Remove-BkAccount' {
    It 'leaves the backups to an orphan, and a discovery finds the home again' {
        $id = (Get-BkAccount bob).Id
        (Remove-BkAccount bob -Confirm:$false -PassThru).Orphan | Should -BeTrue
        Get-BkAccount bob* | Should -BeNullOrEmpty
        (Get-BkAccount bob -Orphan | Get-BkBackup).AccountId | Should -Be $id
        Sync-BkConnector web01 | Out-Null
        (Get-BkAccount bob -Orphan -Assignable).Id | Should -Be $id
    }

    It 'says what it would do, and refuses an orphan and what is not there' {
        Get-WhatIf { Get-BkAccount carol | Remove-BkAccount } | Should -Match 'Take account off the list.+web01/carol'
        (Get-Failure { Get-BkAccount bob -Orphan | Remove-BkAccount -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        (Get-Failure { Remove-BkAccount nobody -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'is an administrator''s of accounts' {
        Connect-TestUser $store.State watcher Viewer
        (Get-Failure { Remove-BkAccount carol -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        (Get-Failure { Get-BkAccount -Assignable | Set-BkAccountUuid }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
    }
}
