Describe 'Connectors' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkUser jane -Role FullSupport
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'New-BkConnector' {
        It 'Takes a path relative to the current location' {
            New-TestAccount "$($store.Root)/more" dave
            Push-Location $store.Root
            try { (New-BkConnector web02 Folder ./more).Path | Should -Be "$($store.Root)/more" } finally { Pop-Location }
        }

        It 'Refuses a connector that overlaps another' {
            (Get-Failure { New-BkConnector web03 Folder "$($store.Accounts)/alice" }).FullyQualifiedErrorId | Should -Match '^(Conflict|InvalidValue|AlreadyExists),'
        }

        It 'Refuses a kind that is none' { { New-BkConnector x Tape } | Should -Throw }

        It 'Creates none with -WhatIf' {
            New-BkConnector ghost Folder $store.Root -WhatIf
            Get-BkConnector gho* | Should -BeNullOrEmpty
        }
    }

    Context 'Set-BkConnector' {
        It 'Changes the name and the path, from the pipeline too' {
            New-TestAccount "$($store.Root)/moved" erin
            New-TestAccount "$($store.Root)/there" frank
            New-BkConnector old Folder "$($store.Root)/moved" | Sync-BkConnector | Out-Null
            $id = (Get-BkConnector old).Id
            (Get-BkConnector old | Set-BkConnector -NewName new -PassThru).Id | Should -Be $id
            (Get-BkAccount -Connector new).Path | Should -Be new/erin
            Push-Location $store.Root
            try { (Set-BkConnector new -Path ./there -PassThru).Path | Should -Be "$($store.Root)/there" } finally { Pop-Location }
            (Get-Failure { Set-BkConnector new -NewName WEB01 }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
            (Get-Failure { Set-BkConnector new -Storage nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Set-BkConnector new }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            Set-BkConnector new -NewName newer -WhatIf
            Get-BkConnector newer* | Should -BeNullOrEmpty
            Remove-BkConnector new -Confirm:$false
        }
    }

    Context 'Get-BkConnector' {
        It 'Tells a name that is not there from a pattern' {
            (Get-BkConnector web01).Kind | Should -Be Folder
            (Get-Failure { Get-BkConnector nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkConnector 'now*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Shows a connector that is not granted by its name only' {
            Connect-TestUser $store.State faded FullSupport
            Connect-BkServer $store.State
            Revoke-BkConnectorAccess faded web01
            New-BkAccessKey faded | Connect-BkServer $store.State
            $seen = Get-BkConnector web01
            $seen.Restricted | Should -BeTrue
            $seen.Path | Should -BeNullOrEmpty
        }
    }

    Context 'Sync-BkConnector' {
        It 'Says what it found, and what is gone' {
            New-TestAccount "$($store.Root)/sync" one
            New-BkConnector sync Folder "$($store.Root)/sync" | Sync-BkConnector | ForEach-Object { "$($_.Account) $($_.Outcome)" } | Should -Be 'sync/one Found'
            New-TestAccount "$($store.Root)/sync" two
            Remove-Item "$($store.Root)/sync/one" -Recurse
            Sync-BkConnector sync | ForEach-Object { "$($_.Account) $($_.Outcome)" } | Sort-Object | Should -Be 'sync/one Missing', 'sync/two Found'
        }

        It 'Goes on after a connector that is not there' {
            $found = 'nowhere', 'web01' | Sync-BkConnector -ErrorVariable failures -ErrorAction SilentlyContinue
            $found | Should -HaveCount 3
            $failures.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Connector access' {
        It 'Is granted from either side of the pipeline' {
            (Get-BkUser jane | Grant-BkConnectorAccess -Connector web01 -PassThru).Connector | Should -Be web01
            (Get-BkConnector web01 | Grant-BkConnectorAccess -User jane -Until 2999-01-01 -PassThru).Until.Year | Should -Be 2999
            [pscustomobject]@{ User = 'jane'; Connector = 'web02' } | Grant-BkConnectorAccess -PassThru | ForEach-Object Connector | Should -Be web02
        }

        It 'Is listed by user and by connector' {
            (Get-BkConnectorAccess jane).Connector | Sort-Object | Should -Be web01, web02
            (Get-BkConnectorAccess -Connector web02).User | Should -Be jane
            (Get-Failure { Get-BkConnectorAccess nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Is taken as listed, and not with -WhatIf' {
            Get-BkConnectorAccess jane | Revoke-BkConnectorAccess -WhatIf
            Get-BkConnectorAccess jane | Should -HaveCount 2
            (Get-BkConnectorAccess jane | Revoke-BkConnectorAccess -PassThru).Connector | Sort-Object | Should -Be web01, web02
            Get-BkConnectorAccess jane | Should -BeNullOrEmpty
        }

        It 'Is refused where every role has a fixed reach' {
            New-BkUser auditor -Role Audit
            (Get-Failure { Grant-BkConnectorAccess auditor web01 }).FullyQualifiedErrorId | Should -BeLike 'FixedReach,*'
        }
    }

    Context 'Remove-BkConnector' {
        It 'Leaves accounts as orphans' {
            Remove-BkConnector web02 -WhatIf
            Get-BkConnector web02 | Should -Not -BeNullOrEmpty
            Remove-BkConnector web02 -Confirm:$false
            Get-BkConnector web0* | ForEach-Object Name | Should -Be web01
        }
    }

    Context 'Get-BkStorage' {
        It 'Lists the default storage in the state folder' { (Get-BkStorage default).Location | Should -Be "$($store.State)/repositories" }

        It 'Reports one that is not there' { (Get-Failure { Get-BkStorage tape }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*' }
    }

    Context 'New-BkStorage' {
        BeforeAll { New-Item -ItemType Directory "$($store.Root)/vault", "$($store.Root)/elsewhere" | Out-Null }

        It 'Takes a path relative to the current location' {
            Push-Location $store.Root
            try { (New-BkStorage vault Folder ./vault -UploadLimit 1GB -Retries 2).Location | Should -Be "$($store.Root)/vault" } finally { Pop-Location }
            (Get-BkStorage vault).UploadLimit | Should -Be 1GB
            (Get-BkStorage vault).Mode | Should -Be ReadWrite
        }

        It 'Refuses a folder that is not there, one in a connector, and a name that is taken' {
            (Get-Failure { New-BkStorage other Folder "$($store.Root)/missing" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-BkStorage other Folder "$($store.Accounts)/alice" }).FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
            (Get-Failure { New-BkStorage Vault Folder "$($store.Root)/elsewhere" }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
        }

        It 'Creates none with -WhatIf' {
            New-BkStorage ghost Folder "$($store.Root)/elsewhere" -WhatIf
            Get-BkStorage gho* | Should -BeNullOrEmpty
        }
    }

    Context 'Set-BkStorage' {
        It 'Changes what is named and leaves the rest' {
            $changed = Get-BkStorage vault | Set-BkStorage -ReadOnly $true -DownloadLimit 5MB -PassThru
            $changed.Mode | Should -Be ReadOnly
            $changed.DownloadLimit | Should -Be 5MB
            $changed.UploadLimit | Should -Be 1GB
        }

        It 'Lifts a limit with $null' {
            Set-BkStorage vault -UploadLimit $null -ReadOnly $false
            (Get-BkStorage vault).UploadLimit | Should -BeNullOrEmpty
            (Get-BkStorage vault).DownloadLimit | Should -Be 5MB
        }

        It 'Refuses to change nothing, and the default storage' {
            { Set-BkStorage vault -ErrorAction Stop } | Should -Throw
            (Get-Failure { Set-BkStorage default -Retries 1 }).FullyQualifiedErrorId | Should -BeLike 'BuiltIn,*'
        }
    }

    Context 'Test-BkStorage' {
        It 'Tells every call and its rate' {
            $test = Test-BkStorage vault
            $test.Passed | Should -BeTrue
            $test.Steps.Call | Should -Be put, stat, read, list, delete
            $test.UploadRate | Should -BeGreaterThan 0
        }

        It 'Is true or false with -Quiet' { Get-BkStorage | Test-BkStorage -Quiet | Should -Be $true, $true }
    }

    Context 'Remove-BkStorage' {
        It 'Refuses one that a connector names, and removes one that nothing uses' {
            New-TestAccount "$($store.Root)/shop" erin
            (New-BkConnector shop Folder "$($store.Root)/shop" -Storage vault).Storage | Should -Be vault
            (Get-Failure { Remove-BkStorage vault -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'StorageInUse,*'
            Remove-BkConnector shop -Confirm:$false
            Remove-BkStorage vault -WhatIf
            (Get-BkStorage).Name | Should -Be default, vault
            Remove-BkStorage vault -Confirm:$false
            (Get-BkStorage).Name | Should -Be default
            "$($store.Root)/vault" | Should -Exist
        }
    }
}
