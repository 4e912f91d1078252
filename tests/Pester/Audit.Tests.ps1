BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
    Connect-TestUser $store.State jane FullSupport
    Backup-BkAccount alice -ErrorAction Ignore
    Connect-BkServer $store.State
    Backup-BkAccount alice | Out-Null
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Get-BkAuditEvent' {
    It 'Lists the newest first, by the face they came through' {
        $events = Get-BkAuditEvent
        $events.Sequence | Should -Be ($events.Sequence | Sort-Object -Descending)
        $events.Channel | Select-Object -Unique | Should -Be PowerShell
    }

    It 'Filters by user, operation, object, outcome, time and number' {
        $refused = Get-BkAuditEvent jane -Operation backup* -Outcome Refused
        $refused.ObjectName | Should -Be web01/alice
        $refused.Reason | Should -BeLike '*FullSupport*'
        (Get-BkAuditEvent -Object web01/alice -Outcome Succeeded).Operation | Should -Contain backupAccount
        Get-BkAuditEvent -Before 2000-01-01 | Should -BeNullOrEmpty
        Get-BkAuditEvent -Newest 2 | Should -HaveCount 2
        (Get-BkUser jane | Get-BkAuditEvent).Principal | Select-Object -Unique | Should -Be jane
    }

    It 'Is not for everybody' {
        Connect-TestUser $store.State jane FullSupport
        (Get-Failure { Get-BkAuditEvent }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
    }

    It 'Holds no secret that was handed out' {
        Connect-BkServer $store.State
        New-BkUser keyed
        $key = New-BkAccessKey keyed -AsPlainText
        Get-BkAuditEvent | ConvertTo-Json -Depth 4 | Should -Not -BeLike "*$($key.SecretAccessKey)*"
    }
}
