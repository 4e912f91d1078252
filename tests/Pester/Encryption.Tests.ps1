BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
    $keys = (New-Item "$($store.Root)/keys" -ItemType Directory).FullName
    @"
case `$1 in
    get) test ! -f '$keys'/"`$2" || cat '$keys'/"`$2" ;;
    put) cat > '$keys'/"`$2".new; mv '$keys'/"`$2".new '$keys'/"`$2" ;;
    delete) rm -f '$keys'/"`$2" ;;
esac
"@ | Set-Content "$($store.Root)/keys.sh"
    @"
commands:
  - {name: keys, purpose: accountKey, path: /bin/sh, arguments: [-eu, '$($store.Root)/keys.sh'], timeout: 25}
"@ | Set-Content "$($store.State)/commands.yaml"
    chmod 600 "$($store.State)/commands.yaml" "$($store.Root)/keys.sh"
    Backup-BkAccount alice, bob, carol | Out-Null
    $target = (New-Item "$($store.Root)/out" -ItemType Directory).FullName
    $wrong = ConvertTo-TestSecret 'not the key'
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Keys that owners keep' {
    It 'need a key command' {
        { Set-BkEncryptionKey alice Remote -ErrorAction Stop } | Should -Throw -ErrorId 'KeyCommandFailed*'
        (Get-BkAccount alice).Encryption | Should -Be Local
        (TabExpansion2 'Set-BkSetting encryption.keyCommand ').CompletionMatches.CompletionText | Should -Be keys
        Set-BkSetting encryption.keyCommand keys
        (TabExpansion2 'Set-BkEncryptionKey alice ').CompletionMatches.CompletionText | Should -Be Local, Remote
    }

    It 'are shown once, as a SecureString, or in the open where that is asked for' {
        Set-BkEncryptionKey alice Remote -WhatIf | Should -BeNullOrEmpty
        $issued = Set-BkEncryptionKey alice Remote
        $issued.Account, $issued.Location | Should -Be web01/alice, Remote
        $issued.EncryptionKey | Should -BeOfType securestring
        $script:key = $issued.EncryptionKey
        "$issued" | Should -Be web01/alice
        (Set-BkEncryptionKey carol Remote -AsPlainText | Tee-Object -Variable plain).EncryptionKey | Should -Match '^[0-9a-f]{64}$'
        ($plain | Out-String -Width 40) -replace '\s' | Should -BeLike "*EncryptionKey:$($plain.EncryptionKey)"
        (Get-BkAccount carol).Encryption | Should -Be Remote
        { Set-BkEncryptionKey carol Remote -ErrorAction Stop } | Should -Throw -ErrorId 'Conflict*'
    }

    It 'are needed by every look into a backup, by an administrator too' {
        $backup = Get-BkBackup alice -Latest
        $looks = @(
            { param($with) Restore-BkAccount alice -Confirm:$false @with -ErrorAction Stop }
            { param($with) Restore-BkAccount -Backup $backup -Destination "$target/alice" @with -ErrorAction Stop }
            { param($with) Get-BkBackupItem $backup @with -ErrorAction Stop }
            { param($with) Get-BkBackupFile $backup -Recurse @with -ErrorAction Stop }
            { param($with) New-BkDownload alice @with -ErrorAction Stop }
        )
        foreach ($look in $looks) {
            { & $look @{} } | Should -Throw -ErrorId 'EncryptionKeyRequired*'
            { & $look @{ EncryptionKey = $wrong } } | Should -Throw -ErrorId 'WrongEncryptionKey*'
            & $look @{ EncryptionKey = $key } | Should -Not -BeNullOrEmpty
        }

        Get-Content "$target/alice/notes.txt" | Should -Be 'notes of alice'
        { Export-BkEncryptionKey alice -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'RemoteKey*'
    }

    It 'are not needed by backups, copies and retention' {
        (Backup-BkAccount alice).Account | Should -Be web01/alice
        (Test-BkBackup -Account alice).Passed | Should -BeTrue
        (Invoke-BkRetention alice -KeepLast 1 -Confirm:$false).Kept | Should -Be 1
    }

    It 'have downloads made while they are received, and stored nowhere' {
        $download = Get-BkDownload alice
        $download.Streamed | Should -BeTrue
        $download | Remove-BkDownload -Confirm:$false
        $download = New-BkDownload alice -EncryptionKey $key
        { $download | Receive-BkDownload -Destination $target -ErrorAction Stop } | Should -Throw -ErrorId 'EncryptionKeyRequired*'
        $file = $download | Receive-BkDownload -Destination $target -EncryptionKey $key
        (Get-FileHash $file).Hash | Should -Be $download.Sha256
        (& tar -xzOf $file HomeDirectory/notes.txt) | Should -Be 'notes of alice'
        Get-ChildItem "$($store.State)/downloads" -ErrorAction Ignore | Should -BeNullOrEmpty
        Remove-Item $file
        [IO.File]::WriteAllBytes("$($file.FullName).$($download.Id.ToString('n')).partial", [byte[]] @())
        ($download | Receive-BkDownload -Destination $target -EncryptionKey $key).Length | Should -Be $download.Size
    }

    It 'make the one who tries wait after the third wrong one' {
        $backup = Get-BkBackup carol -Latest
        1..3 | ForEach-Object { { Get-BkBackupItem $backup -EncryptionKey $wrong -ErrorAction Stop } | Should -Throw -ErrorId 'WrongEncryptionKey*' }
        $failure = Get-Failure { Get-BkBackupItem $backup -EncryptionKey $wrong }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TooManyWrongKeys*'
        $failure.Exception.RetryAfter | Should -BeGreaterThan ([timespan]::Zero)
    }

    It 'go back to the engine by themselves only' {
        { Set-BkEncryptionKey alice Local -ErrorAction Stop } | Should -Throw -ErrorId 'EncryptionKeyRequired*'
        (Set-BkEncryptionKey alice Local -EncryptionKey $key).Location | Should -Be Local
        Get-BkBackup alice -Latest | Get-BkBackupItem | Should -Not -BeNullOrEmpty
        Get-ChildItem $keys | Should -HaveCount 1
    }
}

Describe 'Resets' {
    It 'are for keys that owners keep' {
        { Reset-BkEncryptionKey bob -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'Conflict*'
    }

    It 'wait, are seen, and are taken back' {
        Reset-BkEncryptionKey carol -WhatIf | Should -BeNullOrEmpty
        (Reset-BkEncryptionKey carol -Confirm:$false).EncryptionResetAt | Should -BeGreaterThan ([DateTimeOffset]::Now.AddHours(71))
        (Get-BkAccount carol).EncryptionResetAt | Should -Not -BeNullOrEmpty
        (Reset-BkEncryptionKey carol -Cancel).EncryptionResetAt | Should -BeNullOrEmpty
        { Reset-BkEncryptionKey carol -Cancel -ErrorAction Stop } | Should -Throw -ErrorId 'Conflict*'
    }

    It 'are refused by a locked backup, and leave nothing' {
        Set-BkSetting encryption.resetDelayHours 0
        $backup = Get-BkBackup carol -Latest | Lock-BkBackup -PassThru
        { Reset-BkEncryptionKey carol -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'LockedBackup*'
        $backup | Unlock-BkBackup
        (Reset-BkEncryptionKey carol -Confirm:$false).Backups | Should -Be 0
        Get-BkBackup carol | Should -BeNullOrEmpty
        Get-ChildItem $keys | Should -BeNullOrEmpty
        Get-ChildItem "$($store.State)/repositories" -Filter "$((Get-BkAccount carol).Id)*" | Should -BeNullOrEmpty
        { Backup-BkAccount carol -ErrorAction Stop } | Should -Throw -ErrorId 'NoEncryptionKey*'
    }
}

Describe 'An account''s owner' {
    It 'makes, uses and resets the own key, and no other' {
        New-BkUser jane -Role AccountOwner | Out-Null
        Set-BkAccount bob -Owner jane
        New-BkAccessKey jane | Connect-BkServer $store.State | Out-Null
        { Set-BkEncryptionKey alice Remote -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        $own = (Set-BkEncryptionKey bob Remote).EncryptionKey
        Set-Content "$($store.Accounts)/bob/notes.txt" spoilt
        { Restore-BkAccount bob -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'EncryptionKeyRequired*'
        Restore-BkAccount bob -EncryptionKey $own -Confirm:$false | Out-Null
        Get-Content "$($store.Accounts)/bob/notes.txt" | Should -Be 'notes of bob'
        Backup-BkAccount bob | Out-Null
        $file = New-BkDownload bob -EncryptionKey $own | Receive-BkDownload -Destination "$target/bob.tar.gz" -EncryptionKey $own
        (& tar -xzOf $file HomeDirectory/notes.txt) | Should -Be 'notes of bob'
        (Reset-BkEncryptionKey bob -Confirm:$false).Backups | Should -Be 0
        (Set-BkEncryptionKey bob Local).Location | Should -Be Local
        (Backup-BkAccount bob).Account | Should -Be web01/bob
    }
}
