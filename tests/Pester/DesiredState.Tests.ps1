Describe 'Desired state' {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        Set-Content "$TestDrive/users.yaml" @'
apiVersion: backupaccess/v1
kind: State
users:
  - name: jane
    roles: [FullSupport]
    consoleAccess: false
'@
        Set-Content "$TestDrive/grants.yaml" @'
apiVersion: backupaccess/v1
kind: State
grants:
  - user: jane
    connectors: [web01]
'@
        Set-Content "$TestDrive/bad.yml.txt" @'
apiVersion: backupaccess/v1
kind: State
users:
  - name: jane
    rols: [FullSupport]
  - name: 'no/slash'
'@
    }

    AfterAll { Remove-Item $store.Root -Recurse -Force }

    BeforeEach { Connect-BkServer $store.State; Push-Location $TestDrive }

    AfterEach { Pop-Location }

    Context 'Test-BkState' {
        It 'Passes what is sound' {
            $result = Test-BkState ./users.yaml
            $result.Passed | Should -BeTrue
            $result.Sources | Should -Be ./users.yaml
            Test-BkState ./users.yaml -Quiet | Should -BeTrue
        }

        It 'Names everything that is wrong with line and column' {
            $result = Test-BkState ./bad.yml.txt
            $result.Passed | Should -BeFalse
            $result.Findings.Count | Should -BeGreaterThan 1
            $result.Findings[0].Source | Should -Be ./bad.yml.txt
            $result.Findings.Line | Should -Contain 5
            Test-BkState ./bad.yml.txt -Quiet | Should -BeFalse
        }

        It 'Says nothing of no file' { Get-ChildItem none*.yaml | Test-BkState | Should -BeNullOrEmpty }

        It 'Reports a file that is not there, and reads none of the others' {
            (Get-Failure { Test-BkState ./users.yaml, ./missing.yaml }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }
    }

    Context 'Compare-BkState and Import-BkState' {
        It 'Plan without changing anything' {
            (Compare-BkState ./users.yaml).Name | Should -Be jane
            Get-BkUser jan* | Should -BeNullOrEmpty
            Import-BkState ./users.yaml -WhatIf
            Get-BkUser jan* | Should -BeNullOrEmpty
        }

        It 'Report every finding of bad files, and change nothing' {
            Import-BkState ./bad.yml.txt -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.Count | Should -BeGreaterThan 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDocument,*'
            $failures.TargetObject.Line | Should -Contain 5
            Get-BkUser jan* | Should -BeNullOrEmpty
        }

        It 'Take files that refer to each other from the pipeline, and a second time change nothing' {
            (Get-ChildItem *.yaml | Import-BkState).Kind | Should -Be user, grant
            (Get-BkConnectorAccess jane).Connector | Should -Be web01
            Import-BkState . | Should -BeNullOrEmpty
            Compare-BkState ./*.yaml | Should -BeNullOrEmpty
        }

        It 'Are bound by what the caller may do by hand' {
            Set-Content ./more.yaml "apiVersion: backupaccess/v1`nkind: State`nusers:`n  - name: mallory`n    roles: [Administrator]"
            Connect-TestUser $store.State jane FullSupport
            (Get-Failure { Import-BkState ./more.yaml }).FullyQualifiedErrorId | Should -Match '^(AccessDenied|NotFound),'
            Remove-Item ./more.yaml
        }
    }
}
