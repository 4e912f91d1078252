BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
    $script = "$($store.Root)/app.ps1"
    Set-Content $script @'
$call = [Console]::In.ReadToEnd() | ConvertFrom-Json
Add-Content "$($args[0])/log" "$($call.operation) $($call.account.name) $($call.configuration)"
if ($call.parameters.fail) {
    @{ version = 1; status = 'failed'; message = 'told to' } | ConvertTo-Json -Compress
    exit 1
}
@{ version = 1; status = 'ok'; message = "as $($call.operation)"; data = @{ excludes = @('cache/'); twice = 2 * $call.parameters.count; deep = @{ on = $call.parameters.on } } } | ConvertTo-Json -Compress -Depth 5
'@
    chmod 755 $script
    function Set-Commands([string] $More) {
        Set-Content "$($store.State)/commands.yaml" @"
commands:
- {name: app, purpose: plugin, path: $script, interpreter: $((Get-Command pwsh).Source), arguments: [$($store.Root)], operations: [{name: discover}, {name: quiesce, timeout: 90}, {name: unquiesce}, {name: "custom:it"}]}
$More
"@
        chmod 600 "$($store.State)/commands.yaml"
    }

    Set-Commands
    New-BkProfile team | Out-Null
    New-BkConfiguration -Profile team -Name nightly -Text "connector: web01`nplugin: app`n" | Out-Null
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Get-BkPlugin' {
    It 'lists plug-ins with what they can be asked for' {
        $plugin = Get-BkPlugin
        $plugin.Name | Should -Be app
        $plugin.Operations | Should -Be discover, quiesce, unquiesce, custom:it
        $plugin.Askable | Should -Be discover, custom:it
        $plugin.Timeouts.TotalSeconds | Should -Be 60, 90, 60, 60
        $plugin.Usable | Should -BeTrue
        ($plugin | Out-String -Width 120) | Should -Match 'Name\s+Usable\s+Operations\s+Timeout\s+Path'
        (Get-BkPlugin a*).Name | Should -Be app
        { Get-BkPlugin nothing -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
    }

    It 'says why one is not usable' {
        Set-Commands '- {name: loose, purpose: plugin, path: /tmp/loose, operations: [{name: describe}]}'
        Set-Content /tmp/loose '#!/bin/sh'
        chmod 777 /tmp/loose
        $loose = Get-BkPlugin loose
        $failure = Get-Failure { Invoke-BkPlugin loose describe alice }
        Remove-Item /tmp/loose
        Set-Commands
        $loose.Usable | Should -BeFalse
        $loose.Problem | Should -Be '"/tmp/loose" can be written by others than its owner.'
        $failure.FullyQualifiedErrorId | Should -BeLike 'InsecurePermissions*'
    }
}

Describe 'Invoke-BkPlugin' {
    It 'shows what the plug-in answers' {
        $result = Invoke-BkPlugin app custom:it alice -Configuration team/nightly -Parameter @{ count = 21; on = $true }
        $result.Account | Should -Be web01/alice
        $result.Message | Should -Be 'as custom:it'
        $result.Data.twice | Should -Be 42
        $result.Data.deep.on | Should -BeTrue
        $result.Data.excludes | Should -Be cache/
        ($result | Out-String -Width 140) | Should -Match 'Account\s+Plugin\s+Operation\s+Message\s+Data'
        Get-Content "$($store.Root)/log" -Tail 1 | Should -Be 'custom:it alice team/nightly'
    }

    It 'takes accounts from the pipeline' {
        (Get-BkAccount -Connector web01 | Invoke-BkPlugin app discover).Account | Should -Be web01/alice, web01/bob, web01/carol
        (Get-BkPlugin app | Invoke-BkPlugin -Operation discover -Account alice).Account | Should -Be web01/alice
    }

    It 'fails in the plug-in''s words, one account at a time' {
        $failure = Get-Failure { Invoke-BkPlugin app custom:it alice -Parameter @{ fail = $true } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PluginFailed*'
        $failure.Exception.Message | Should -Be 'The plug-in "app" (custom:it) said: told to.'
        $failure.CategoryInfo.Category | Should -Be InvalidResult
        (Invoke-BkPlugin app discover nobody, bob -ErrorAction SilentlyContinue).Account | Should -Be web01/bob
    }

    It 'refuses what belongs around work, and what is no plain value' {
        { Invoke-BkPlugin app quiesce alice -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
        { Invoke-BkPlugin app custom:it alice -Parameter @{ x = @(1, 2) } -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
        { Invoke-BkPlugin app custom:it alice -Parameter @{ x = (ConvertTo-TestSecret hidden) } -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
    }

    It 'asks nothing of an operation that changes nothing, and -WhatIf runs no other' {
        $before = @(Get-Content "$($store.Root)/log").Count
        Get-WhatIf { Invoke-BkPlugin app custom:it alice } | Should -BeLike '*Invoke custom:it of app*alice*'
        @(Get-Content "$($store.Root)/log").Count | Should -Be $before
        (Invoke-BkPlugin app discover alice -WhatIf).Message | Should -Be 'as discover'
    }

    It 'completes names and what can be asked for' {
        (TabExpansion2 'Invoke-BkPlugin a').CompletionMatches.CompletionText | Should -Be app
        (TabExpansion2 'Invoke-BkPlugin app ').CompletionMatches.CompletionText | Should -Be discover, "'custom:it'"
    }

    It 'is refused to who lacks CUSTOM' {
        Connect-TestUser $store.State vera Viewer
        { Invoke-BkPlugin app discover alice -ErrorAction Stop } | Should -Throw -ErrorId 'AccessDenied*'
        Connect-TestUser $store.State olga Operator
        (Invoke-BkPlugin app discover alice).Message | Should -Be 'as discover'
        { Invoke-BkPlugin app discover alice -Configuration team/nightly -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        Connect-BkServer $store.State | Out-Null
    }
}

Describe 'A configuration''s plug-in' {
    It 'stands around its backups' {
        Remove-Item "$($store.Root)/log"
        (Backup-BkAccount alice -Configuration team/nightly).Partial | Should -BeFalse
        Get-Content "$($store.Root)/log" | Should -Be 'quiesce alice team/nightly', 'unquiesce alice team/nightly'
    }
}
