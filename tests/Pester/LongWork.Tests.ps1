BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore

    # Enough that nothing is through before it is looked at, and nothing that deduplicates.
    $random = [Random]::new(20261120)
    $block = [byte[]]::new(4MB)
    $file = [IO.File]::Create("$($store.Accounts)/alice/big")
    try { 1..100 | ForEach-Object { $random.NextBytes($block); $file.Write($block) } } finally { $file.Dispose() }

    # Starts a backup in a runspace of its own, and waits until it shows progress.
    function Start-TestBackup([string] $Command = 'Backup-BkAccount alice') {
        $shell = [powershell]::Create()
        $shell.AddScript('param($module, $state) Import-Module $module; Connect-BkServer $state | Out-Null; ' + $Command).
            AddArgument($module).AddArgument($store.State) | Out-Null
        $running = $shell.BeginInvoke()
        while ($shell.Streams.Progress.Count -eq 0 -and -not $running.AsyncWaitHandle.WaitOne(20)) { }
        $shell
    }
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Long work' {
    It 'Shows what is done to what, how far it is and how fast' {
        $shell = Start-TestBackup
        try { $shell.Stop() } finally { $progress = @($shell.Streams.Progress); $shell.Dispose() }
        $progress[0].Activity | Should -BeLike '*web01/alice*'
        $progress[0].StatusDescription | Should -Match '\d+ files, .*iB.*/s$'
    }

    It 'Stops when asked to, and leaves no backup' {
        $before = @(Get-BkBackup alice).Count
        $shell = Start-TestBackup
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            Write-Host "Stopped within $($watch.ElapsedMilliseconds) ms"
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally { $shell.Dispose() }
        @(Get-BkBackup alice).Count | Should -Be $before
        (Get-BkAuditEvent -Operation backupAccount -Newest 1).Outcome | Should -Be Failed
        (Backup-BkAccount alice).Partial | Should -BeFalse
    }

    It 'Shows how much is done and how long it will take, where that is known' {
        $shell = Start-TestBackup "Restore-BkAccount alice -Destination '$($store.Root)/restored'"
        try {
            $known = { $shell.Streams.Progress | Where-Object { $_.PercentComplete -ge 0 -and $_.SecondsRemaining -ge 0 } }
            while (-not (& $known) -and $shell.InvocationStateInfo.State -eq 'Running') { [Threading.Thread]::Yield() | Out-Null }
            $shown = @(& $known)
            if ($shell.InvocationStateInfo.State -eq 'Completed' -and -not $shown) { Set-ItResult -Skipped -Because 'the restore was through before it was looked at' }
            $shown[0].StatusDescription | Should -Match 'of [\d.,]+ files, .*iB of .*iB, .*/s$'
        }
        finally { $shell.Stop(); $shell.Dispose() }
    }

    It 'Stops when nothing more is wanted of it' {
        Get-BkAccount | Backup-BkAccount | Select-Object -First 1 | ForEach-Object Account | Should -Be web01/alice
        Get-BkBackup carol | Should -BeNullOrEmpty
    }
}
