<#
.SYNOPSIS
    Runs the Pester suite against out/BackupAccess. Ends with 200 where there is no Pester 5, with 1 where a test failed.
#>
param(
    # Where the results go, as JUnit XML.
    [string] $Results,

    # Which tests to run, by their full names, with commas between them; wildcards are allowed.
    [string] $Name = '*'
)

$pester = Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } | Select-Object -First 1
if (-not $pester) {
    'Pester 5 not found: the Pester suite did not run'
    exit 200
}

$PSStyle.OutputRendering = 'PlainText'
Import-Module $pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Filter.FullName = $Name -split ','
$configuration.Output.Verbosity = 'Normal'
if ($Results) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $Results
}

$run = Invoke-Pester -Configuration $configuration
exit [int] ($run.Result -ne 'Passed')
