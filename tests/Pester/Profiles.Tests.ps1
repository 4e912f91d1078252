Describe 'Profiles' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkUser jane -Role Operator
        New-BkUser joe -Role Viewer
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach {
        Connect-BkServer $store.State
        $name = "p$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    }

    Context 'New-BkProfile, Get-BkProfile and Remove-BkProfile' {
        It 'Make, list and remove a profile and its folder' {
            $made = New-BkProfile $name
            $made.Folder | Should -Exist
            (Get-BkProfile $name).Id | Should -Be $made.Id
            (Get-BkProfile "$($made.Id)").Name | Should -Be $name
            Get-BkProfile $name | Remove-BkProfile -Confirm:$false
            $made.Folder | Should -Not -Exist
            (Get-Failure { Get-BkProfile $name }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkProfile "$name*" -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Refuse a name that is no folder''s, and one that is taken' {
            (Get-Failure { New-BkProfile '../x' }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
            New-BkProfile $name | Out-Null
            (Get-Failure { New-BkProfile $name.ToUpperInvariant() }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
        }

        It 'Keep a profile with files in its folder' {
            $made = New-BkProfile $name
            Set-Content "$($made.Folder)/nightly.yaml" x
            (Get-Failure { Remove-BkProfile $name -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'ProfileNotEmpty,*'
            "$($made.Folder)/nightly.yaml" | Should -Exist
        }

        It 'Change nothing with -WhatIf' {
            New-BkProfile $name -WhatIf
            Get-BkProfile "$name*" | Should -BeNullOrEmpty
        }
    }

    Context 'Grant-BkProfileAccess, Get-BkProfileAccess and Revoke-BkProfileAccess' {
        It 'Assign, list and take, from the pipeline too' {
            New-BkProfile $name | Grant-BkProfileAccess -User jane, joe -Until 2999-01-01
            $grants = Get-BkProfile $name | Get-BkProfileAccess
            $grants | ForEach-Object { "$($_.User) $($_.Until.Year) $($_.InEffect)" } | Should -Be 'jane 2999 True', 'joe 2999 True'
            (Get-BkUser joe | Get-BkProfileAccess).Profile | Should -Contain $name
            $grants | Where-Object User -EQ joe | Revoke-BkProfileAccess
            (Revoke-BkProfileAccess jane $name -PassThru).InEffect | Should -BeFalse
            Get-BkProfileAccess -Profile $name | Should -BeNullOrEmpty
            (Get-Failure { Revoke-BkProfileAccess jane $name }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Take a profile without its type' {
            New-BkProfile $name | Select-Object Id, Name | Grant-BkProfileAccess -User joe
            ([pscustomobject]@{ User = 'joe'; Profile = $name } | Revoke-BkProfileAccess -PassThru).Profile | Should -Be $name
        }

        It 'Tell a name that is not there from a pattern' {
            (Get-Failure { Get-BkProfileAccess -Profile nowhere }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkProfileAccess nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkProfileAccess 'nob*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Give a creator with an assigned reach the profile, and others nothing' {
            Connect-TestUser $store.State operator Operator
            New-BkProfile $name | Out-Null
            (Get-BkProfile).Name | Should -Be $name
            Connect-TestUser $store.State other Operator
            Get-BkProfile | Should -BeNullOrEmpty
            (Get-Failure { Remove-BkProfile $name -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Grant-BkProfileAccess jane $name }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    It 'Completes names' {
        New-BkProfile "$name-x" | Out-Null
        (TabExpansion2 "Remove-BkProfile $name").CompletionMatches.CompletionText | Should -Be "$name-x"
    }
}
