Describe 'Roles, permissions and operations' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkUser jane -Role FullSupport
        New-BkUser joe
        Grant-BkConnectorAccess jane web01
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach {
        Connect-BkServer $store.State
        $name = "T$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    }

    Context 'New-BkRole, Set-BkRole and Remove-BkRole' {
        It 'Declare, change and remove a role' {
            $made = New-BkRole $name VIEWER, BROWSE -Connectors Granted -Accounts ByConnector
            "$($made.Permissions) $($made.Connectors) $($made.Profiles) $($made.Accounts) $($made.BuiltIn)" | Should -Be 'VIEWER BROWSE Granted None ByConnector False'
            (Set-BkRole $name -Connectors All -PassThru).Connectors | Should -Be All
            (Get-BkRole $name | Set-BkRole -Permission LOCK -PassThru).Permissions | Should -Be LOCK
            Set-BkRole $name -Profiles Assigned | Should -BeNullOrEmpty
            Get-BkRole $name | Remove-BkRole -Confirm:$false | Should -BeNullOrEmpty
            (Get-Failure { Get-BkRole $name }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Make a role like another' {
            $made = Get-BkRole FullSupport | New-BkRole -Name $name -Connectors All
            $made.Permissions | Should -Be (Get-BkRole FullSupport).Permissions
            "$($made.Name) $($made.Connectors) $($made.Accounts)" | Should -Be "$name All ByConnector"
        }

        It 'Make roles from rows that say what they are' {
            "Name,Permission,Connectors,Accounts`n$name,VIEWER,Granted,ByConnector" | ConvertFrom-Csv | New-BkRole | ForEach-Object Connectors | Should -Be Granted
        }

        It 'Keep a role that is assigned, unless it is to be taken' {
            New-BkRole $name VIEWER | Out-Null
            Grant-BkRole joe $name
            $failure = Get-Failure { Remove-BkRole $name -Confirm:$false }
            $failure.FullyQualifiedErrorId | Should -BeLike 'RoleInUse,*'
            $failure.Exception.Message | Should -BeLike '*joe*'
            Remove-BkRole $name -Unassign -Confirm:$false
            (Get-BkUser joe).Roles | Should -Not -Contain $name
        }

        It 'Change nothing with -WhatIf' {
            New-BkRole $name -WhatIf
            Get-BkRole "$name*" | Should -BeNullOrEmpty
            Get-WhatIf { Remove-BkRole Viewer -Unassign } | Should -BeLike '*Take role from everybody and remove it*Viewer*'
        }

        It 'Refuse what is built in: <Act>' -ForEach @(
            @{ Act = { New-BkRole administrator } }
            @{ Act = { Set-BkRole Viewer -Permission LOCK } }
            @{ Act = { Remove-BkRole Viewer -Confirm:$false } }
            @{ Act = { Grant-BkPermission Viewer LOCK } }
            @{ Act = { Revoke-BkPermission Viewer VIEWER } }
            @{ Act = { New-BkPermission lock lockBackup } }
            @{ Act = { Set-BkPermission LOCK -Description x } }
            @{ Act = { Remove-BkPermission LOCK -Confirm:$false } }
            @{ Act = { New-BkPermission MINE changeOwnPassword } }
        ) {
            (Get-Failure $Act).FullyQualifiedErrorId | Should -BeLike 'BuiltIn,*'
        }

        It 'Need something to change' { (Get-Failure { Set-BkRole Viewer }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*' }
    }

    Context 'Permissions' {
        It 'Are declared, changed and removed' {
            (New-BkPermission $name listBackups, GETBACKUP -Description 'To look.').Operations | Should -Be getBackup, listBackups
            (Set-BkPermission $name getBackup -PassThru).Description | Should -Be 'To look.'
            (Set-BkPermission $name -Description $null -PassThru).Description | Should -BeNullOrEmpty
            (Get-BkPermission $name).Operations | Should -Be getBackup
            Remove-BkPermission $name -Confirm:$false
            (Get-Failure { Get-BkPermission $name }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Are made of another, or of operations from the pipeline' {
            (Get-BkPermission LOCK | New-BkPermission -Name $name).Operations | Should -Be lockBackup, unlockBackup
        }

        It 'Are put into roles and taken out, from the pipeline too' {
            New-BkRole $name | Out-Null
            (Grant-BkPermission $name VIEWER, LOCK -PassThru).Permissions | Should -Be VIEWER, LOCK
            (Get-BkPermission BROWSE | Grant-BkPermission -Role $name -PassThru).Permissions | Should -Contain BROWSE
            (Get-BkRole $name | Revoke-BkPermission -Permission VIEWER, LOCK -PassThru).Permissions | Should -Be BROWSE
            (Get-Failure { Revoke-BkPermission $name LOCK }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Are put into a role until a time' {
            New-BkRole $name VIEWER | Out-Null
            $end = [DateTimeOffset]::Now.AddHours(2)
            $role = Grant-BkPermission $name LOCK -Until $end -PassThru
            $role.Permissions | Should -Be VIEWER, LOCK
            $role.Ends.Permission | Should -Be LOCK
            ($role.Ends.Until - $end).Duration() | Should -BeLessThan ([timespan]::FromSeconds(1))
            Get-BkRole $name | Out-String | Should -Match 'LOCK \(until\s+\d{4}-\d\d-\d\d'
            Grant-BkRole jane $name
            Get-BkRole -User jane | Out-String -Width 140 | Should -Match 'LOCK\s+\(until'
            (Get-Failure { Grant-BkPermission $name BROWSE -Until ([DateTimeOffset]::Now.AddHours(-1)) }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Grant-BkPermission $name LOCK -PassThru).Ends | Should -BeNullOrEmpty
            Revoke-BkRole jane $name
        }

        It 'Stay while a role names them' {
            New-BkPermission $name getBackup | Out-Null
            New-BkRole $name $name | Out-Null
            $failure = Get-Failure { Remove-BkPermission $name -Confirm:$false }
            $failure.FullyQualifiedErrorId | Should -BeLike 'PermissionInUse,*'
            Get-BkRole -Permission $name | Where-Object BuiltIn -EQ $false | Revoke-BkPermission -Permission $name
            Remove-BkPermission $name -Confirm:$false
        }
    }

    Context 'Relations, both ways' {
        It 'Lists users by role' {
            (Get-BkUser -Role FullSupport).Name | Should -Be jane
            (Get-BkUser -Role masteradministrator).Name | Should -Be root-admin
            (Get-BkUser j* -Role *Support).Name | Should -Be jane
            (Get-Failure { Get-BkUser -Role NoSuchRole }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkUser -Role 'NoSuch*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Lists roles by permission' {
            (Get-BkRole -Permission KEY_EXPORT).Name | Should -Be Administrator
            (Get-BkRole -Permission RESTORE*).Name | Should -Contain LimitedSupport
            (Get-Failure { Get-BkRole -Permission NOTHING }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Lists users by permission and by operation' {
            (Get-BkUser -Permission download).Name | Should -Be jane, root-admin
            (Get-BkUser -Permission KEY_*).Name | Should -Be root-admin
            (Get-BkUser -Operation restoreToFolder).Name | Should -Be jane, root-admin
            (Get-BkUser -Operation createUser, updateUser).Name | Should -Be root-admin
            (Get-Failure { Get-BkUser -Permission NOTHING }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkUser -Operation nothing }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkUser -Permission 'NOTHING*' -ErrorAction Stop | Should -BeNullOrEmpty
            Get-BkUser -Operation changeOwnPassword -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Lists roles by operation' {
            (Get-BkRole -Operation exportEncryptionKey).Name | Should -Be Administrator
            (Get-BkRole -Operation restoreK*).Name | Should -Contain LimitedSupport
            (Get-BkRole -Operation restoreOverwrite).Name | Should -Not -Contain LimitedSupport
            (Get-Failure { Get-BkRole -Operation nothing }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Lists permissions by role, operation and user' {
            (Get-BkPermission -Role FullSupport).Name | Sort-Object | Should -Be BROWSE, DOWNLOAD, RESTORE, VIEWER
            (Get-BkPermission -Operation lockBackup).Name | Should -Contain LOCK
            (Get-BkPermission -Operation lockBackup).Name | Should -Not -Contain VIEWER
            (Get-BkPermission -User jane).Name | Sort-Object | Should -Be BROWSE, DOWNLOAD, RESTORE, VIEWER
            (Get-BkUser jane | Get-BkPermission).Name | Should -HaveCount 4
            (Get-Failure { Get-BkPermission -Role NoSuchRole }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Lists operations by permission, role and user' {
            (Get-BkOperation -Permission LOCK).Name | Should -Be lockBackup, unlockBackup
            (Get-BkOperation -Role LimitedSupport).Name | Should -Contain restoreKeep
            (Get-BkOperation -Role LimitedSupport).Name | Should -Not -Contain restoreOverwrite
            (Get-BkUser jane | Get-BkOperation).Name | Should -Contain restoreOverwrite
            (Get-Failure { Get-BkOperation -User nobody }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Follows what comes down the pipeline' {
            (Get-BkRole LimitedSupport | Get-BkPermission).Name | Sort-Object | Should -Be BROWSE, RESTORE_KEEP, VIEWER
            (Get-BkPermission KEY_EXPORT | Get-BkRole).Name | Should -Be Administrator
            (Get-BkPermission LOCK | Get-BkOperation).Name | Should -Be lockBackup, unlockBackup
            (Get-BkRole LimitedSupport | Get-BkOperation).Name | Should -Contain restoreKeep
            (Get-BkOperation lockBackup | Get-BkPermission).Name | Should -Contain LOCK
            (Get-BkRole FullSupport | Get-BkUser).Name | Should -Be jane
            (Get-BkPermission DOWNLOAD | Get-BkUser).Name | Should -Be jane, root-admin
            (Get-BkOperation restoreToFolder | Get-BkUser).Name | Should -Be jane, root-admin
            (Get-BkOperation exportEncryptionKey | Get-BkRole).Name | Should -Be Administrator
            'jane' | Get-BkUser | ForEach-Object Name | Should -Be jane
            'LimitedSupport' | Get-BkRole | ForEach-Object Name | Should -Be LimitedSupport
        }

        It 'Shows a user without RBAC_VIEW none of it' {
            Connect-TestUser $store.State viewer Viewer
            (Get-Failure { Get-BkRole -Permission LOCK }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            (Get-Failure { Get-BkUser -Operation lockBackup }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            (Get-Failure { Get-BkRole -Operation lockBackup }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            (Get-Failure { Get-BkPermission -User viewer }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            (Get-BkUser -Role Viewer).Name | Should -Be viewer
        }
    }

    Context 'Grants through role changes' {
        BeforeEach {
            New-BkUser $name | Out-Null
            Grant-BkConnectorAccess $name web01
        }

        It 'Warn of grants that come back, and name them' {
            $change = Grant-BkRole $name Viewer -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -BeLike "*$name*in effect again: web01.*"
            "$($change.User) $($change.Role) $($change.GrantsRestored)" | Should -Be "$name Viewer web01"
            (Get-BkAuditEvent -Operation assignRole | Select-Object -First 1).Reason | Should -Be 'Viewer; grants in effect again: web01'
        }

        It 'Say nothing where none do' {
            Grant-BkRole $name Viewer -WarningAction SilentlyContinue
            Grant-BkRole $name FullSupport -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            (Revoke-BkRole $name Viewer, FullSupport -PassThru)[1].GrantsCeased | Should -Be web01
        }

        It 'Drop them with -ClearGrants' {
            $change = Grant-BkRole $name Viewer -ClearGrants -PassThru -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            $change.GrantsDropped | Should -Be web01
            Get-BkConnectorAccess $name | Should -BeNullOrEmpty
        }

        It 'Are named, or dropped, where a role itself comes to have a granted reach' {
            New-BkRole "$name-desk" VIEWER | Grant-BkRole -User $name
            $role = Set-BkRole "$name-desk" -Connectors Granted -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Be "Grants are in effect again by the role `"$name-desk`": $name (web01)."
            "$($role.GrantsRestored)" | Should -Be "$name (web01)"
            $role.Connectors | Should -Be Granted
            Set-BkRole "$name-desk" -Connectors None
            $role = Set-BkRole "$name-desk" -Connectors Granted -ClearGrants -PassThru -WarningVariable none
            $none | Should -BeNullOrEmpty
            "$($role.GrantsDropped)" | Should -Be "$name (web01)"
            Get-BkConnectorAccess $name | Should -BeNullOrEmpty
        }

        It 'Give a change to what comes after it' {
            (Grant-BkRole $name Viewer -PassThru -WarningAction SilentlyContinue | Revoke-BkRole -PassThru).Assigned | Should -BeFalse
        }
    }
}
