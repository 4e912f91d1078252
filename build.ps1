#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds the module, tests it with Pester, and packs it.

.DESCRIPTION
    dotnet build alone lays a ready-to-import module in out/BackupAccess. This script adds what needs a PowerShell:
    the Pester suite, and an archive of the module, to be unpacked into a folder of PSModulePath.

.EXAMPLE
    ./build.ps1

    Builds the module into out/BackupAccess.

.EXAMPLE
    ./build.ps1 -Test -Name 'Restoring*'

    Builds, and runs the Pester tests whose names begin so.

.EXAMPLE
    ./build.ps1 -Configuration Release -Test -Pack

    Builds, runs the whole suite, and writes out/BackupAccess-VERSION.zip.
#>
[CmdletBinding()]
param(
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # Runs the Pester suite, which needs Pester 5.
    [switch] $Test,

    # Which Pester tests to run, by their full names; wildcards are allowed.
    [string[]] $Name = '*',

    # Packs the module into an archive in out.
    [switch] $Pack
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot out BackupAccess

dotnet build (Join-Path $PSScriptRoot src BackupAccess.PowerShell) --configuration $Configuration
if ($LASTEXITCODE) { exit $LASTEXITCODE }

if ($Test) {
    # In a process of its own, since a module that was imported keeps its files.
    & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot tests Pester Invoke-Suite.ps1) -Name ($Name -join ',')
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
}

if ($Pack) {
    $version = (Test-ModuleManifest (Join-Path $module BackupAccess.psd1)).Version
    $archive = Join-Path $PSScriptRoot out "BackupAccess-$version.zip"
    Remove-Item $archive -ErrorAction Ignore
    [IO.Compression.ZipFile]::CreateFromDirectory($module, $archive, 'SmallestSize', $true)
    Get-Item $archive
}
