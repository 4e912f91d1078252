Describe 'Access keys' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkUser jane -Role FullSupport
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach {
        Connect-BkServer $store.State
        Get-BkAccessKey jane | Remove-BkAccessKey -Confirm:$false
    }

    Context 'New-BkAccessKey' {
        It 'Hands the secret out as a SecureString, which signs in' {
            $key = New-BkAccessKey jane
            $key.AccessKeyId | Should -Match '^BKAK[A-Z2-7]{16}$'
            $key.SecretAccessKey | Should -BeOfType securestring
            (Connect-BkServer $store.State -AccessKeyId $key.AccessKeyId -SecretAccessKey $key.SecretAccessKey).Principal | Should -Be jane
        }

        It 'Hands it out in the open with -AsPlainText only' {
            (New-BkAccessKey jane -AsPlainText).SecretAccessKey | Should -BeOfType string
        }

        It 'Never prints the secret with the key' {
            $key = New-BkAccessKey jane -AsPlainText
            "$key" | Should -Be $key.AccessKeyId
        }

        It 'Gives a user two keys at most' {
            New-BkAccessKey jane, jane
            (Get-Failure { New-BkAccessKey jane }).FullyQualifiedErrorId | Should -BeLike 'QuotaExceeded,*'
        }

        It 'Signs in from the pipeline' {
            (New-BkAccessKey jane | Connect-BkServer $store.State).Principal | Should -Be jane
        }
    }

    Context 'Get-BkAccessKey' {
        It 'Lists keys without secrets' {
            $key = Get-BkUser jane | New-BkAccessKey -Until 2999-01-01
            $listed = Get-BkAccessKey jane
            $listed.AccessKeyId | Should -Be $key.AccessKeyId
            $listed.PSObject.Properties.Name | Should -Not -Contain SecretAccessKey
            $listed.Until.Year | Should -Be 2999
        }

        It 'Reports a user who is not there' {
            (Get-Failure { Get-BkAccessKey nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkAccessKey 'nob*' -ErrorAction Stop | Should -BeNullOrEmpty
        }
    }

    Context 'Changing access keys' {
        It 'Refuses a disabled key, and takes it enabled again' {
            $key = New-BkAccessKey jane
            Disable-BkAccessKey $key.AccessKeyId
            (Get-Failure { $key | Connect-BkServer $store.State }).FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
            (Get-BkAuditEvent -Operation signIn -Newest 1).Reason | Should -Be 'the access key is disabled'
            (Get-BkAccessKey jane | Enable-BkAccessKey -PassThru).Enabled | Should -BeTrue
            ($key | Connect-BkServer $store.State).Principal | Should -Be jane
        }

        It 'Removes a key for good, and none with -WhatIf' {
            $key = New-BkAccessKey jane
            Remove-BkAccessKey -AccessKeyId $key.AccessKeyId -WhatIf
            Get-BkAccessKey jane | Should -HaveCount 1
            Remove-BkAccessKey -AccessKeyId $key.AccessKeyId -Confirm:$false
            Get-BkAccessKey jane | Should -BeNullOrEmpty
            (Get-Failure { $key | Connect-BkServer $store.State }).FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
        }

        It 'Ends a session whose key is disabled' {
            $key = New-BkAccessKey jane
            $shell = [powershell]::Create()
            try {
                $shell.AddScript('param($module, $state, $key) Import-Module $module; $key | Connect-BkServer $state | Out-Null').
                    AddArgument($module).AddArgument($store.State).AddArgument($key).Invoke()
                Disable-BkAccessKey $key.AccessKeyId
                $shell.Commands.Clear()
                { $shell.AddScript('$ErrorActionPreference = "Stop"; Get-BkConnector').Invoke() } | Should -Throw
                $shell.Streams.Error.Count + [int] ($shell.InvocationStateInfo.State -eq 'Failed') | Should -BeGreaterThan 0
            }
            finally { $shell.Dispose() }
        }
    }
}
