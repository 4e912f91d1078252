BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Tags' {
    It 'are made, put on accounts down the pipeline, and accounts found by them' {
        (New-BkTag gold -Color '#FFD700').Color | Should -Be '#ffd700'
        New-BkTag silver, bronze | ForEach-Object Color | Should -Match '^#[0-9a-f]{6}$'

        Get-BkAccount -Connector web01 | Add-BkAccountTag -Tag gold, silver
        (Get-BkAccount -Tag gold).Name | Should -Be alice, bob, carol
        (Get-BkTag gold | Get-BkAccount).Name | Should -Be alice, bob, carol
        (Remove-BkAccountTag web01/bob gold -PassThru).Tags | Should -Be silver
        (Get-BkAccount -Tag go*).Name | Should -Be alice, carol
    }

    It 'that are missing are an error where they are named, and none by a pattern' {
        { Get-BkAccount -Tag nothing -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { Get-BkTag nothing -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        Get-BkTag no* | Should -BeNullOrEmpty
        { Add-BkAccountTag alice nothing -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
    }

    It 'do nothing under -WhatIf' {
        New-BkTag blue -WhatIf
        Remove-BkTag gold -WhatIf
        Add-BkAccountTag bob gold -WhatIf
        (Get-BkTag).Name | Should -Be bronze, gold, silver
        (Get-BkAccount -Tag gold).Name | Should -Be alice, carol
    }

    It 'are renamed and recoloured with objects from the pipeline' {
        Get-BkTag bronze | Set-BkTag -NewName copper -Color '#b87333'
        (Get-BkTag copper).Color | Should -Be '#b87333'
        { Set-BkTag copper -Color red -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
        { Set-BkTag copper -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
    }

    It 'are completed' {
        (TabExpansion2 'Add-BkAccountTag alice go').CompletionMatches.CompletionText | Should -Be gold
        (TabExpansion2 'Get-BkAccount -Tag ').CompletionMatches.CompletionText | Should -Be copper, gold, silver
    }
}

Describe 'Priority groups' {
    It 'are High, Normal and Low at first, and shown as a table' {
        (Get-BkPriorityGroup).Name | Should -Be High, Low, Normal
        $lines = (Get-BkPriorityGroup | Out-String -Width 100) -split '\r?\n'
        ($lines -match '^Name\s+Default\s+Backup\s+Clone\s+Restore\s+Download\s+Tags').Count | Should -Be 1
    }

    It 'are made, linked to tags and given to accounts' {
        $group = New-BkPriorityGroup Gold -Backup 5 -Restore 1 -Tag gold
        $group.Backup, $group.Clone, $group.Restore, $group.Download | Should -Be 5, 50, 1, 50
        $group.Tags | Should -Be gold
        (Set-BkAccount alice -PriorityGroup $group -PassThru).PriorityGroup | Should -Be Gold
        (Set-BkAccount alice -PriorityGroup $null -PassThru).PriorityGroup | Should -BeNullOrEmpty
        (Set-BkPriorityGroup Gold -Tag @() -Download 3 -PassThru).Tags | Should -BeNullOrEmpty
    }

    It 'keep one default' {
        Set-BkPriorityGroup Gold -Default
        (Get-BkPriorityGroup | Where-Object Default).Name | Should -Be Gold
        { Remove-BkPriorityGroup Gold -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'PriorityGroupInUse*'
        Get-BkPriorityGroup Normal | Set-BkPriorityGroup -Default
        Get-BkPriorityGroup Gold | Remove-BkPriorityGroup -Confirm:$false
        { Remove-BkPriorityGroup High -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'BuiltIn*'
        (TabExpansion2 'Set-BkAccount alice -PriorityGroup L').CompletionMatches.CompletionText | Should -Be Low
    }
}
