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
            (Import-BkState ./users.yaml -WhatIf).Name | Should -Be jane
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

    Context 'Plans that are judged, saved and pruned' {
        BeforeAll {
            function Set-State([string] $Text) { Set-Content "$TestDrive/own.yml.txt" "apiVersion: backupaccess/v1`nkind: State`n$Text" }
        }

        It 'Say how severe each change is, and fail on it' {
            Set-State "users: [{ name: boss, roles: [Administrator] }]`ntags: [{ name: plain }]"
            (Compare-BkState ./own.yml.txt).Severity | Should -Be Information, Critical
            $failure = Get-Failure { Compare-BkState ./own.yml.txt -FailOn Critical }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SevereChanges,*'
            "$failure" | Should -Be '1 of 2 changes are Critical or worse, the first of them: create user "boss".'
            Set-State 'tags: [{ name: plain }]'
            Compare-BkState ./own.yml.txt -FailOn Warning -ErrorAction Stop | Should -Not -BeNullOrEmpty
        }

        It 'Write Markdown in which no name is more than a name' {
            Set-State "users: [{ name: boss, roles: [Administrator] }]`nconditions: [{ name: x, text: 'a | <b> [c](d) @all' }]"
            $text = Compare-BkState ./own.yml.txt -AsMarkdown
            $text | Should -BeOfType string
            $text | Should -BeLike '?*2 changes, 1 critical*'
            $text | Should -Match '\| Critical \| Create \| user boss \|'
            $text | Should -Not -Match '[^\\]<b>'
            $text | Should -Match 'a \\\| \\<b\\> \\\[c\\\]'
            Set-State 'tags: []'
            Compare-BkState ./own.yml.txt -AsMarkdown | Should -Be "The state is as declared.`n"
        }

        It 'Are applied as they were looked at, or not at all' {
            Set-State 'tags: [{ name: planned }]'
            Compare-BkState ./own.yml.txt -Plan ./plan.json | Out-Null
            Import-BkState -Plan ./plan.json -WhatIf | ForEach-Object Name | Should -Be planned
            New-BkTag planned | Out-Null
            (Get-Failure { Import-BkState -Plan ./plan.json }).FullyQualifiedErrorId | Should -BeLike 'PlanOutdated,*'
            Remove-BkTag planned -Confirm:$false
            (Import-BkState -Plan ./plan.json).Name | Should -Be planned
            Set-Content ./no.json '{}'
            (Get-Failure { Import-BkState -Plan ./no.json }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }

        It 'Prune what the owner declares no more, much of it only when it is meant' {
            Set-State 'tags: [{ name: o1 }, { name: o2 }, { name: o3 }]'
            Import-BkState ./own.yml.txt -Owner pester | Out-Null
            Set-State 'tags: [{ name: o1 }]'
            Import-BkState ./own.yml.txt -Owner pester | Should -BeNullOrEmpty
            (Compare-BkState ./own.yml.txt -Owner pester -Prune).Action | Should -Be Remove, Remove
            (Get-Failure { Import-BkState ./own.yml.txt -Owner pester -Prune }).FullyQualifiedErrorId | Should -BeLike 'PruneRefused,*'
            (Import-BkState ./own.yml.txt -Owner pester -Prune -Confirm:$false).Name | Should -Be o2, o3
            Set-State 'tags: []'
            (Get-Failure { Import-BkState ./own.yml.txt -Owner pester -Prune -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'PruneRefused,*'
            (Import-BkState ./own.yml.txt -Owner pester -Prune -Force).Name | Should -Be o1
            (Get-Failure { Import-BkState ./own.yml.txt -Prune }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }
    }

    Context 'Export-BkState' {
        It 'Write what applies to an empty store and gives the same' {
            New-BkTag exported | Out-Null
            $file = Export-BkState ./export.yml.txt
            Compare-BkState ./export.yml.txt -ErrorAction Stop | Should -BeNullOrEmpty
            (Get-Failure { Export-BkState ./export.yml.txt }).FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
            Export-BkState ./export.yml.txt -Force | Should -Not -BeNullOrEmpty
            $tags = Export-BkState -Section tags
            $tags | Should -Match '(?m)^  - name: exported$'
            $tags | Should -Not -Match 'users:'
            (Get-Failure { Export-BkState -Section tag }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            Get-Content $file -Raw | Should -Match '(?m)^users:$'
        }

        It 'Write nothing with -WhatIf, and complete sections' {
            Export-BkState ./never.yml.txt -WhatIf
            './never.yml.txt' | Should -Not -Exist
            (TabExpansion2 'Export-BkState -Section po' -cursorColumn 26).CompletionMatches.CompletionText | Should -Be policies
        }
    }
}
