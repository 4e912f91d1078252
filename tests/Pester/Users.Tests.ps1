Describe 'Users' {
    BeforeAll { . $PSScriptRoot/TestStore.ps1; $store = New-TestStore }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'New-BkUser' {
        It 'Creates a user with roles' {
            $user = New-BkUser jane -Role FullSupport, Viewer -NoConsoleAccess
            $user.Roles | Should -Be 'FullSupport', 'Viewer'
            $user.ConsoleAccess | Should -BeFalse
            $user.HasPassword | Should -BeFalse
        }

        It 'Takes users from a file by the names of its columns' {
            "Name,Role,Until`nfile1,Viewer,2999-01-01`nfile2,FullSupport," | ConvertFrom-Csv |
                Select-Object Name, Role, @{ n = 'Until'; e = { if ($_.Until) { [DateTimeOffset] $_.Until } } } |
                New-BkUser | ForEach-Object Name | Should -Be file1, file2
            (Get-BkUser file1).Until.Year | Should -Be 2999
        }

        It 'Goes on after a name that is taken' {
            $made = 'jane', 'joe' | New-BkUser -ErrorVariable failures -ErrorAction SilentlyContinue
            $made.Name | Should -Be joe
            $failures.FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
            $failures.CategoryInfo.Category | Should -Be ResourceExists
            $failures.TargetObject | Should -Be jane
        }

        It 'Refuses a malformed name' {
            (Get-Failure { New-BkUser 'no/slash' }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        }

        It 'Creates nobody with -WhatIf' {
            New-BkUser ghost -WhatIf
            Get-BkUser gho* | Should -BeNullOrEmpty
        }
    }

    Context 'Get-BkUser' {
        It 'Reports a name that is not there, and lists the others' {
            $found = Get-BkUser root-admin, nobody, jane -ErrorVariable failures -ErrorAction SilentlyContinue
            $found.Name | Sort-Object | Should -Be jane, root-admin
            $failures.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            $failures.CategoryInfo.Category | Should -Be ObjectNotFound
            $failures.TargetObject | Should -Be nobody
        }

        It 'Lists nothing for a pattern that matches nothing' { Get-BkUser 'zz*' -ErrorAction Stop | Should -BeNullOrEmpty }

        It 'Takes patterns and arrays' { (Get-BkUser 'j*', root-admin).Name | Sort-Object | Should -Be jane, joe, root-admin }
    }

    Context 'Changing users' {
        It 'Writes the user with -PassThru only' {
            Disable-BkUser jane | Should -BeNullOrEmpty
            (Enable-BkUser jane -PassThru).Enabled | Should -BeTrue
        }

        It 'Disables by object, by name and by array' {
            'jane', 'joe' | Disable-BkUser
            (Get-BkUser jane, joe).Enabled | Should -Be $false, $false
            Get-BkUser jane, joe | Enable-BkUser
            (Get-BkUser jane, joe).Enabled | Should -Be $true, $true
        }

        It 'Sets and removes an end date' {
            (Set-BkUser jane -Until 2999-12-31 -PassThru).Until.Year | Should -Be 2999
            (Set-BkUser jane -Until $null -PassThru).Until | Should -BeNullOrEmpty
        }

        It 'Switches console access' {
            (Set-BkConsoleAccess jane $true -PassThru).ConsoleAccess | Should -BeTrue
            (Set-BkConsoleAccess -User jane -Enabled $false -PassThru).ConsoleAccess | Should -BeFalse
        }

        It 'Sets and removes a password' {
            (Set-BkPassword jane -Password (ConvertTo-TestSecret 'correct horse battery') -PassThru).HasPassword | Should -BeTrue
            (Set-BkPassword jane -NoPassword -PassThru).HasPassword | Should -BeFalse
        }

        It 'Changes nothing with -WhatIf' {
            Disable-BkUser jane -WhatIf
            Set-BkUser jane -Until 2999-12-31 -WhatIf
            Remove-BkUser jane -WhatIf
            $jane = Get-BkUser jane
            $jane.Enabled | Should -BeTrue
            $jane.Until | Should -BeNullOrEmpty
        }

        It 'Refuses to remove the last administrator' {
            Set-BkPassword root-admin -Password (ConvertTo-TestSecret 'correct horse battery')
            (Get-Failure { Remove-BkUser root-admin -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'LastAdministrator,*'
        }

        It 'Removes a user' {
            New-BkUser gone
            (Remove-BkUser gone -Confirm:$false -PassThru).Name | Should -Be gone
            (Get-Failure { Get-BkUser gone }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Set-BkPassword for oneself' {
        It 'Takes the old password' {
            New-BkUser self -Role Viewer -Password (ConvertTo-TestSecret 'correct horse battery')
            Connect-BkServer $store.State -Credential ([pscredential]::new('self', (ConvertTo-TestSecret 'correct horse battery')))
            (Get-Failure { Set-BkPassword -OldPassword (ConvertTo-TestSecret 'wrong') -Password (ConvertTo-TestSecret 'staple battery horse') }).FullyQualifiedErrorId |
                Should -BeLike 'SignInFailed,*'
        }
    }
}
