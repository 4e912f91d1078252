BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
    Backup-BkAccount alice | Out-Null
    $target = Join-Path $store.Root 'out'
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Restore conditions' {
    It 'are made, shown with their text, and kept by -WhatIf' {
        (New-BkRestoreCondition terms 'Live data is replaced.').Text | Should -Be 'Live data is replaced.'
        New-BkRestoreCondition liability 'No warranty.' | Out-Null
        New-BkRestoreCondition more 'x' -WhatIf
        Remove-BkRestoreCondition terms -WhatIf
        (Get-BkRestoreCondition).Name | Should -Be liability, terms
        (Get-BkRestoreCondition t* | Out-String -Width 100) | Should -Match 'Name\s+Created\s+Text'
        { Get-BkRestoreCondition nothing -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
    }

    It 'refuse a restore that does not accept them, with their texts in the error' {
        $failure = Get-Failure { Restore-BkAccount alice -Destination $target -AcceptCondition terms }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConditionNotAccepted*'
        $failure.CategoryInfo.Category | Should -Be PermissionDenied
        $failure.Exception.Message | Should -BeLike '*"liability"*'
        $failure.Exception.Conditions.Text | Should -Be 'No warranty.'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-AcceptCondition liability.'
        $target | Should -Not -Exist
    }

    It 'are accepted by name, as objects, or all at once' {
        (Restore-BkAccount alice -Destination "$target/1" -AcceptCondition terms, liability).AcceptedConditions | Should -Be liability, terms
        (Restore-BkAccount alice -Destination "$target/2" -AcceptCondition (Get-BkRestoreCondition)).Files | Should -Be 2
        (Restore-BkAccount alice -Destination "$target/3" -AcceptCondition *).Files | Should -Be 2
        (Get-BkAuditEvent -Operation restoreToFolder | Select-Object -First 1).Reason | Should -Be 'conditions accepted: liability, terms'
    }

    It 'are changed by who may, read by who restores, and completed' {
        (Get-BkRestoreCondition liability | Set-BkRestoreCondition -Text 'At your own risk.' -PassThru).Text | Should -Be 'At your own risk.'
        { Set-BkRestoreCondition liability -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
        Connect-TestUser $store.State ltd LimitedSupport
        (Get-BkRestoreCondition).Name | Should -Be liability, terms
        (TabExpansion2 'Restore-BkAccount alice -AcceptCondition t').CompletionMatches.CompletionText | Should -Be terms
        { Remove-BkRestoreCondition terms -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'AccessDenied*'
        Connect-BkServer $store.State | Out-Null
        Get-BkRestoreCondition | Remove-BkRestoreCondition -Confirm:$false
        Get-BkRestoreCondition | Should -BeNullOrEmpty
    }
}

Describe 'The limit of restores' {
    It 'refuses one too many within its hours' {
        Set-BkSetting restore.limit.count 1
        Restore-BkAccount alice -Destination "$target/4" -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'QuotaExceeded*'
        Set-BkSetting restore.limit.count 100
        (Restore-BkAccount alice -Destination "$target/4").Files | Should -Be 2
    }
}
