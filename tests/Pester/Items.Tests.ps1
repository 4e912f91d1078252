BeforeDiscovery {
    $can = $IsLinux -and (id -u) -eq 0 -and (Test-Path /usr/sbin/useradd) -and (Test-Path /usr/bin/crontab)
}

Describe 'Items of Linux accounts' -Skip:(-not $can) {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        $user = "bp$PID"
        $uid = 41000 + $PID % 1000 * 2
        $home_ = "$($store.Root)/homes/$user"
        chmod 755 $store.Root
        mkdir -p "$($store.Root)/homes"
        useradd --create-home --home-dir $home_ --uid $uid --shell /bin/sh $user
        Set-Content "$home_/notes.txt" mine
        chown "${user}:" "$home_/notes.txt"
        '5 4 * * * /bin/true' | crontab -u $user -
        New-BkConnector -Name linux -Kind Linux | Out-Null
        Sync-BkConnector linux | Out-Null
        $backup = Backup-BkAccount "linux/$user"
    }

    AfterAll {
        if ((id -u $user 2>$null)) {
            crontab -u $user -r 2>$null
            userdel $user
        }
        Remove-Item $store.Root -Recurse -Force
    }

    It 'Are listed with files and sizes of their own' {
        $items = $backup | Get-BkBackupItem
        $items | ForEach-Object Item | Should -Be Config, HomeDirectory, CronJobs
        ($items | Measure-Object Files -Sum).Sum | Should -Be $backup.Files
        ($items | Where-Object Item -EQ CronJobs | Get-BkBackupFile).Path | Should -Be crontab
        (Get-BkBackupFile $backup -Item Config).Mode | Should -Be 'rw-------'
    }

    It 'Are backed up by name, without those that are not there' {
        (Backup-BkAccount "linux/$user" -Item Config, CronJobs).Items | Should -Be Config, CronJobs
        (Get-Failure { Backup-BkAccount web01/alice -Item CronJobs }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'Go into folders of their own, and a home by itself straight into the folder' {
        Restore-BkAccount -Backup $backup -Destination "$($store.Root)/all" | Out-Null
        Restore-BkAccount -Backup $backup -Item HomeDirectory -Destination "$($store.Root)/home" | Out-Null
        "$($store.Root)/all/CronJobs/crontab" | Should -FileContentMatch '/bin/true'
        "$($store.Root)/all/Config/account.yaml" | Should -FileContentMatch "uid: $uid"
        "$($store.Root)/all/HomeDirectory/notes.txt" | Should -Exist
        "$($store.Root)/home/notes.txt" | Should -Exist
    }

    It 'Refuses paths of several items' {
        (Get-Failure { Restore-BkAccount -Backup $backup -Item Config, CronJobs -Path crontab -Destination "$($store.Root)/no" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
    }

    It 'Bring a removed account back' {
        crontab -u $user -r
        userdel --remove $user
        Sync-BkConnector linux | Out-Null
        $result = Get-BkAccount $user -Orphan | Get-BkBackup | Where-Object Id -EQ $backup.Id | Restore-BkAccount -Confirm:$false
        $result.Problems | Should -BeNullOrEmpty
        id -u $user | Should -Be $uid
        "$home_/notes.txt" | Should -Exist
        crontab -u $user -l | Should -Be '5 4 * * * /bin/true'
        (Get-BkAccount "linux/$user").Id | Should -Be $backup.AccountId
    }

    It 'Are all that stays of an account after -Terminate, and -Suspend keeps it out' {
        Set-Content "$home_/planted.txt" theirs
        (Get-Failure { Restore-BkAccount -Backup $backup -Terminate -Merge -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        (Get-Failure { Restore-BkAccount -Backup $backup -Terminate -Destination "$($store.Root)/no" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        Restore-BkAccount -Backup $backup -Terminate -WhatIf
        "$home_/planted.txt" | Should -Exist

        (Restore-BkAccount -Backup $backup -Terminate -Suspend -Confirm:$false).Problems | Should -BeNullOrEmpty

        "$home_/planted.txt" | Should -Not -Exist
        "$home_/notes.txt" | Should -Exist
        (Get-BkAccount "linux/$user").Suspended | Should -BeOfType [DateTimeOffset]
        (getent shadow $user).Split(':')[7] | Should -Be 1
        (Set-BkAccount "linux/$user" -Suspended $false -PassThru).Suspended | Should -BeNullOrEmpty
        (getent shadow $user).Split(':')[7] | Should -BeNullOrEmpty
    }
}
