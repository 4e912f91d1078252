BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore

    # A connector whose storage takes so few bytes a second that a backup of its account doesn't end.
    New-Item "$($store.Root)/vault", "$($store.Root)/slow/dave" -ItemType Directory | Out-Null
    $noise = [byte[]]::new(1MB)
    [Random]::new(7).NextBytes($noise)
    [IO.File]::WriteAllBytes("$($store.Root)/slow/dave/noise", $noise)
    New-BkStorage vault Folder "$($store.Root)/vault" -UploadLimit 4KB | Out-Null
    New-BkConnector slow Folder "$($store.Root)/slow" -Storage vault | Sync-BkConnector | Out-Null

    # Another session, in a runspace of its own.
    function Start-TestSession([string] $Command) {
        $shell = [powershell]::Create()
        $shell.AddScript('param($module, $state) Import-Module $module; Connect-BkServer $state | Out-Null; ' + $Command).
            AddArgument($module).AddArgument($store.State) | Out-Null
        $shell | Add-Member Running $shell.BeginInvoke() -PassThru
    }

    function Wait-TestTask([scriptblock] $Holds) {
        while (-not ($task = Get-BkTask | Where-Object $Holds)) { [Threading.Thread]::Yield() | Out-Null }
        $task
    }
}

AfterAll {
    Get-BkTask -State Queued, Running | Stop-BkTask
    Disconnect-BkServer
    Remove-Item $store.Root -Recurse -Force
}

Describe 'Tasks' {
    It 'are what a backup, a restore and a download are' {
        $backup = Backup-BkAccount alice
        Restore-BkAccount alice -Confirm:$false | Out-Null
        New-BkDownload alice | Out-Null
        $tasks = Get-BkTask alice
        $tasks.Kind | Sort-Object | Should -Be Backup, Restore, Download
        $tasks.State | Sort-Object -Unique | Should -Be Completed
        $task = Get-BkTask alice -Kind Backup
        $task.BackupId | Should -Be $backup.Id
        $task.Priority | Should -Be 50
        (Get-BkTask -Id $task.Id).Account | Should -Be web01/alice
        Get-BkTask -Connector web01 -State Failed | Should -BeNullOrEmpty
        Get-BkTask -Since ([datetime]::Now.AddHours(1)) | Should -BeNullOrEmpty
        { Get-BkTask -Id ([guid]::Empty) -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { Get-BkTask nobody -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
    }

    It 'return at once with -AsTask, and are waited for' {
        $queued = Backup-BkAccount alice, bob, carol -AsTask
        $queued[0].GetType().FullName | Should -Be BackupAccess.Engine.Tasks.WorkTask
        $queued.Count | Should -Be 3
        $done = $queued | Wait-BkTask
        $done.State | Sort-Object -Unique | Should -Be Completed
        $done.Account | Sort-Object | Should -Be web01/alice, web01/bob, web01/carol
        ($done | Where-Object Account -EQ web01/bob | Get-BkBackup).Account | Should -Be web01/bob
        (Backup-BkAccount bob -AsTask | Wait-BkTask | Restore-BkAccount -Destination "$($store.Root)/out" -AsTask | Wait-BkTask).Restored.Files | Should -Be 2
        (New-BkDownload bob -AsTask | Wait-BkTask | Receive-BkDownload -Destination $store.Root).Exists | Should -BeTrue
    }

    It 'that fail give the task and an error that names it' {
        Rename-Item "$($store.Accounts)/carol" gone
        $task = Backup-BkAccount carol -AsTask | Wait-BkTask -ErrorVariable failure -ErrorAction SilentlyContinue
        Rename-Item "$($store.Accounts)/gone" carol
        $task.State | Should -Be Failed
        $task.ErrorId | Should -Not -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskFailed*'
        $failure[0].TargetObject.Id | Should -Be $task.Id
    }

    It 'are seen and stopped from another session' {
        $other = Start-TestSession 'Backup-BkAccount dave'
        try {
            $task = Wait-TestTask { $_.Account -eq 'slow/dave' -and $_.State -eq 'Running' }
            $task | Stop-BkTask -WhatIf
            (Get-BkTask -Id $task.Id).State | Should -Be Running
            $task | Stop-BkTask
            $stopped = $task | Wait-BkTask -ErrorVariable failure -ErrorAction SilentlyContinue
            $stopped.State | Should -Be Stopped
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskStopped*'
            $other.EndInvoke($other.Running)
            $other.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'TaskStopped*'
        }
        finally { $other.Dispose() }
        Get-BkBackup slow/dave | Should -BeNullOrEmpty
        { Stop-BkTask $task -ErrorAction Stop } | Should -Throw -ErrorId 'TaskEnded*'
    }

    It 'go on when the wait for them is over' {
        $task = Backup-BkAccount dave -AsTask
        $task | Wait-BkTask -Timeout 0 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotEnded*'
        $waiting = Start-TestSession "Wait-BkTask $($task.Id)"
        while ($waiting.Streams.Progress.Count -eq 0) { [Threading.Thread]::Yield() | Out-Null }
        $waiting.Stop()
        $waiting.Streams.Progress[0].Activity | Should -Be 'Backup of slow/dave'
        $waiting.Dispose()
        (Get-BkTask -Id $task.Id).HasEnded | Should -BeFalse
        (Stop-BkTask $task -PassThru).Id | Should -Be $task.Id
        (Wait-BkTask $task -ErrorAction SilentlyContinue).State | Should -Be Stopped
    }

    It 'that a session leaves are done by the next that waits' {
        $queued = Invoke-Fresh "Import-Module '$module'; Connect-BkServer '$($store.State)' | Out-Null; Backup-BkAccount alice, bob, carol -AsTask | ForEach-Object { `"`$(`$_.Id)`" }"
        $queued.Count | Should -Be 3
        ($queued | Wait-BkTask).State | Sort-Object -Unique | Should -Be Completed
    }

    It 'are shown as a table, and completed' {
        (Get-BkTask | Out-String -Width 160) | Should -Match 'State\s+Kind\s+Account\s+Priority\s+Progress\s+Queued\s+Started\s+Id'
        (TabExpansion2 'Get-BkTask -Id ').CompletionMatches.CompletionText | Should -Contain (Get-BkTask | Select-Object -First 1).Id
        (TabExpansion2 'Get-BkTask -State St').CompletionMatches.CompletionText | Should -Be Stopped
    }

    It 'are an account owner''s own, and another''s are not there' {
        $others = Get-BkTask bob -Kind Backup | Select-Object -First 1
        New-BkUser alice-owner -Role AccountOwner | Out-Null
        Set-BkAccount alice -Owner alice-owner
        New-BkAccessKey alice-owner | Connect-BkServer $store.State | Out-Null
        (Get-BkTask).Account | Sort-Object -Unique | Should -Be web01/alice
        { Get-BkTask -Id $others.Id -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { Stop-BkTask $others -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { Wait-BkTask $others -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { Backup-BkAccount bob -AsTask -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        $task = Backup-BkAccount alice -AsTask
        $task.Requester | Should -Be alice-owner
        ($task | Wait-BkTask).State | Should -Be Completed
        (Restore-BkAccount alice -Confirm:$false -AsTask | Wait-BkTask).Restored.Account | Should -Be web01/alice
        Connect-BkServer $store.State | Out-Null
    }

    It 'run as many at once as the settings say' {
        { Set-BkSetting lanes.backup 11 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
        Set-BkSetting lanes.backup 1
        (Get-BkSetting lanes.restore).Value | Should -Be 5
        $slow = Backup-BkAccount dave -AsTask
        Wait-TestTask { $_.Id -eq $slow.Id -and $_.State -eq 'Running' } | Out-Null
        $next = Backup-BkAccount alice -AsTask
        $waiting = Start-TestSession 'Backup-BkAccount bob'
        Wait-TestTask { $_.Account -eq 'web01/bob' -and $_.State -eq 'Queued' } | Out-Null
        Set-BkAccount bob -PriorityGroup High
        (Get-BkTask -State Queued).Account | Should -Be web01/bob, web01/alice
        while (-not ($waiting.Streams.Progress.StatusDescription -like 'Waiting for a free lane*')) { [Threading.Thread]::Yield() | Out-Null }
        Stop-BkTask $slow
        ($next | Wait-BkTask).State | Should -Be Completed
        $waiting.EndInvoke($waiting.Running).Account | Should -Be web01/bob
        $waiting.Dispose()
        (Get-BkTask bob | Select-Object -First 1).Started | Should -BeLessThan (Get-BkTask -Id $next.Id).Started
    }
}
