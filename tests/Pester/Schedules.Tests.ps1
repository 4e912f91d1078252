Describe 'Schedules' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        New-BkProfile team-a, team-b | Out-Null
        New-BkUser jane -Role Operator | Out-Null
        Grant-BkProfileAccess jane team-b

        function Wait-Run([string] $Schedule) {
            $until = [datetime]::UtcNow.AddSeconds(60)
            do { $run = @(Get-BkSchedule $Schedule -Run)[0] } while ((-not $run -or $run.Outcome -eq 'Running') -and [datetime]::UtcNow -lt $until)
            $run
        }
    }

    AfterAll {
        Stop-BkServer
        Remove-Item $store.Root -Recurse -Force
    }

    BeforeEach {
        Connect-BkServer $store.State | Out-Null
        $name = "s$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    }

    Context 'New-BkSchedule and Get-BkSchedule' {
        It 'Make one of each kind, with the label of its kind' {
            $daily = New-BkSchedule -Name "$name-d" -Profile team-a -Daily -At 02:00 -TimeZone Europe/Berlin -Missed Skip -MaxConcurrent 2
            $daily.When, $daily.TimeZone, "$($daily.Missed)", $daily.MaxConcurrent, "$($daily.Label)" | Should -Be 'daily at 02:00', 'Europe/Berlin', 'Skip', 2, 'Daily'
            [TimeZoneInfo]::ConvertTime($daily.NextRun, [TimeZoneInfo]::FindSystemTimeZoneById('Europe/Berlin')).TimeOfDay | Should -Be '02:00:00'
            $hourly = New-BkSchedule "$name-h" team-a -Hourly -Minute 5
            $hourly.When, "$($hourly.Label)", "$($hourly.Missed)", $hourly.MaxConcurrent | Should -Be 'hourly at :05', 'Hourly', 'CatchUp', 1
            $weekly = Get-BkProfile team-a | New-BkSchedule "$name-w" -Weekly -Day Sat, Sun -At 03:00
            $weekly.When, "$($weekly.Label)" | Should -Be 'Sun, Sat at 03:00', 'Weekly'
            $cron = New-BkSchedule "$name-c" team-a -Cron '0 2 * * *' -Label Monthly -MaxConcurrent 0
            $cron.Cron, "$($cron.Label)", $cron.MaxConcurrent | Should -Be '0 2 * * *', 'Monthly', $null
            (Get-BkSchedule "$name-?").Name | Should -Be "$name-c", "$name-d", "$name-h", "$name-w"
            (Get-BkSchedule "team-a/$name-*" -Profile team-b) | Should -BeNullOrEmpty
        }

        It 'Refuse what cannot be' {
            (Get-Failure { New-BkSchedule $name team-a -Cron 'nightly' }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-BkSchedule $name team-a -Hourly -TimeZone Europe/Berln }).Exception.Message | Should -BeLike '*Is "Europe/Berlin" meant?'
            (Get-Failure { New-BkSchedule $name nowhere -Hourly }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            New-BkSchedule $name team-a -Hourly | Out-Null
            (Get-Failure { New-BkSchedule $name team-a -Hourly }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
            (Get-Failure { Get-BkSchedule "$name-none" }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            (Get-Failure { Get-BkSchedule "$name-none" -Run }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'Show no other team''s' {
            New-BkSchedule $name team-a -Hourly | Out-Null
            Connect-TestUser $store.State jane Operator
            Get-BkSchedule | Where-Object Profile -EQ team-a | Should -BeNullOrEmpty
            (Get-Failure { Suspend-BkSchedule "team-a/$name" }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Set-BkSchedule, Suspend-BkSchedule, Resume-BkSchedule and Remove-BkSchedule' {
        It 'Change what is named, and nothing with -WhatIf' {
            New-BkSchedule $name team-a -Daily -At 02:00 -TimeZone Etc/UTC | Out-Null
            Set-BkSchedule $name -Hourly -WhatIf
            (Get-BkSchedule $name).When | Should -Be 'daily at 02:00'
            $set = Get-BkSchedule $name | Set-BkSchedule -Weekly -Day Mon -At 04:30 -Label Yearly -PassThru
            $set.When, $set.TimeZone, "$($set.Label)" | Should -Be 'Mon at 04:30', 'Etc/UTC', 'Yearly'
            Set-BkSchedule $name -TimeZone Asia/Tokyo | Should -BeNullOrEmpty
        }

        It 'Suspend and resume, of an object without its type too' {
            $made = New-BkSchedule $name team-a -Hourly
            $made | Select-Object Id, Path | Suspend-BkSchedule
            (Get-BkSchedule $name).Suspended | Should -BeTrue
            (Get-BkSchedule $name).NextRun | Should -BeNullOrEmpty
            (Resume-BkSchedule "$($made.Id)" -PassThru).NextRun | Should -Not -BeNullOrEmpty
        }

        It 'Keep one that is named, and remove one that is not' {
            New-BkSchedule $name team-a -Hourly | Out-Null
            New-BkConfiguration team-a $name -Connector web01 -Schedule $name | Out-Null
            (Get-Failure { Remove-BkSchedule $name -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'ScheduleInUse,*'
            Remove-BkConfiguration "team-a/$name" -Confirm:$false
            (Remove-BkSchedule $name -Confirm:$false -PassThru).Name | Should -Be $name
            Get-BkSchedule "$name*" | Should -BeNullOrEmpty
        }
    }

    Context 'Start-BkSchedule' {
        It 'Runs what names it, in the background' {
            New-BkSchedule $name team-a -Daily -At 02:00 | Out-Null
            (Get-Failure { Start-BkSchedule $name }).FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
            New-BkConfiguration team-a $name -Connector web01 -AccountName alice -Schedule $name | Out-Null
            $run = Start-BkSchedule $name
            $run.Schedule, $run.AskedBy | Should -Be "team-a/$name", "local:$([Environment]::UserName)"
            $ended = Wait-Run $name
            "$($ended.Outcome)" | Should -Be 'Completed'
            (Get-BkJob -Id $ended.Jobs).Configuration | Should -Be "team-a/$name"
            (Get-BkBackup alice -Latest).Configuration | Should -Be "team-a/$name"
            "$((Get-BkSchedule $name).LastOutcome)" | Should -Be 'Completed'
        }
    }

    Context 'Start-BkServer and Stop-BkServer' {
        AfterEach { Stop-BkServer }

        It 'Run what is due in the background, and leave the session as it is' {
            New-BkSchedule $name team-a -Cron '* * * * * ?' -MaxConcurrent 1 | Out-Null
            New-BkConfiguration team-a $name -Connector web01 -AccountName bob -Schedule $name | Out-Null
            Connect-TestUser $store.State jane Operator
            (Start-BkServer).Path | Should -Be $store.State
            (Get-BkSession).Principal | Should -Be jane
            Connect-BkServer $store.State | Out-Null
            "$((Wait-Run $name).Outcome)" | Should -BeIn 'Completed', 'Skipped'
            (Get-BkSchedule $name -Run).Outcome | Should -Contain 'Completed'
            Suspend-BkSchedule $name
        }

        It 'Are one a runspace, and stop at once' {
            Start-BkServer $store.State | Out-Null
            (Get-Failure { Start-BkServer $store.State }).FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
            (Measure-Command { (Stop-BkServer -PassThru).Path | Should -Be $store.State }).TotalSeconds | Should -BeLessThan 10
            Stop-BkServer -PassThru | Should -BeNullOrEmpty
            Start-BkServer $store.State -WhatIf
            Stop-BkServer -PassThru | Should -BeNullOrEmpty
        }

        It 'End with the module' {
            $said = Invoke-Fresh @"
                Import-Module '$module'
                Connect-BkServer '$($store.State)' | Out-Null
                New-BkSchedule $name team-a -Cron '* * * * * ?' | Out-Null
                Start-BkServer | Out-Null
                while (-not (Get-BkSchedule $name).LastRun) { Start-Sleep -Milliseconds 100 }
                Remove-Module BackupAccess
                Import-Module '$module'
                Connect-BkServer '$($store.State)' | Out-Null
                `$before = @(Get-BkSchedule $name -Run).Count
                Start-Sleep -Seconds 3
                "`$before `$(@(Get-BkSchedule $name -Run).Count)"
"@
            $before, $after = -split $said
            $after | Should -Be $before
        }

        It 'Name a folder that has a state' {
            (Get-Failure { Start-BkServer "$($store.Root)/none" }).FullyQualifiedErrorId | Should -BeLike 'StateNotFound,*'
        }
    }

    It 'Complete schedules, and time zones' {
        New-BkSchedule $name team-a -Hourly | Out-Null
        (TabExpansion2 "Get-BkSchedule $($name.Substring(0, 5))" -cursorColumn 20).CompletionMatches.CompletionText | Should -Contain $name
        (TabExpansion2 'New-BkSchedule x team-a -Hourly -TimeZone Europe/Berl' -cursorColumn 53).CompletionMatches.CompletionText | Should -Contain 'Europe/Berlin'
    }

    It 'Show schedules and runs as tables' {
        New-BkSchedule $name team-a -Daily -At 02:00 | Out-Null
        (Get-BkSchedule $name | Out-String) | Should -Match 'Schedule +When +NextRun +LastRun +Last'
    }
}
