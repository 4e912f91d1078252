Describe 'Access' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkUser jane -Role FullSupport
        New-BkUser joe
        Grant-BkConnectorAccess jane web01
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State }

    Context 'Get-BkRole' {
        It 'Lists the built-in roles' {
            (Get-BkRole).Name | Should -Contain Administrator
            (Get-BkRole *Support).Name | Sort-Object | Should -Be FullSupport, LimitedSupport, StandardSupport
        }

        It 'Lists the roles of users' {
            (Get-BkUser jane | Get-BkRole).Name | Should -Be FullSupport
            (Get-BkRole -User jane, root-admin).Name | Sort-Object | Should -Be Administrator, FullSupport
        }

        It 'Says whose a role is, and until when' {
            New-BkUser u1 -Role Viewer
            Grant-BkRole u1 Audit -Until 2999-01-01
            $held = Get-BkRole -User u1, jane
            $held | ForEach-Object { "$($_.User) $($_.Name) $($_.Until.Year)" } | Sort-Object | Should -Be 'jane FullSupport ', 'u1 Audit 2999', 'u1 Viewer '
            ((Get-BkUser u1).Assignments | Where-Object Name -EQ Audit).Until.Year | Should -Be 2999
            ($held | Where-Object User -EQ u1 | Revoke-BkRole -PassThru)[-1].Roles | Should -BeNullOrEmpty
        }

        It 'Tells a name that is not there from a pattern' {
            (Get-Failure { Get-BkRole NoSuchRole }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkRole -User nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkRole 'NoSuch*' -ErrorAction Stop | Should -BeNullOrEmpty
        }
    }

    Context 'Get-BkPermission and Get-BkOperation' {
        It 'List what a permission allows' { (Get-BkPermission LOCK).Operations | Should -Contain lockBackup }

        It 'List which permissions hold an operation' { (Get-BkOperation lockBackup).Permissions | Should -Contain LOCK }

        It 'List every operation that permissions name' {
            $known = (Get-BkOperation).Name
            (Get-BkPermission).Operations | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        }
    }

    Context 'Grant-BkRole and Revoke-BkRole' {
        It 'Give and take roles, from the pipeline too' {
            (Get-BkUser joe | Grant-BkRole -Role Viewer, LimitedSupport -PassThru)[-1].Roles | Sort-Object | Should -Be LimitedSupport, Viewer
            (Get-BkRole Viewer, LimitedSupport | Revoke-BkRole -User joe -PassThru)[-1].Roles | Should -BeNullOrEmpty
        }

        It 'Write each change, with what the user holds after it' {
            $changes = Grant-BkRole joe Viewer, Audit -PassThru
            $changes.Role | Should -Be Viewer, Audit
            $changes[1].Roles | Sort-Object | Should -Be Audit, Viewer
            Revoke-BkRole joe Viewer, Audit
        }

        It 'Give nothing with -WhatIf' {
            Grant-BkRole joe Viewer -WhatIf
            (Get-BkUser joe).Roles | Should -BeNullOrEmpty
        }

        It 'Report a role that is not there' { (Get-Failure { Grant-BkRole joe NoSuchRole }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*' }

        It 'Refuse a user without the right to' {
            Connect-TestUser $store.State jane FullSupport
            $failure = Get-Failure { Grant-BkRole joe Viewer }
            $failure.FullyQualifiedErrorId | Should -Match '^(AccessDenied|NotFound),'
        }
    }

    Context 'Test-BkAccess' {
        It 'Allows what one role holds and reaches' {
            $decision = Test-BkAccess -User jane -Operation restoreToFolder -Account web01/alice
            $decision.Allowed | Should -BeTrue
            $decision.Role | Should -Be FullSupport
            $decision.Target | Should -Be web01/alice
        }

        It 'Says what a role lacks' {
            $decision = Test-BkAccess lockBackup -User jane -Connector web01
            $decision.Allowed | Should -BeFalse
            $decision.Reasons.Role | Should -Be FullSupport
            "$($decision.Reasons)" | Should -BeLike '*lockBackup*'
        }

        It 'Is a bool with -Quiet' {
            Test-BkAccess restoreToFolder -User jane -Account alice -Quiet | Should -BeTrue
            Test-BkAccess lockBackup -User jane -Connector web01 -Quiet | Should -BeFalse
        }

        It 'Asks about oneself without -User' {
            Connect-TestUser $store.State jane FullSupport
            (Test-BkAccess lockBackup -Connector web01).User | Should -Be jane
        }

        It 'Answers for each operation and target' {
            (Get-BkAccount | Test-BkAccess backupAccount, restoreKeep -User jane).Count | Should -Be 6
            (Get-BkOperation *lockBackup | Test-BkAccess -User jane -Connector web01).Operation | Should -Be lockBackup, unlockBackup
        }

        It 'Answers as the act itself goes' {
            Connect-TestUser $store.State jane FullSupport
            Test-BkAccess backupAccount -Account alice -Quiet | Should -BeFalse
            (Get-Failure { Backup-BkAccount alice }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }

    Context 'Test-BkAccess and what it is asked about' {
        It 'Has no answer without the target that it depends on, and names it' {
            $failure = Get-Failure { Test-BkAccess setPassword -User jane }
            $failure.FullyQualifiedErrorId | Should -BeLike 'TargetRequired,*'
            "$failure" | Should -Be '"setPassword" is decided on a user, and none is named.'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-TargetUser*'
            (Get-Failure { Get-BkAccess -Operation lockBackup }).FullyQualifiedErrorId | Should -BeLike 'TargetRequired,*'
            (Get-Failure { Test-BkAccess lockBackup -Account alice -TargetUser jane }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }

        It 'Asks about a user, a thing and a user, a storage, and a setting' {
            Test-BkAccess setPassword -User jane -TargetUser joe -Quiet | Should -BeFalse
            (Test-BkAccess setPassword -User root-admin -TargetUser jane, joe).Target | Should -Be jane, joe
            (Test-BkAccess grantConnector -User root-admin -Connector web01 -TargetUser joe).Target | Should -Be 'joe on web01'
            Test-BkAccess removeStorage -User root-admin -Storage default -Quiet | Should -BeTrue
            (Test-BkAccess updateSetting -User jane -Setting selfKeys).Target | Should -Be selfKeys
            (Get-BkAccess -Operation setPassword -TargetUser jane).User | Should -Be root-admin
            (Get-BkAccess -Operation updateSetting -Setting selfKeys).User | Should -Be root-admin
            (Get-Failure { Test-BkAccess approveRequest -TargetApproval ([guid]::NewGuid()) }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Test-BkAccess and what would be' {
        It 'Names a smallest change that would do' {
            $change = (Test-BkAccess lockBackup -User jane -Connector web01).SmallestChange
            $change | Should -Match '^assigning role (\w+)$'
            Test-BkAccess lockBackup -User jane -Connector web01 -WithRole ($change -split ' ')[-1] -Quiet | Should -BeTrue
        }

        It 'Assumes roles and grants without giving them' {
            $decision = Test-BkAccess lockBackup -User jane -Account web01/alice -WithRole BackupAdministrator
            $decision.Allowed | Should -BeTrue
            $decision.Assuming | Should -Be 'role BackupAdministrator'
            (Get-BkConnector web01 | ForEach-Object { Test-BkAccess restoreKeep -User joe -Account web01/alice -WithRole FullSupport -WithGrant $_ }).Allowed | Should -BeTrue
            (Get-BkUser jane).Roles | Should -Be FullSupport
            Test-BkAccess lockBackup -User jane -Account web01/alice -Quiet | Should -BeFalse
        }

        It 'Reports what is not there' {
            (Get-Failure { Test-BkAccess lockBackup -Connector web01 -WithRole NoSuchRole }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Test-BkAccess lockBackup -Profile nosuch }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Get-BkAccess' {
        It 'Lists what a user may do, object by object' {
            $rows = Get-BkAccess jane
            $rows.User | Select-Object -Unique | Should -Be jane
            ($rows | Where-Object Operation -EQ restoreKeep).Target | Should -Contain web01/alice
            $rows.Operation | Should -Not -Contain lockBackup
            (Get-BkUser jane | Get-BkAccess).Count | Should -Be $rows.Count
            (Get-BkAccess jane -WithRole BackupAdministrator).Operation | Should -Contain lockBackup
        }

        It 'Lists who may do something, with the role' {
            $rows = Get-BkAccess -Operation restoreKeep -Account web01/alice
            "$($rows | ForEach-Object { "$($_.User) $($_.Role)" } | Sort-Object)" | Should -Be 'jane FullSupport root-admin Administrator'
            (Get-BkAccount alice | Get-BkAccess -Operation restoreKeep).User | Sort-Object | Should -Be jane, root-admin
            (Get-BkAccess -Operation createUser).User | Should -Be root-admin
            (Get-BkOperation createUser, createRole | Get-BkAccess).Operation | Should -Be createRole, createUser
            (Get-BkConnector web01 | Get-BkAccess -Operation (Get-BkOperation lockBackup)).User | Should -Be root-admin
        }

        It 'Lists what a user has not used' {
            Connect-TestUser $store.State jane FullSupport
            $null = Get-BkAccess -UnusedFor 90
            Connect-BkServer $store.State
            $rows = Get-BkAccess jane -UnusedFor 90
            $rows.Operation | Should -Contain restoreOverwrite
            $rows.Operation | Should -Not -Contain listBackups
            $rows[0].Roles | Should -Be FullSupport
        }

        It 'Tells of oneself, and of nobody else without the right to' {
            Connect-TestUser $store.State jane FullSupport
            (Get-BkAccess).User | Select-Object -Unique | Should -Be jane
            (Get-Failure { Get-BkAccess root-admin }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkAccess -Operation lockBackup }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }
    }
}
