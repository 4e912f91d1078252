Describe 'Credentials' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        $first = ConvertTo-TestSecret 'correct horse battery'
        $second = ConvertTo-TestSecret 'battery horse staple'

        function New-TestCredential([string] $Name, [securestring] $Password = $first) { [pscredential]::new($Name, $Password) }

        # The code that an authenticator shows for a secret in base 32 (RFC 6238).
        function Get-TestCode([string] $Secret, [int] $Ahead = 0) {
            $bits = -join ($Secret.ToCharArray() | ForEach-Object { [Convert]::ToString('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.IndexOf($_), 2).PadLeft(5, '0') })
            $key = [byte[]] (0..19 | ForEach-Object { [Convert]::ToByte($bits.Substring(8 * $_, 8), 2) })
            $step = [BitConverter]::GetBytes([long] [math]::Floor([DateTimeOffset]::UtcNow.ToUnixTimeSeconds() / 30) + $Ahead)
            [array]::Reverse($step)
            $hash = [Security.Cryptography.HMACSHA1]::HashData($key, $step)
            $at = $hash[19] -band 15
            $number = (([long] $hash[$at] -band 127) -shl 24) -bor ([long] $hash[$at + 1] -shl 16) -bor ([long] $hash[$at + 2] -shl 8) -bor [long] $hash[$at + 3]
            ConvertTo-TestSecret ('{0:000000}' -f ($number % 1000000))
        }
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'Password policy' {
        AfterEach { Connect-BkServer $store.State; Set-BkPasswordPolicy -MinimumLength 8 -RequiredClasses 0 -History 0 -MaximumAgeDays 0 }

        It 'Changes what is named and leaves the rest' {
            (Set-BkPasswordPolicy -MinimumLength 12 -PassThru).MinimumLength | Should -Be 12
            (Set-BkPasswordPolicy -History 3 -PassThru).MinimumLength | Should -Be 12
            (Get-BkPasswordPolicy).History | Should -Be 3
        }

        It 'Changes nothing with -WhatIf, and says what it would' {
            Get-WhatIf { Set-BkPasswordPolicy -MinimumLength 20 -MaximumAgeDays 9 } | Should -BeLike '*minimum length 20, maximum age in days 9*'
            (Get-BkPasswordPolicy).MinimumLength | Should -Be 8
        }

        It 'Takes itself from the pipeline' {
            Set-BkPasswordPolicy -RequiredClasses 2
            $kept = Get-BkPasswordPolicy
            Set-BkPasswordPolicy -RequiredClasses 0
            ($kept | Set-BkPasswordPolicy -PassThru).RequiredClasses | Should -Be 2
        }

        It 'Refuses a password that it does not take' {
            Set-BkPasswordPolicy -RequiredClasses 4
            $failure = Get-Failure { New-BkUser strict -Password $first }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidPassword,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
        }

        It 'Is seen by everybody and changed by few' {
            Connect-TestUser $store.State looker Viewer
            (Get-BkPasswordPolicy).MinimumLength | Should -Be 8
            (Get-Failure { Set-BkPasswordPolicy -MinimumLength 9 }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }

    Context 'Connect-BkServer with a new password' {
        It 'Signs in with the old one and leaves the new one' {
            New-BkUser mover -Role Viewer -Password $first
            (Connect-BkServer $store.State -Credential (New-TestCredential mover) -NewPassword $second).Principal | Should -Be mover
            Get-BkUser mover | Should -Not -BeNullOrEmpty
            (Get-Failure { Connect-BkServer $store.State -Credential (New-TestCredential mover) }).FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
            (Connect-BkServer $store.State -Credential (New-TestCredential mover $second)).Principal | Should -Be mover
        }
    }

    Context 'Set-BkPassword' {
        It 'Leaves the session that the password was changed in' {
            New-BkUser stayer -Role Viewer -Password $first
            Connect-BkServer $store.State -Credential (New-TestCredential stayer)
            (Set-BkPassword -OldPassword $first -Password $second -PassThru).Name | Should -Be stayer
            (Get-BkUser stayer).Name | Should -Be stayer
        }
    }

    Context 'Unlock-BkUser' {
        It 'Ends the wait after failed sign-ins' {
            New-BkUser fumbler -Role Viewer -Password $first
            1..12 | ForEach-Object { $failure = Get-Failure { Connect-BkServer $store.State -Credential (New-TestCredential fumbler $second) } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'TooManyAttempts,*'
            $failure.Exception.RetryAfter | Should -BeOfType timespan
            $failure.ErrorDetails.RecommendedAction | Should -Match 'Unlock-BkUser'
            Unlock-BkUser fumbler -WhatIf
            (Unlock-BkUser fumbler -PassThru).Name | Should -Be fumbler
            (Connect-BkServer $store.State -Credential (New-TestCredential fumbler)).Principal | Should -Be fumbler
        }

        It 'Reports a user who is not there, and completes those who are' {
            (Get-Failure { Unlock-BkUser nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (TabExpansion2 'Unlock-BkUser root' 18).CompletionMatches.CompletionText | Should -Be root-admin
        }
    }

    Context 'Set-BkOneTimePassword' {
        BeforeAll {
            Connect-BkServer $store.State
            New-BkUser careful -Role Viewer -Password $first
        }

        BeforeEach {
            Set-BkOneTimePassword careful -Disable -ErrorAction Ignore
            Connect-BkServer $store.State -Credential (New-TestCredential careful)
        }

        It 'Hands secrets out as SecureStrings, and in the open with -AsPlainText only' {
            $made = Set-BkOneTimePassword -Password $first
            $made.Secret | Should -BeOfType securestring
            $made.Uri | Should -BeOfType securestring
            (Set-BkOneTimePassword -Password $first -AsPlainText).Uri | Should -BeLike 'otpauth://totp/BackupAccess:careful?secret=*'
            "$made" | Should -Be careful
        }

        It 'Asks for a code once the first was given, and takes it or a recovery code' {
            $made = Set-BkOneTimePassword -Password $first -AsPlainText
            $codes = Set-BkOneTimePassword -Code (Get-TestCode $made.Secret) -AsPlainText
            $codes.Code | Should -HaveCount 10
            $codes[0].Code | Should -Match '^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$'
            $failure = Get-Failure { Connect-BkServer $store.State -Credential (New-TestCredential careful) }
            $failure.FullyQualifiedErrorId | Should -BeLike 'OneTimePasswordRequired,*'
            $failure.CategoryInfo.Category | Should -Be AuthenticationError
            (Connect-BkServer $store.State -Credential (New-TestCredential careful) -OneTimePassword (Get-TestCode $made.Secret 1)).Principal | Should -Be careful
            (Connect-BkServer $store.State -Credential (New-TestCredential careful) -OneTimePassword (ConvertTo-TestSecret $codes[3].Code)).Principal | Should -Be careful
            (Set-BkOneTimePassword -NewRecoveryCodes -Password $first).Code | Should -HaveCount 10
            (Set-BkOneTimePassword -Disable -Password $first -PassThru).Name | Should -Be careful
            (Connect-BkServer $store.State -Credential (New-TestCredential careful)).Principal | Should -Be careful
        }

        It 'Needs the password' {
            (Get-Failure { Set-BkOneTimePassword -Password $second }).FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
            (Get-Failure { Set-BkOneTimePassword -NewRecoveryCodes -Password $first }).FullyQualifiedErrorId | Should -BeLike 'NoOneTimePassword,*'
        }

        It 'Completes users and its switches, and Connect-BkServer the code' {
            Connect-BkServer $store.State
            (TabExpansion2 'Set-BkOneTimePassword care' 26).CompletionMatches.CompletionText | Should -Be careful
            (TabExpansion2 'Set-BkOneTimePassword -Disable -User care' 41).CompletionMatches.CompletionText | Should -Be careful
            (TabExpansion2 'Set-BkOneTimePassword -New' 26).CompletionMatches.CompletionText | Should -Be '-NewRecoveryCodes'
            (TabExpansion2 'Connect-BkServer -One' 21).CompletionMatches.CompletionText | Should -Be '-OneTimePassword'
        }

        It 'Makes none with -WhatIf' {
            Set-BkOneTimePassword -Password $first -WhatIf | Should -BeNullOrEmpty
            (Get-Failure { Set-BkOneTimePassword -Code (ConvertTo-TestSecret '123456') }).FullyQualifiedErrorId | Should -BeLike 'NoOneTimePassword,*'
        }
    }

    Context 'Get-BkCredentialReport' {
        It 'Tells what a user has, in columns that a file takes' {
            New-BkUser kept -Role Viewer, Audit -Password $first
            $key = New-BkAccessKey kept
            $row = Get-BkCredentialReport kept
            $row.Roles | Should -Be 'Audit, Viewer'
            $row.AccessKey1Id | Should -Be $key.AccessKeyId
            $row.PasswordEnabled, $row.MfaActive, $row.Unused, $row.Old | Should -Be $true, $false, $false, $false
            $copy = $row | ConvertTo-Csv | ConvertFrom-Csv
            $copy.User | Should -Be kept
            $copy.PSObject.Properties.Value -like '*System.*' | Should -BeNullOrEmpty
        }

        It 'Takes patterns and objects, and reports a name that is not there' {
            (Get-BkCredentialReport 'kep*').User | Should -Be kept
            (Get-BkUser kept | Get-BkCredentialReport).User | Should -Be kept
            (Get-Failure { Get-BkCredentialReport nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkCredentialReport -UnusedDays 0 }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }

        It 'Completes users' {
            (TabExpansion2 'Get-BkCredentialReport kep' 26).CompletionMatches.CompletionText | Should -Be kept
        }

        It 'Is not for everybody' {
            Connect-TestUser $store.State looker Viewer
            (Get-Failure { Get-BkCredentialReport }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }
}
