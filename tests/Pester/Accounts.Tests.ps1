Describe 'Accounts' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkUser jane -Role AccountOwner
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'Get-BkAccount' {
        It 'Takes names, paths and patterns' {
            (Get-BkAccount alice).Path | Should -Be web01/alice
            (Get-BkAccount web01/bob).Name | Should -Be bob
            (Get-BkAccount 'a*', 'web01/c*').Name | Sort-Object | Should -Be alice, carol
            (Get-BkAccount -Connector 'web*').Count | Should -Be 3
        }

        It 'Takes connectors and accounts from the pipeline' {
            (Get-BkConnector | Get-BkAccount).Count | Should -Be 3
            (Get-BkAccount alice | Get-BkAccount).Name | Should -Be alice
        }

        It 'Tells a name that is not there from a pattern' {
            (Get-Failure { Get-BkAccount nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkAccount -Connector nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkAccount 'nob*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Lists nothing to who reaches nothing' {
            Connect-TestUser $store.State jane AccountOwner
            Get-BkAccount | Should -BeNullOrEmpty
        }
    }

    Context 'Set-BkAccount' {
        It 'Changes what is named and keeps the rest' {
            Set-BkAccount alice -Email alice@example.com -MaxOnDemand 5 -Domain example.com, example.org -Exclude 'cache/**'
            $changed = Set-BkAccount alice -Type Reseller -PassThru
            $changed.Email | Should -Be alice@example.com
            $changed.MaxOnDemand | Should -Be 5
            $changed.Domains | Should -Be example.com, example.org
            $changed.Type | Should -Be Reseller
        }

        It 'Clears settings' {
            $changed = Set-BkAccount alice -Email '' -MaxOnDemand $null -Domain @() -Exclude @() -PassThru
            $changed.Email | Should -BeNullOrEmpty
            $changed.MaxOnDemand | Should -BeNullOrEmpty
            $changed.Domains | Should -BeNullOrEmpty
            $changed.Excludes | Should -BeNullOrEmpty
        }

        It 'Sets and clears the owner' {
            (Set-BkAccount alice -Owner jane -PassThru).Owner | Should -Be jane
            (Get-BkAccount -Owner jane).Name | Should -Be alice
            (Set-BkAccount alice -Owner $null -PassThru).Owner | Should -BeNullOrEmpty
        }

        It 'Lets an owner set what is an owner''s, without a refusal in the audit log' {
            Set-BkAccount alice -Owner jane
            Connect-TestUser $store.State jane AccountOwner
            (Set-BkAccount alice -Email own@example.com -PassThru).Email | Should -Be own@example.com
            (Get-Failure { Set-BkAccount alice -MaxOnDemand 9 }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            Connect-BkServer $store.State
            (Get-BkAuditEvent jane -Operation update* -Outcome Refused) | Should -HaveCount 1
        }

        It 'Asks what to change' { (Get-Failure { Set-BkAccount alice }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*' }

        It 'Refuses <_> as a maximum' -ForEach 100, -1 {
            (Get-Failure { Set-BkAccount alice -MaxOnDemand $_ }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }

        It 'Changes nothing with -WhatIf' {
            Set-BkAccount bob -Email bob@example.com -WhatIf
            (Get-BkAccount bob).Email | Should -BeNullOrEmpty
        }
    }

    Context 'Export-BkEncryptionKey' {
        BeforeAll { Connect-BkServer $store.State; Backup-BkAccount alice | Out-Null }

        It 'Hands out what opens the repository' {
            $key = Export-BkEncryptionKey alice -Confirm:$false
            $key.Account | Should -Be web01/alice
            $key.Password | Should -BeOfType securestring
            $key.Repository | Should -Exist
            (Export-BkEncryptionKey alice -AsPlainText -Confirm:$false).Password | Should -BeOfType string
        }

        It 'Hands out nothing with -WhatIf' { Export-BkEncryptionKey alice -WhatIf | Should -BeNullOrEmpty }

        It 'Opens with a stock restic, where there is one' {
            if (-not (Get-Command restic -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'restic is not installed'; return }
            $key = Export-BkEncryptionKey alice -AsPlainText -Confirm:$false
            $env:RESTIC_PASSWORD = $key.Password
            try { $snapshots = restic -r $key.Repository --no-cache snapshots --json | ConvertFrom-Json } finally { $env:RESTIC_PASSWORD = $null }
            @($snapshots).Count | Should -Be @(Get-BkBackup alice).Count
        }

        It 'Is audited' { Get-BkAuditEvent -Operation exportEncryptionKey -Object web01/alice | Should -Not -BeNullOrEmpty }
    }
}
