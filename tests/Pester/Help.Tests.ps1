BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../out/BackupAccess" -Force
    $commands = (Get-Command -Module BackupAccess).Name
}

BeforeAll { . $PSScriptRoot/TestStore.ps1 }

Describe 'Get-Help <_>' -ForEach $commands {
    BeforeAll { $help = Get-Help $_ -Full }

    It 'Has a synopsis, a description and two examples' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$_ *"
        $help.Description.Text | Should -Not -BeNullOrEmpty
        $help.Examples.Example.Count | Should -BeGreaterOrEqual 2
    }

    It 'Describes every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $names = (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common }
        $described = @($help.Parameters.Parameter | Where-Object { $_.Description.Text })
        $described.Name | Sort-Object | Should -Be ($names | Sort-Object)
    }

    It 'Shows a syntax a parameter set' {
        @($help.Syntax.SyntaxItem).Count | Should -Be (Get-Command $_).ParameterSets.Count
    }
}

Describe 'Topics' {
    It 'Explain <_>' -ForEach 'about_BackupAccess', 'about_BackupAccess_Access', 'about_BackupAccess_DesiredState' {
        Get-Help $_ | Should -BeLike '*SHORT DESCRIPTION*'
    }

    It 'Say where the boundary is' { Get-Help about_BackupAccess_Access | Should -BeLike '*boundary is the operating system''s*' }
}

Describe 'Examples' {
    It 'Of <_> parse, and name cmdlets and parameters that there are' -ForEach $commands {
        foreach ($example in (Get-Help $_ -Full).Examples.Example) {
            # What is typed ends at the first blank line; what follows is what comes back.
            $typed = ($example.Code -split '\r?\n\s*\r?\n')[0] -replace '(?m)^PS> ', ''
            $errors = $null
            $script = [System.Management.Automation.Language.Parser]::ParseInput($typed, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $typed
            $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) |
                Where-Object { $_.GetCommandName() -like '*-Bk*' } | ForEach-Object {
                    $command = Get-Command $_.GetCommandName() -ErrorAction Stop
                    $_.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } | ForEach-Object {
                        $command.ResolveParameter($_.ParameterName).Name | Should -BeLike "$($_.ParameterName)*" -Because $typed
                    }
                }
        }
    }
}
