Describe 'The dashboard' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-TestAccount $store.Accounts 'a<b>&"c"'
        Sync-BkConnector web01 | Out-Null
        Backup-BkAccount alice | Out-Null
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    It 'Tells what is protected and what is not' {
        $dashboard = Get-BkDashboard
        $dashboard.Protected | Should -Be 1
        $dashboard.Unprotected.Account | Should -Contain web01/bob
        $dashboard.Last.Account | Should -Be web01/alice
        $text = $dashboard | Out-String
        $text | Should -Match 'Protected\s+: 1 of \d accounts, backed up within 7 days'
        $text | Should -Match 'Queue\s+: 0 running, 0 queued'
        (Get-BkDashboard nowhere*).Accounts | Should -Be 0
        (Get-Failure { Get-BkDashboard -Days 0 }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
    }

    It 'Is a page that loads nothing, in which names are text' {
        $file = Get-BkDashboard -Html "$($store.Root)/backups.html"
        $file | Should -BeOfType [IO.FileInfo]
        $page = Get-Content $file -Raw
        $page | Should -Match 'web01/a&lt;b&gt;&amp;&quot;c&quot;'
        $page | Should -Not -Match '<b>&'
        $page | Should -Not -Match '(src|href|url)\s*[=(]'
        ([xml]($page -replace '<!DOCTYPE html>' -replace '<meta ([^>]*)>', '<meta $1/>')).html.body.svg | Should -HaveCount 2
        $page | Should -Match '>never<'
    }
}
