BeforeDiscovery {
    $can = $IsLinux -and (Test-Path /usr/bin/python3) -and (Test-Path /usr/bin/openssl) -and (/usr/bin/python3 -c 'import aiosmtpd' 2>&1 | Measure-Object).Count -eq 0
}

Describe 'Notifications' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    It 'Need a server, which is set whole and shown without its password' {
        Get-BkMailServer | Should -BeNullOrEmpty
        (Get-Failure { Test-BkMailServer jane@example.org }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        Set-BkMailServer smtp.example.org -From backups@example.org -Security Tls -Credential ([pscredential]::new('backups', (ConvertTo-TestSecret 'the password')))
        $server = Get-BkMailServer
        $server.Port | Should -Be 465
        $server.UserName | Should -Be backups
        $server | Format-List * -Force | Out-String | Should -Not -Match 'the password'
        (Set-BkMailServer smtp.example.org -From backups@example.org -PassThru).Port | Should -Be 587
        (Get-BkMailServer).UserName | Should -BeNullOrEmpty
        Remove-BkMailServer -Confirm:$false
        Get-BkMailServer | Should -BeNullOrEmpty
    }

    It 'Refuse what can not be right' {
        (Get-Failure { Set-BkMailServer 'no host' -From backups@example.org }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        (Get-Failure { Set-BkMailServer localhost -From nobody }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
    }

    It 'Say what keeps a message from going out' {
        Set-BkMailServer 127.0.0.1 -Port 1 -From backups@example.org -Security None
        $test = 'jane@example.org' | Test-BkMailServer
        $test.Passed | Should -BeFalse
        $test.Problem | Should -BeLike '*can''t be reached*'
        Test-BkMailServer jane@example.org -Quiet | Should -BeFalse
    }

    It 'Go out over an encrypted line, signed in, to an account that has an address' -Skip:(-not $can) {
        $folder = New-Item "$($store.Root)/mail" -ItemType Directory
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>$null
        $start = [Diagnostics.ProcessStartInfo]::new('/usr/bin/python3', [string[]]("$PSScriptRoot/../Smtp/server.py", $folder, "$folder/certificate.pem", "$folder/key.pem", 'backups', 'the password'))
        $start.RedirectStandardOutput = $true
        $server = [Diagnostics.Process]::Start($start)
        try {
            $port = $server.StandardOutput.ReadLine()
            $script = @"
                Import-Module '$module'
                Connect-BkServer '$($store.State)' | Out-Null
                Set-BkAccount alice -Email alice@example.org
                Set-BkMailServer localhost -Port $port -From backups@example.org -Credential ([pscredential]::new('backups', (ConvertTo-SecureString 'PASSWORD' -AsPlainText)))
                (Test-BkMailServer admin@example.org).Problem
                Backup-BkAccount alice | Out-Null
                Disconnect-BkServer
"@
            Invoke-Fresh $script.Replace('PASSWORD', 'the password') | Out-String | Should -BeLike "*isn't proven by its certificate*"
            Get-ChildItem $folder -Filter *.eml | Should -BeNullOrEmpty
            $env:SSL_CERT_FILE = "$folder/certificate.pem"
            Invoke-Fresh $script.Replace('PASSWORD', 'a wrong one') | Out-String | Should -BeLike '*refuses the user name or the password*'
            Get-ChildItem $folder -Filter *.eml | Should -BeNullOrEmpty
            Invoke-Fresh $script.Replace('PASSWORD', 'the password') | Out-String | Should -BeNullOrEmpty
            # The test's message, and the three backups' in time.
            $messages = Get-ChildItem $folder -Filter *.eml | Get-Content -Raw
            $messages | Where-Object { $_ -match 'To: admin@example.org' } | Should -HaveCount 1
            $messages | Where-Object { $_ -match 'Subject: Backup of web01/alice is done' } | Should -HaveCount 3
        }
        finally {
            $env:SSL_CERT_FILE = $null
            $server.Kill()
        }
    }
}
