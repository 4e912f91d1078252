BeforeDiscovery {
    $can = $IsLinux -and (Test-Path /usr/bin/python3)
}

Describe 'Storage controllers' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        $password = '0nt4p-pass-phrase'
        $credential = [pscredential]::new('backup', (ConvertTo-TestSecret $password))

        # A controller whose one volume is a folder; Port, and the folder that tells what it was asked.
        function Start-TestController([string] $Mount, [string[]] $Tls = @()) {
            $folder = New-Item "$($store.Root)/controller-$([guid]::NewGuid().ToString('n'))" -ItemType Directory
            $start = [Diagnostics.ProcessStartInfo]::new('/usr/bin/python3', [string[]](@("$PSScriptRoot/../Ontap/server.py", "$folder", 'backup', $password, $Mount) + $Tls))
            $start.RedirectStandardOutput = $true
            $process = [Diagnostics.Process]::Start($start)
            [pscustomobject]@{ Process = $process; Port = [int] $process.StandardOutput.ReadLine(); Folder = "$folder" }
        }

        # A certificate for localhost that nobody vouches for: its file, and that of its key.
        function New-TestCertificate {
            $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256'))
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, 'SHA256')
            $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
            $names.AddDnsName('localhost')
            $request.CertificateExtensions.Add($names.Build())
            $certificate = $request.CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
            Set-Content "$($store.Root)/controller.pem" $certificate.ExportCertificatePem()
            Set-Content "$($store.Root)/controller.key" $key.ExportPkcs8PrivateKeyPem()
            [pscustomobject]@{ Files = "$($store.Root)/controller.pem", "$($store.Root)/controller.key"; Pin = $certificate.GetCertHashString('SHA256') }
        }
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    Context 'New-BkStorageController' {
        It 'Registers a controller and shows no password' {
            $controller = New-BkStorageController filer1 filer1.example.org $credential
            $controller.Url | Should -Be https://filer1.example.org:443
            $controller.CertificateCheck | Should -Be System
            $controller | Format-List * -Force | Out-String | Should -Not -Match $password
            Get-BkAuditEvent -Operation createStorageController | Format-List * -Force | Out-String | Should -Not -Match $password
        }

        It 'Warns of a password in clear and of a certificate that is not checked, which the audit log tells' {
            New-BkStorageController clear filer1.example.org $credential -Scheme Http -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
            $warnings | Should -BeLike '*in clear*'
            New-BkStorageController unchecked filer1.example.org $credential -SkipCertificateCheck -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
            $warnings | Should -BeLike '*isn''t checked*'
            (Get-BkStorageController unchecked).CertificateCheck | Should -Be None
            (Get-BkAuditEvent -Operation createStorageController -Newest 1).Reason | Should -BeLike '*certificate not checked*'
        }

        It 'Refuses the accounts that a controller comes with, unless it is forced' {
            $admin = [pscredential]::new('VSAdmin', (ConvertTo-TestSecret $password))
            (Get-Failure { New-BkStorageController vs filer1.example.org $admin }).FullyQualifiedErrorId | Should -BeLike 'AdministratorAccount,*'
            (New-BkStorageController vs filer1.example.org $admin -Force).UserName | Should -Be VSAdmin
        }

        It 'Refuses what can not be right, and what is there' {
            (Get-Failure { New-BkStorageController other 'no host' $credential }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-BkStorageController other filer1 $credential -Port 70000 }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-BkStorageController other filer1 $credential -CertificatePin 00 -SkipCertificateCheck }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-BkStorageController other filer1 $credential -CertificateAuthority "$($store.Root)/missing.pem" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-BkStorageController FILER1 filer1 $credential }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
        }

        It 'Makes none with -WhatIf' {
            New-BkStorageController ghost filer1 $credential -WhatIf
            Get-BkStorageController gho* | Should -BeNullOrEmpty
        }
    }

    Context 'Get-BkStorageController' {
        It 'Finds by pattern, in any case' { (Get-BkStorageController FILER*).Name | Should -Be filer1 }
        It 'Reports one that is not there' { (Get-Failure { Get-BkStorageController tape }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*' }
        It 'Shows a table' { Get-BkStorageController filer1 | Out-String | Should -Match 'filer1\s+https://filer1.example.org:443\s+backup\s+System' }
    }

    Context 'Set-BkStorageController' {
        It 'Changes where it is together with the account only' {
            (Get-Failure { Set-BkStorageController filer1 -Address thief.example.org }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            $changed = Get-BkStorageController filer1 | Set-BkStorageController -Address filer2.example.org -Port 8443 -Credential $credential -PassThru
            $changed.Url | Should -Be https://filer2.example.org:8443
        }

        It 'Has the system''s authorities check the certificate again' {
            Set-BkStorageController unchecked -Credential $credential -SkipCertificateCheck:$false
            (Get-BkStorageController unchecked).CertificateCheck | Should -Be System
        }

        It 'Refuses to change nothing' { { Set-BkStorageController filer1 -ErrorAction Stop } | Should -Throw }
    }

    Context 'Test-BkStorageController' {
        It 'Says what failed' {
            New-BkStorageController closed 127.0.0.1 $credential -Port 1 | Out-Null
            $test = Get-BkStorageController closed | Test-BkStorageController
            $test.Passed | Should -BeFalse
            $test.Findings.Problem | Should -Be ConnectionRefused
            Test-BkStorageController closed -Quiet | Should -BeFalse
        }

        It 'Signs in to a controller whose certificate is vouched for' -Skip:(-not $can) {
            $certificate = New-TestCertificate
            $controller = Start-TestController /nowhere $certificate.Files
            try {
                New-BkStorageController tls localhost $credential -Port $controller.Port | Out-Null
                (Test-BkStorageController tls).Findings.Problem | Should -Be CertificateUntrusted
                Set-BkStorageController tls -Credential $credential -CertificateAuthority $certificate.Files[0]
                Test-BkStorageController tls -Quiet | Should -BeTrue
                Set-BkStorageController tls -Credential $credential -CertificatePin $certificate.Pin
                $test = Test-BkStorageController tls
                $test.Version | Should -BeLike 'NetApp Release 9.15.1*'
                $test.Findings | Should -BeNullOrEmpty
                Set-BkStorageController tls -Credential ([pscredential]::new('backup', (ConvertTo-TestSecret wrong)))
                (Test-BkStorageController tls).Findings.Problem | Should -Be SignInRefused
            }
            finally {
                $controller.Process.Kill()
            }
        }
    }

    Context 'Connectors of a volume' {
        It 'Are backed up from a snapshot, of which as many stay as are to' -Skip:(-not $can) {
            $volume = "$($store.Root)/volume"
            'alice', 'bob' | ForEach-Object { New-TestAccount $volume $_ }
            $controller = Start-TestController $volume
            try {
                New-BkStorageController volumes localhost $credential -Scheme Http -Port $controller.Port -WarningAction SilentlyContinue | Out-Null
                $connector = New-BkConnector home Ontap $volume -Controller volumes -Volume svm1:home
                $connector.Controller | Should -Be volumes
                $connector | Sync-BkConnector | Out-Null
                $backup = Backup-BkAccount home/alice
                $backup.ProblemCount | Should -Be 0
                Get-Content "$($controller.Folder)/requests" | Should -Contain 'POST /api/storage/volumes/0bc1a2f4-5e6d-4c7b-8a9f-0123456789ab/snapshots'
                (Get-BkVolumeSnapshot home).Ours | Should -Be $false

                Set-BkConnector home -KeepSnapshots 1
                $kept = Backup-BkAccount home/bob
                $ours = $connector | Get-BkVolumeSnapshot | Where-Object Ours
                $ours.Backup | Should -Be $kept.Id
                $ours.Name | Should -BeLike "backupaccess_$($kept.Id)_*"
                $ours | Out-String | Should -Match 'home\s+.*True\s+backupaccess_'
                (Get-Failure { Remove-BkStorageController volumes -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'ControllerInUse,*'

                Set-Content "$($controller.Folder)/behaviour" create-fails
                $failure = Get-Failure { Backup-BkAccount home/alice }
                $failure.FullyQualifiedErrorId | Should -BeLike 'ControllerFailed,*'
                "$failure" | Should -BeLike '*No space left on aggregate aggr1*'
            }
            finally {
                $controller.Process.Kill()
            }
        }

        It 'Are whole, and no others have snapshots' {
            (Get-Failure { New-BkConnector other Ontap "$($store.Root)/volume" }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-BkConnector other Folder "$($store.Root)/volume" -Controller filer1 -Volume svm1:home }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { Get-BkVolumeSnapshot web01 }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }
    }

    Context 'Remove-BkStorageController' {
        It 'Asks first' { Get-WhatIf { Remove-BkStorageController filer1 } | Should -BeLike '*Remove storage controller*filer1*' }

        It 'Forgets those that nothing uses' {
            Get-BkStorageController filer1, clear | Remove-BkStorageController -Confirm:$false -PassThru | Should -HaveCount 2
            Get-BkStorageController filer* | Should -BeNullOrEmpty
        }
    }
}
