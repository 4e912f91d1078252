Describe 'Configurations, policies and jobs' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkPolicy year -KeepDaily 2 | Out-Null
        New-BkUser jane -Role Operator
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach {
        Connect-BkServer $store.State
        $team = "t$([guid]::NewGuid().ToString('n').Substring(0, 8))"
        New-BkProfile $team | Out-Null
        'nightly', 'monthly' | ForEach-Object { New-BkSchedule $_ $team -Daily -At 02:00 | Out-Null }
    }

    Context 'New-, Get-, Set- and Remove-BkConfiguration' {
        It 'Save by fields, by text and from a file' {
            $made = New-BkConfiguration $team shop -Connector web01 -AccountName alice, 'b*' -Item HomeDirectory -Exclude '*.tmp' -Policy year -Schedule nightly, monthly
            "$($made.Path) $($made.Connector) $($made.Policy) $($made.Schedules) $($made.State)" | Should -Be "$team/shop web01 year nightly monthly Saved"
            Get-Content $made.File -Raw | Should -Be $made.Text
            (New-BkConfiguration $team two -Text "connector: web01`n").Text | Should -Be "connector: web01`n"
            Set-Content "$($store.Root)/three.yaml" 'connector: web01'
            (New-BkConfiguration $team three -Path "$($store.Root)/three.yaml").Connector | Should -Be web01
            (Get-BkProfile $team | Get-BkConfiguration).Name | Should -Be shop, three, two
        }

        It 'Tell what holds and what says so' {
            New-BkConfiguration $team shop -Connector web01 | Out-Null
            Set-BkGlobalConfiguration $team -Text 'policy: year'
            $effective = Get-BkConfiguration "$team/shop" -Effective
            $effective | Where-Object Field -In connector, policy, items | ForEach-Object { "$($_.Field) $($_.Source) $($_.Value)" } |
                Should -Be 'connector Configuration web01', 'items  all', 'policy Profile year'
            (Get-BkGlobalConfiguration $team).Policy | Should -Be year
        }

        It 'Change fields and leave the rest' {
            New-BkConfiguration $team shop -Text "# ours`nconnector: web01`nexcludes: [a]`n" | Out-Null
            (Get-BkConfiguration "$team/shop" | Set-BkConfiguration -Exclude @() -Policy year -PassThru).Text | Should -Be "# ours`nconnector: web01`npolicy: `"year`"`n"
            Set-BkConfiguration "$team/shop" -Policy '' -WhatIf
            (Get-BkConfiguration "$team/shop").Policy | Should -Be year
        }

        It 'Tell everything that is wrong, each with its place' {
            New-BkConfiguration $team shop -Text "plicy: x`nitems: [HomeDirectry]" -ErrorVariable wrong -ErrorAction SilentlyContinue
            $wrong.FullyQualifiedErrorId | Should -BeLike 'InvalidDocument,*'
            $wrong | ForEach-Object { "$_" } | Should -Be @(
                "$team/shop:1:1: There is no field ""plicy"" here. Is ""policy"" meant?"
                "$team/shop:2:9: An account has no item ""HomeDirectry"". Is ""HomeDirectory"" meant?")
        }

        It 'Miss a literal name and not a pattern' {
            (Get-Failure { Get-BkConfiguration nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkConfiguration nowhere -Effective }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkConfiguration 'nowhere*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Remove with the file' {
            $made = New-BkConfiguration $team shop -Connector web01
            Get-BkConfiguration "$team/shop" | Remove-BkConfiguration -Confirm:$false
            $made.File | Should -Not -Exist
        }
    }

    Context 'Import- and Export-BkConfiguration' {
        It 'Take in what was edited by hand, as who imports it' {
            $made = New-BkConfiguration $team shop -Connector web01
            Set-Content $made.File 'policy: year' -NoNewline
            Set-Content "$(Split-Path $made.File)/new.yaml" 'connector: web01'
            (Get-BkConfiguration -Profile $team).State | Should -Be New, Edited
            (Get-Failure { Set-BkConfiguration "$team/shop" -Policy '' }).FullyQualifiedErrorId | Should -BeLike 'PendingEdit,*'
            $taken = Import-BkConfiguration $team
            $taken | ForEach-Object { "$($_.Name) $($_.State) $($_.SavedBy -like 'local:*')" } | Should -Be 'new Saved True', 'shop Saved True'
            (Get-BkConfiguration "$team/shop").Text | Should -Be 'policy: year'
            Set-Content $made.File 'connector: web01' -NoNewline
            (Get-BkConfiguration -Profile $team | Where-Object State -EQ Edited | Import-BkConfiguration).Text | Should -Be 'connector: web01'
        }

        It 'Write files and take them in elsewhere' {
            New-BkConfiguration $team shop -Connector web01 | Out-Null
            $file = Get-BkConfiguration -Profile $team | Export-BkConfiguration -Destination "$($store.Root)/$team"
            Get-Content $file -Raw | Should -Be (Get-BkConfiguration "$team/shop").Text
            (Get-Failure { Export-BkConfiguration "$team/shop" "$($store.Root)/$team" }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
            Export-BkConfiguration "$team/shop" "$($store.Root)/$team" -Force | Should -Not -BeNullOrEmpty
            New-BkProfile "$team-b" | Out-Null
            (Import-BkConfiguration "$team-b" -Path "$($store.Root)/$team/*.yaml").Path | Should -Be "$team-b/shop"
        }
    }

    Context 'Backup-BkAccount -Configuration and Get-BkJob' {
        It 'Run a configuration whole, and tell who was left out' {
            New-BkConfiguration $team shop -Connector web01 -AccountName alice, nobody -Policy year | Out-Null
            $backup = Backup-BkAccount -Configuration "$team/shop" -Label Monthly -ErrorVariable failed -ErrorAction SilentlyContinue
            "$($backup.Account) $($backup.Kind) $($backup.Configuration) $($backup.Label)" | Should -Be "web01/alice Scheduled $team/shop Monthly"
            $failed.FullyQualifiedErrorId | Should -BeLike 'AccountSkipped,*'
            $job = Get-BkJob "$team/shop"
            "$($job.State) $($job.Completed) $($job.Skipped)" | Should -Be 'Partial 1 web01/nobody: there is no such account'
            (Get-BkTask -Id $job.Tasks).Configuration | Should -Be "$team/shop"
        }

        It 'Queue it with -AsTask and let the policy rotate' {
            New-BkConfiguration $team shop -Connector web01 -AccountName bob -Policy year | Out-Null
            $tasks = Backup-BkAccount -Configuration "$team/shop" -AsTask
            ($tasks | Wait-BkTask).State | Should -Be Completed
            1..3 | ForEach-Object { Backup-BkAccount web01/bob -Configuration "$team/shop" | Out-Null }
            @(Get-BkBackup web01/bob | Where-Object Configuration -EQ "$team/shop").Count | Should -Be 2
        }

        It 'Refuse an account that the configuration does not select, and a label without one' {
            New-BkConfiguration $team shop -Connector web01 -AccountName bob | Out-Null
            (Get-Failure { Backup-BkAccount web01/alice -Configuration "$team/shop" }).FullyQualifiedErrorId | Should -BeLike 'NotSelected,*'
            (Get-Failure { Backup-BkAccount web01/alice -Label Daily }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            Backup-BkAccount -Configuration "$team/shop" -WhatIf | Should -BeNullOrEmpty
        }
    }

    Context 'New-, Get-, Set- and Remove-BkPolicy' {
        It 'Make, change, assign, detach and remove' {
            New-BkPolicy $team -KeepDaily 7 -KeepWeekly 4 -KeepMonthly 12 -KeepMonthlyDays 365 | ForEach-Object { "$($_.Rules)" } |
                Should -Be 'Daily 7 Weekly 4 Monthly 12/365d'
            (Set-BkPolicy $team -KeepDaily 14 -Clear Weekly -PassThru).Rules | ForEach-Object { "$_" } | Should -Be 'Daily 14', 'Monthly 12/365d'
            New-BkConfiguration $team shop -Connector web01 | Out-Null
            Set-BkPolicy $team -Configuration "$team/shop" -Profile $team
            (Get-BkPolicy $team).UsedBy | Should -Be $team, "$team/shop"
            (Get-Failure { Remove-BkPolicy $team -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'PolicyInUse,*'
            Set-BkPolicy $team -Configuration "$team/shop" -Profile $team -Detach
            Get-BkPolicy $team | Remove-BkPolicy -Confirm:$false
            (Get-Failure { Get-BkPolicy $team }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Refuse rules that can not hold' {
            (Get-Failure { New-BkPolicy $team -KeepDaily 7 -Deletion AgeOnly }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }
    }

    Context 'Another profile' {
        It 'Is nobody''s who is not assigned to it' {
            New-BkConfiguration $team shop -Connector web01 -AccountName alice | Out-Null
            $key = New-BkAccessKey jane
            Connect-BkServer $store.State -AccessKeyId $key.AccessKeyId -SecretAccessKey $key.SecretAccessKey
            Get-BkConfiguration | Should -BeNullOrEmpty
            (Get-Failure { Get-BkConfiguration "$team/shop" }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Set-BkConfiguration "$team/shop" -Text '' }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Backup-BkAccount -Configuration "$team/shop" }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { New-BkConfiguration $team other -Text '' }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Completion' {
        It 'Offers configurations and policies' {
            New-BkConfiguration $team shop -Connector web01 | Out-Null
            (TabExpansion2 "Set-BkConfiguration $team/" -cursorColumn "Set-BkConfiguration $team/".Length).CompletionMatches.CompletionText | Should -Contain "$team/shop"
            (TabExpansion2 'Get-BkPolicy ye' -cursorColumn 15).CompletionMatches.CompletionText | Should -Contain year
        }
    }
}
