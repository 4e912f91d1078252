BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
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

    It 'Tells of what has ended, once' {
        New-BkUser passing -Until ([DateTimeOffset]::UtcNow.AddSeconds(3)) | Out-Null
        $deadline = [DateTimeOffset]::UtcNow.AddMinutes(1)
        do {
            Set-BkSetting throttle.freeFailures 6
            $end = Get-BkAuditEvent -Operation expire* -Object passing
        } until ($end -or [DateTimeOffset]::UtcNow -gt $deadline)
        $end.Principal, $end.Operation, $end.ObjectKind | Should -Be 'the engine', 'expireUser', 'user'
        $end.Reason | Should -BeLike 'until 20*Z'
        Set-BkSetting throttle.freeFailures 5
        Get-BkAuditEvent -Operation expire* -Object passing | Should -HaveCount 1
    }

    It 'Finds an event by each of the objects that it names' {
        (Get-BkAuditEvent -Object web01 -Operation *Connector).Operation | Should -Be grantConnector, synchronizeConnector, createConnector
        $made = Get-BkAuditEvent -Operation createUser -Object jane
        $made.ObjectId | Should -Be (Get-BkUser jane).Id
        $made.Objects.Name | Should -Be jane, FullSupport
        (Get-BkConnector web01 | Get-BkAuditEvent -Operation grantConnector).Objects.Kind | Should -Be grant, user, connector
    }

    It 'Reports a name that no operation has, and a pattern that matches none is empty' {
        $failure = Get-Failure { Get-BkAuditEvent -Operation mistyped }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failure.TargetObject | Should -Be mistyped
        Get-BkAuditEvent -Operation mistyped* | Should -BeNullOrEmpty
        $events = Get-BkAuditEvent -Operation createConnector, mistyped -ErrorAction SilentlyContinue -ErrorVariable failures
        $events.Operation | Should -Be createConnector
        $failures | Should -HaveCount 1
        (Get-BkAuditEvent -Operation SIGNIN -User jane)[0].Operation | Should -Be signIn
        Get-BkAuditEvent -Operation auditLogMissing | Should -BeNullOrEmpty
    }

    It 'Completes users, operations and objects' {
        Complete 'Get-BkAuditEvent -Operation sign' | Should -Be signIn
        Complete 'Get-BkAuditEvent -Operation auditLogI' | Should -Be auditLogInterrupted
        Complete 'Get-BkAuditEvent -Operation grantC' | Should -Be grantConnector
        Complete 'Get-BkAuditEvent -Object web01/a' | Should -Be web01/alice
        Complete 'Get-BkAuditEvent -User ja' | Should -Be jane
        Complete 'Get-BkAuditEvent -User local' | Should -BeLike '*local:*'
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

Describe 'The audit log as a whole' {
    BeforeEach { Connect-BkServer $store.State }

    It 'Passes, and -Quiet says so in one word' {
        $verification = Test-BkAuditLog
        $verification.Passed | Should -BeTrue
        $verification.Findings | Should -BeNullOrEmpty
        $verification.Last | Should -Be (Get-BkAuditEvent -Newest 1).Sequence
        Test-BkAuditLog -Quiet | Should -BeTrue
    }

    It 'Lists the oldest first where that is asked for' {
        (Get-BkAuditEvent -Oldest | Select-Object -First 2).Sequence | Should -Be 1, 2
        (Get-Failure { Get-BkAuditEvent -Oldest -Newest 1 }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
    }

    It 'Is exported as lines of JSON, and not over another file' {
        $file = "$($store.Root)/audit.jsonl"
        Get-WhatIf { Export-BkAuditLog $file } | Should -BeLike '*audit.jsonl*'
        $file | Should -Not -Exist
        (Export-BkAuditLog $file -PassThru).FullName | Should -Be $file
        $lines = Get-Content $file | ConvertFrom-Json
        $lines.Count | Should -Be (Get-BkAuditEvent).Count
        $lines[0].sequence | Should -Be 1
        $lines[0].mac | Should -Match '^[0-9a-f]{64}$'
        (Get-Failure { Export-BkAuditLog $file }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
        Export-BkAuditLog $file -Force -Before 2000-01-01
        Get-Content $file | Should -BeNullOrEmpty
        Get-ChildItem $store.Root -Filter *.partial | Should -BeNullOrEmpty
    }

    It 'Is kept whole while the setting says so' {
        Get-WhatIf { Clear-BkAuditLog } | Should -BeLike '*audit.retentionDays*'
        (Get-Failure { Clear-BkAuditLog -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'AuditLogKept,*'
    }

    It 'Hands its head to a script, which proves it' {
        Set-Content "$($store.Root)/take.sh" 'cat > "$1/taken.head"'
        @"
commands:
  - {name: take, purpose: auditHead, path: /bin/sh, arguments: ['$($store.Root)/take.sh', '$($store.Root)']}
  - {name: key, purpose: key, path: /bin/cat}
"@ | Set-Content "$($store.State)/commands.yaml"
        Complete 'Set-BkSetting audit.headCommand ' | Should -Be take
        (Get-Failure { Set-BkSetting audit.headCommand key }).FullyQualifiedErrorId | Should -BeLike 'WrongCommandPurpose,*'
        (Get-Failure { Set-BkSetting audit.headCommand none }).FullyQualifiedErrorId | Should -BeLike 'CommandNotAllowed,*'
        Set-BkSetting audit.headCommand take
        $verification = Get-Item "$($store.Root)/taken.head" | Test-BkAuditLog
        $verification.Passed | Should -BeTrue
        $verification.ProvenByHead | Should -Be (Get-BkAuditEvent -Operation updateSetting -Newest 1).Sequence
        Set-BkSetting audit.headCommand -Default
    }

    It 'Takes no file for a head that is none' {
        Set-Content "$($store.Root)/no.head" 'nothing'
        (Get-Failure { Test-BkAuditLog -Head "$($store.Root)/no.head" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        (Get-Failure { Test-BkAuditLog -Head "$($store.Root)/none.head" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
    }

    It 'Shows tables' {
        (Test-BkAuditLog | Out-String).Trim() | Should -BeLike 'Passed*Events*First*Last*ProvenByHead*Findings*'
    }
}

Describe 'Update-BkSecretKey' {
    BeforeEach { Connect-BkServer $store.State }

    It 'Changes the key, and everything opens as before' {
        $key = Get-Content "$($store.State)/state.key"
        $password = (Export-BkEncryptionKey alice -AsPlainText -Confirm:$false).Password
        Get-WhatIf { Update-BkSecretKey } | Should -BeLike "*the state's key*"
        Get-Content "$($store.State)/state.key" | Should -Be $key
        $rotation = Update-BkSecretKey
        $rotation.Completed | Should -BeTrue
        $rotation.Records | Should -Be 1
        Get-Content "$($store.State)/state.key" | Should -Not -Be $key
        (Export-BkEncryptionKey alice -AsPlainText -Confirm:$false).Password | Should -Be $password
        Test-BkAuditLog -Quiet | Should -BeTrue
        (Get-BkAuditEvent -Operation rotateSealingKey).Outcome | Should -Be Succeeded, Attempted
    }
}

Describe 'Initialize-BkStore -KeyCommand' {
    It 'Makes a state whose key is where the command finds it' {
        $folder = "$($store.Root)/vaulted"
        New-Item $folder -ItemType Directory | Out-Null
        chmod 0700 $folder
        [Convert]::ToBase64String([Security.Cryptography.RandomNumberGenerator]::GetBytes(32)) | Set-Content "$($store.Root)/vault"
        @"
commands:
  - {name: get, purpose: key, path: /bin/cat, arguments: ['$($store.Root)/vault']}
  - {name: send, purpose: auditHead, path: /bin/cat}
"@ | Set-Content "$folder/commands.yaml"
        Complete "Initialize-BkStore $folder -KeyCommand " | Should -Be get
        Complete "Initialize-BkStore $folder -KeyPutCommand g" | Should -Be get
        (Get-Failure { Initialize-BkStore $folder -KeyCommand send }).FullyQualifiedErrorId | Should -BeLike 'WrongCommandPurpose,*'
        (Get-Failure { Initialize-BkStore $folder -KeyPutCommand get }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        (Get-Failure { Initialize-BkStore $folder -KeyCommand missing }).FullyQualifiedErrorId | Should -BeLike 'KeyUnavailable,*'
        Initialize-BkStore $folder -KeyCommand get | Out-Null
        "$folder/state.key" | Should -Not -Exist
        (Get-Failure { Update-BkSecretKey }).FullyQualifiedErrorId | Should -BeLike 'KeyUnavailable,*'
        Connect-BkServer $folder | Out-Null
        Get-BkUser | Should -HaveCount 1
    }
}
