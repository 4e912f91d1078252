Describe 'Approvals' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        Backup-BkAccount alice, bob | Out-Null
        $root = New-BkAccessKey root-admin
        New-BkUser oper -Role Operator | Out-Null
        Grant-BkConnectorAccess oper web01
        $oper = New-BkAccessKey oper
        New-BkUser boss -Role Administrator | Out-Null
        $boss = New-BkAccessKey boss
        Set-BkSetting approval.operations deleteBackup, lockBackup, grantConnector, createRole -WarningVariable warned -WarningAction SilentlyContinue
        function As($Key) { $Key | Connect-BkServer $store.State | Out-Null }
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    Context 'Operations that destroy backups' {
        It 'Warns of those that need no approval beside one that does' {
            "$warned" | Should -Be 'Backups can still be destroyed without an approval: by adoptCopy, applyRetention, assignPolicy, detachPolicy, repairRepository, resetEncryptionKey, updatePolicy.'
            (Get-BkOperation | Where-Object DestroysBackups).Name | Should -Be adoptCopy, applyRetention, assignPolicy, deleteBackup, detachPolicy, repairRepository, resetEncryptionKey, updatePolicy
        }

        It 'Warns of nothing where all need one, or none' {
            Connect-BkServer $store.State | Out-Null
            $other = New-TestStore
            New-BkAccessKey root-admin | Out-Null
            New-BkUser boss -Role Administrator | Out-Null
            New-BkAccessKey boss | Out-Null
            Set-BkSetting approval.operations lockBackup -WarningVariable none
            $none | Should -BeNullOrEmpty
            Remove-Item $other.Root -Recurse -Force
            $other = New-TestStore
            New-BkAccessKey root-admin | Out-Null
            New-BkUser boss -Role Administrator | Out-Null
            New-BkAccessKey boss | Out-Null
            Set-BkSetting approval.operations deleteBackup, applyRetention, repairRepository, adoptCopy, resetEncryptionKey, assignPolicy, detachPolicy, updatePolicy -WarningVariable all
            $all | Should -BeNullOrEmpty
            Remove-Item $other.Root -Recurse -Force
        }
    }

    Context 'A deletion' {
        It 'Fails with the id of a request, and says how to go on' {
            As $oper
            $failure = Get-Failure { Get-BkBackup alice | Remove-BkBackup -Confirm:$false }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ApprovalRequired,*'
            $id = $failure.Exception.Approvals
            $id | Should -BeOfType guid
            "$failure" | Should -BeLike "*$id*"
            $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Approve-BkApproval $id*-Approval $id*"
            $failure.TargetObject.ToString() | Should -BeLike 'web01/alice*'
            Get-BkBackup alice | Should -HaveCount 1
        }

        It 'Is not approved by its requester, nor by the local principal' {
            As $oper
            $id = (Get-BkApproval -State Pending).Id
            (Get-Failure { Approve-BkApproval $id -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            (Get-Failure { Get-BkBackup alice | Remove-BkBackup -Confirm:$false -Approval $id }).FullyQualifiedErrorId | Should -BeLike 'ApprovalPending,*'
            Connect-BkServer $store.State | Out-Null
            (Get-Failure { Approve-BkApproval $id -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        }

        It 'Is run once when another person has approved it' {
            As $boss
            $approved = Get-BkApproval -State Pending -User oper -Operation delete* | Approve-BkApproval -Confirm:$false -PassThru
            $approved.State | Should -Be Approved
            $approved.DecidedBy | Should -Be boss
            As $oper
            $backup = Get-BkBackup alice
            (Get-Failure { Get-BkBackup bob | Remove-BkBackup -Confirm:$false -Approval $approved.Id }).FullyQualifiedErrorId | Should -BeLike 'ApprovalMismatch,*'
            Remove-BkBackup $backup.Id -Confirm:$false -Approval $approved
            Get-BkBackup alice | Should -BeNullOrEmpty
            (Get-BkApproval $approved.Id).State | Should -Be Used
            As $boss
            (Get-BkAuditEvent -Object $approved.Id).Operation | Should -Be useApproval, approveRequest, approveRequest, approveRequest, requestApproval
        }

        It 'Is approved for one run only' {
            As $oper
            $lock = { Get-BkBackup bob | Lock-BkBackup -Approval $id }
            $id = (Get-Failure { Get-BkBackup bob | Lock-BkBackup }).Exception.Approvals[0]
            As $boss
            Approve-BkApproval $id -Confirm:$false
            As $oper
            & $lock
            Get-BkBackup bob | Unlock-BkBackup
            (Get-Failure $lock).FullyQualifiedErrorId | Should -BeLike 'ApprovalUsed,*'
        }
    }

    Context 'Requests' {
        It 'Are denied with a reason' {
            As $oper
            $id = (Get-Failure { Get-BkBackup bob | Lock-BkBackup -Reason denied }).Exception.Approvals[0]
            As $boss
            Deny-BkApproval $id 'not today'
            As $oper
            (Get-BkApproval $id).Reason | Should -Be 'not today'
            (Get-Failure { Get-BkBackup bob | Lock-BkBackup -Reason denied -Approval $id }).FullyQualifiedErrorId | Should -BeLike 'ApprovalDenied,*'
        }

        It 'For a role are run with its cmdlet' {
            As $root
            $id = (Get-Failure { New-BkRole Desk VIEWER }).Exception.Approvals[0]
            As $boss
            Approve-BkApproval $id -Confirm:$false
            As $root
            (New-BkRole Desk VIEWER -Approval $id).Permissions | Should -Be VIEWER
        }

        It 'Are taken back by who made them, from the pipeline and without their type' {
            As $oper
            $null = Get-Failure { Get-BkBackup bob | Lock-BkBackup -Reason mine }
            Get-BkApproval -State Pending | Select-Object * | Deny-BkApproval -WhatIf
            (Get-BkApproval -State Pending).Parameters | Should -Contain 'reason: mine'
            Get-BkApproval -State Pending | ConvertTo-Json | ConvertFrom-Json | Deny-BkApproval
            Get-BkApproval -State Pending | Should -BeNullOrEmpty
        }

        It 'That are not there are errors, and patterns that match none are not' {
            As $oper
            (Get-Failure { Get-BkApproval ([guid]::NewGuid()) }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            Get-BkApproval -Operation 'no*' -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'Are shown as a table and complete' {
            As $oper
            $id = (Get-Failure { Get-BkBackup bob | Lock-BkBackup -Reason shown }).Exception.Approvals[0]
            (Get-BkApproval $id | Out-String) | Should -Match 'Pending +oper +lockBackup +web01/bob'
            (TabExpansion2 'Get-BkApproval ' 15).CompletionMatches.CompletionText | Should -Contain "$id"
            (TabExpansion2 'Remove-BkBackup x -Approval ' 28).CompletionMatches.CompletionText | Should -Contain "$id"
        }
    }

    Context 'Import-BkState' {
        It 'Asks for all approvals at once, and runs with them' {
            New-Item "$($store.Root)/state.yaml" -Force -Value @'
apiVersion: backupaccess/v1
kind: State
users:
  - { name: jane, roles: [FullSupport] }
  - { name: joe, roles: [FullSupport] }
grants:
  - { user: jane, connectors: [web01] }
  - { user: joe, connectors: [web01] }
'@ | Out-Null
            As $root
            $failure = Get-Failure { Import-BkState "$($store.Root)/state.yaml" }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ApprovalRequired,*'
            $failure.Exception.Approvals | Should -HaveCount 2
            Get-BkUser j* | Should -BeNullOrEmpty
            Connect-BkServer $store.State | Out-Null
            New-BkUser auditor -Role Administrator | Out-Null
            $auditor = New-BkAccessKey auditor
            As $auditor
            Get-BkApproval $failure.Exception.Approvals | Approve-BkApproval -Confirm:$false
            As $root
            Import-BkState "$($store.Root)/state.yaml" -Approval $failure.Exception.Approvals | Should -HaveCount 4
            (Get-BkConnectorAccess -User j*).User | Should -Be jane, joe
        }
    }

    Context 'Settings' {
        BeforeEach { As $root }

        It 'Have typed values' {
            (Get-BkSetting selfKeys).Value | Should -BeOfType bool
            (Get-BkSetting lock.ownerMaximum).Value | Should -BeOfType int
            , (Get-BkSetting approval.operations).Value | Should -BeOfType string[]
            (Set-BkSetting selfKeys $true -PassThru).Value | Should -BeTrue
            (Set-BkSetting lock.ownerMaximum 3 -PassThru).Value | Should -Be 3
            (Set-BkSetting connectorRoots /srv/one, /srv/two -PassThru).Value | Should -Be /srv/one, /srv/two
            (Set-BkSetting connectorRoots @() -PassThru).Value | Should -BeNullOrEmpty
            (Get-BkSetting lock.* | Where-Object ChangedBy).ChangedBy | Should -Be root-admin
            (Set-BkSetting lock.ownerMaximum -Default -PassThru).ChangedBy | Should -BeNullOrEmpty
        }

        It 'Of approvals need an approval themselves' {
            (Get-Failure { Set-BkSetting approval.operations @() }).FullyQualifiedErrorId | Should -BeLike 'ApprovalRequired,*'
            (Get-Failure { Set-BkSetting approval.quietDays 1 }).FullyQualifiedErrorId | Should -BeLike 'ApprovalRequired,*'
            (Get-BkSetting approval.operations).Value | Should -HaveCount 4
        }

        It 'Say what is wrong' {
            (Get-Failure { Set-BkSetting noSuch 1 }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Set-BkSetting lock.ownerMaximum -1 }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { Get-BkSetting noSuch }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Complete' {
            (TabExpansion2 'Set-BkSetting approval.o' 24).CompletionMatches.CompletionText | Should -Be approval.operations
            $offered = (TabExpansion2 'Set-BkSetting approval.operations ' 34).CompletionMatches.CompletionText
            $offered | Should -Contain deleteBackup
            $offered | Should -Not -Contain listBackups
            (TabExpansion2 'Set-BkSetting selfKeys t' 24).CompletionMatches.CompletionText | Should -Be true
        }

        It 'Change nothing with -WhatIf' {
            Set-BkSetting selfKeys $false -WhatIf
            (Get-BkSetting selfKeys).Value | Should -BeTrue
            Get-WhatIf { Set-BkSetting selfKeys $false } | Should -BeLike '*"Set to false"*"selfKeys"*'
        }
    }

    Context 'Legal holds' {
        It 'Are lifted by compliance only, and never by the way' {
            Connect-TestUser $store.State cora ComplianceAdministrator
            $held = Get-BkBackup bob | Lock-BkBackup -LegalHold -Reason 'case 12' -PassThru
            $held.Hold.Reason | Should -Be 'case 12'
            $held.Locked | Should -BeTrue
            As $oper
            (Get-Failure { Get-BkBackup bob | Unlock-BkBackup -LegalHold }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            (Get-Failure { Get-BkBackup bob | Unlock-BkBackup }).FullyQualifiedErrorId | Should -BeLike 'LegalHold,*'
            Connect-TestUser $store.State cora ComplianceAdministrator
            (Get-BkBackup -Locked | Unlock-BkBackup -LegalHold -PassThru).Locked | Should -BeFalse
        }
    }
}
