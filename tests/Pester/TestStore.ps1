# Dot-sourced by the suites: the module, and a store with a connector of three small accounts.

$module = (Resolve-Path "$PSScriptRoot/../../out/BackupAccess").Path
Import-Module $module -Force

function New-TestAccount([string] $Folder, [string] $Name) {
    New-Item "$Folder/$Name/public_html" -ItemType Directory -Force | Out-Null
    Set-Content "$Folder/$Name/public_html/index.php" "<?php // $Name"
    Set-Content "$Folder/$Name/notes.txt" "notes of $Name"
}

# Not in TestDrive, which Pester clears of what a block made when the block ends. AfterAll removes it.
function New-TestStore {
    $root = Join-Path ([IO.Path]::GetTempPath()) "backupaccess-$([guid]::NewGuid().ToString('n'))"
    'alice', 'bob', 'carol' | ForEach-Object { New-TestAccount "$root/accounts" $_ }
    Initialize-BkStore "$root/state" root-admin | Out-Null
    New-BkConnector web01 Folder "$root/accounts" | Sync-BkConnector | Out-Null
    [pscustomobject]@{ Root = $root; State = "$root/state"; Accounts = "$root/accounts" }
}

# Connects as a user with a role, and access to web01, by an access key made for it.
function Connect-TestUser([string] $State, [string] $Name, [string] $Role) {
    Connect-BkServer $State | Out-Null
    if (-not (Get-BkUser $Name -ErrorAction Ignore)) {
        New-BkUser $Name -Role $Role | Out-Null
        Grant-BkConnectorAccess $Name web01 -ErrorAction Ignore
    }

    Get-BkAccessKey $Name | Remove-BkAccessKey -Confirm:$false
    New-BkAccessKey $Name | Connect-BkServer $State | Out-Null
}

function ConvertTo-TestSecret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }

# What an act fails with, as an error record; $null when it doesn't.
function Get-Failure([scriptblock] $Act) {
    $ErrorActionPreference = 'Stop'
    try { & $Act | Out-Null } catch { $_ }
}

# What an act says that it would do.
function Get-WhatIf([scriptblock] $Act) {
    $transcript = Join-Path ([IO.Path]::GetTempPath()) "backupaccess-$([guid]::NewGuid().ToString('n')).txt"
    Start-Transcript $transcript -UseMinimalHeader | Out-Null
    try { & { $WhatIfPreference = $true; & $Act } | Out-Null } finally { $WhatIfPreference = $false; Stop-Transcript | Out-Null }
    (Get-Content $transcript | Where-Object { $_ -like 'What if:*' }) -join "`n"
    Remove-Item $transcript
}

# Runs a script in a fresh process and gives what it wrote.
function Invoke-Fresh([string] $Script) {
    $executable = (Get-Process -Id $PID).Path
    & $executable -NoProfile -NonInteractive -Command $Script
}
