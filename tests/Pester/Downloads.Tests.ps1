BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
    Backup-BkAccount alice, bob | Out-Null
    $target = (New-Item "$($store.Root)/out" -ItemType Directory).FullName
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Downloads' {
    It 'are made, received with a right checksum, and open with tar' {
        $download = New-BkDownload alice
        $download.Account, $download.Format, $download.Fetches | Should -Be web01/alice, TarGz, 0
        $file = $download | Receive-BkDownload -Destination $target
        $file | Should -BeOfType IO.FileInfo
        $file.Name | Should -Be $download.FileName
        (Get-FileHash $file).Hash | Should -Be $download.Sha256
        (& tar -xzOf $file HomeDirectory/notes.txt) | Should -Be 'notes of alice'
        (Get-BkDownload -Id $download.Id).Fetches | Should -Be 1
    }

    It 'hold chosen paths of a chosen backup, as zip too' {
        $backup = Get-BkBackup bob -Latest
        $download = $backup | New-BkDownload -Path notes.txt -Format Zip
        Receive-BkDownload $download.Id "$target/bob.zip" | Out-Null
        Expand-Archive "$target/bob.zip" "$target/bob"
        (Get-ChildItem "$target/bob" -Recurse -File -Name) | Should -Be HomeDirectory/notes.txt
    }

    It 'are listed by account and id, as a table, and completed' {
        (Get-BkDownload alice).Account | Should -Be web01/alice
        Get-BkAccount bob | Get-BkDownload | ForEach-Object Account | Should -Be web01/bob
        (Get-BkDownload).Count | Should -Be 2
        (Get-BkDownload | Out-String -Width 140) | Should -Match 'Account\s+Created\s+Format\s+Size\s+Fetches\s+Expires\s+Id'
        { Get-BkDownload -Id ([guid]::Empty) -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { Get-BkDownload nobody -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        (TabExpansion2 'Receive-BkDownload ').CompletionMatches.CompletionText | Should -Be (Get-BkDownload).Id
        (TabExpansion2 'New-BkDownload alice -Path no').CompletionMatches.CompletionText | Should -Be notes.txt
    }

    It 'replace a file with -Force only, and do nothing under -WhatIf' {
        Set-Content "$target/mine" mine
        $download = Get-BkDownload alice
        { $download | Receive-BkDownload -Destination "$target/mine" -ErrorAction Stop } | Should -Throw -ErrorId 'AlreadyExists*'
        $download | Receive-BkDownload -Destination "$target/mine" -Force -WhatIf
        Get-Content "$target/mine" | Should -Be mine
        New-BkDownload alice -WhatIf
        $download | Remove-BkDownload -WhatIf
        (Get-BkDownload alice).Id | Should -Be $download.Id
        ($download | Receive-BkDownload -Destination "$target/mine" -Force).Length | Should -Be $download.Size
    }

    It 'that are not what was made are refused' {
        $download = New-BkDownload alice
        $file = "$($store.State)/downloads/$($download.Id)"
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[40] = $bytes[40] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
        $failure = Get-Failure { Receive-BkDownload $download "$target/damaged" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ChecksumMismatch*'
        Get-ChildItem $target -Filter 'damaged*' | Should -BeNullOrEmpty
        $download | Remove-BkDownload -Confirm:$false
        $file | Should -Not -Exist
    }

    It 'are an account owner''s own, and another''s are not there' {
        New-BkUser alice-owner -Role AccountOwner | Out-Null
        Set-BkAccount alice -Owner alice-owner
        $key = New-BkAccessKey alice-owner
        $others = Get-BkDownload bob
        $key | Connect-BkServer $store.State | Out-Null
        (Get-BkDownload).Account | Sort-Object -Unique | Should -Be web01/alice
        { $others | Receive-BkDownload -Destination $target -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { $others | Remove-BkDownload -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        { New-BkDownload bob -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound*'
        (New-BkDownload alice -Format Zip | Receive-BkDownload -Destination $target).Extension | Should -Be .zip
        Connect-BkServer $store.State | Out-Null
    }

    It 'need the restore conditions accepted' {
        New-BkRestoreCondition terms 'Terms.' | Out-Null
        { New-BkDownload alice -ErrorAction Stop } | Should -Throw -ErrorId 'ConditionNotAccepted*'
        (New-BkDownload alice -AcceptCondition terms).AcceptedConditions | Should -Be terms
    }
}
