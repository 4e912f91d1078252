Describe 'Sessions' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    AfterEach {
        'BACKUPACCESS_ENDPOINT', 'BACKUPACCESS_ACCESS_KEY_ID', 'BACKUPACCESS_SECRET_ACCESS_KEY', 'BACKUPACCESS_USER' |
            ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
    }

    Context 'Initialize-BkStore' {
        It 'Makes a state folder that its owner alone can read, and connects to it' {
            $made = Initialize-BkStore "$TestDrive/new" root-admin
            $made.Administrator | Should -Be root-admin
            (Get-BkSession).Endpoint | Should -Be "$TestDrive/new"
            (Get-Item "$TestDrive/new").UnixMode | Should -Be 'drwx------'
            (Get-BkUser root-admin).Roles | Should -Contain Administrator
        }

        It 'Takes a path relative to the current location, on a drive of PowerShell too' {
            Push-Location TestDrive:/
            try { (Initialize-BkStore ./relative).Path | Should -Be "$TestDrive/relative" } finally { Pop-Location }
        }

        It 'Names the administrator as the environment says, else admin' {
            (Initialize-BkStore "$TestDrive/plain").Administrator | Should -Be admin
            $env:BACKUPACCESS_USER = 'chief'
            (Initialize-BkStore "$TestDrive/chief").Administrator | Should -Be chief
        }

        It 'Makes nothing with -WhatIf' {
            Initialize-BkStore "$TestDrive/whatif" -WhatIf
            "$TestDrive/whatif" | Should -Not -Exist
        }

        It 'Refuses a folder that holds a state' {
            (Get-Failure { Initialize-BkStore $store.State }).FullyQualifiedErrorId | Should -BeLike 'StateExists,*'
        }
    }

    Context 'Connect-BkServer' {
        BeforeAll {
            Connect-BkServer $store.State
            New-BkUser jane -Role FullSupport -Password (ConvertTo-TestSecret 'correct horse battery') | Out-Null
        }

        It 'Acts as the local principal without a sign-in' {
            $session = Connect-BkServer $store.State
            $session.Method | Should -Be Local
            $session.Principal | Should -BeLike 'local:*'
        }

        It 'Signs in with a password' {
            $credential = [pscredential]::new('jane', (ConvertTo-TestSecret 'correct horse battery'))
            $session = Connect-BkServer $store.State -Credential $credential
            $session.Principal | Should -Be jane
            $session.Method | Should -Be Password
        }

        It 'Refuses a wrong password, and keeps the session there was' {
            Connect-BkServer $store.State
            $credential = [pscredential]::new('jane', (ConvertTo-TestSecret 'wrong'))
            $failure = Get-Failure { Connect-BkServer $store.State -Credential $credential }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
            $failure.CategoryInfo.Category | Should -Be AuthenticationError
            (Get-BkSession).Principal | Should -BeLike 'local:*'
        }

        It 'Refuses the right password while console access is off as it does a wrong one, and tells the audit log why' {
            Connect-BkServer $store.State
            Set-BkConsoleAccess jane $false
            $right, $wrong = 'correct horse battery', 'wrong' | ForEach-Object {
                $credential = [pscredential]::new('jane', (ConvertTo-TestSecret $_))
                Get-Failure { Connect-BkServer $store.State -Credential $credential }
            }
            $right.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
            foreach ($show in { $_.FullyQualifiedErrorId }, { "$_" }, { "$($_.CategoryInfo)" }, { $_.ErrorDetails.RecommendedAction }) {
                $right | ForEach-Object $show | Should -Be ($wrong | ForEach-Object $show)
            }
            (Get-BkAuditEvent -Operation signIn -Newest 2).Reason | Should -Be 'the password is wrong', 'console access is off'
        }

        It 'Says that there is no state' {
            $failure = Get-Failure { Connect-BkServer "$TestDrive/nowhere" }
            $failure.FullyQualifiedErrorId | Should -BeLike 'StateNotFound,*'
            $failure.TargetObject | Should -Be "$TestDrive/nowhere"
        }
    }

    Context 'Without a session' {
        BeforeEach { Disconnect-BkServer }

        It 'Says what to do' {
            $failure = Get-Failure { Get-BkUser }
            $failure.FullyQualifiedErrorId | Should -Be 'NotConnected,BackupAccess.PowerShell.Users.Commands.GetBkUserCommand'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-BkServer*'
            Get-BkSession | Should -BeNullOrEmpty
        }

        It 'Connects as the environment says' {
            $env:BACKUPACCESS_ENDPOINT = $store.State
            (Get-BkUser root-admin).Name | Should -Be root-admin
            (Get-BkSession).Principal | Should -BeLike 'local:*'
        }

        It 'Signs in with the access key of the environment' {
            Connect-BkServer $store.State
            New-BkUser envuser -Role Viewer
            $key = New-BkAccessKey envuser -AsPlainText
            Disconnect-BkServer
            $env:BACKUPACCESS_ENDPOINT = $store.State
            $env:BACKUPACCESS_ACCESS_KEY_ID = $key.AccessKeyId
            $env:BACKUPACCESS_SECRET_ACCESS_KEY = $key.SecretAccessKey
            (Connect-BkServer).Principal | Should -Be envuser
        }

        It 'Signs in as nobody with half a key' {
            $env:BACKUPACCESS_ENDPOINT = $store.State
            $env:BACKUPACCESS_ACCESS_KEY_ID = 'BKAKAAAAAAAAAAAAAAAA'
            (Get-Failure { Get-BkUser }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        }
    }

    Context 'Sessions' {
        It 'Belong each to a runspace' {
            Connect-BkServer $store.State
            $other = [powershell]::Create().AddScript('param($module) Import-Module $module; Get-BkSession').AddArgument($module)
            try { $other.Invoke() | Should -BeNullOrEmpty } finally { $other.Dispose() }
            Get-BkSession | Should -Not -BeNullOrEmpty
        }

        It 'Act side by side each as whom they signed in as' {
            Connect-BkServer $store.State
            $keys = 1..4 | ForEach-Object { New-BkUser "side$_" -Role Viewer | New-BkAccessKey }
            $seen = $keys | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                Connect-BkServer $using:store.State -AccessKeyId $_.AccessKeyId -SecretAccessKey $_.SecretAccessKey | Out-Null
                1..5 | ForEach-Object { Get-BkConnector | Out-Null }
                "$($_.User)=$((Get-BkSession).Principal)"
            }
            $seen | Sort-Object | Should -Be (1..4 | ForEach-Object { "side$_=side$_" })
        }

        It 'End when they are disconnected' {
            Connect-BkServer $store.State
            Disconnect-BkServer
            Disconnect-BkServer
            Get-BkSession | Should -BeNullOrEmpty
        }
    }

    Context 'Confirm-BkClock' {
        It 'Trusts the clock from now on, and says since when it is trusted' {
            Connect-BkServer $store.State
            $confirmed = Confirm-BkClock -Confirm:$false
            $confirmed.Time | Should -BeGreaterOrEqual $confirmed.LastTrusted
            $confirmed.Doubt | Should -BeNullOrEmpty
        }

        It 'Changes nothing with -WhatIf' {
            Connect-BkServer $store.State
            Confirm-BkClock -WhatIf | Should -BeNullOrEmpty
        }
    }
}
