<#
Has a web application answer "be right back" while its account is backed up: its files then change by nobody's request.

From quiesce to unquiesce there is a file beneath the home, which the web server or the application looks for:

    nginx:   if (-f $document_root/.maintenance) { return 503; }
    Apache:  RewriteCond %{DOCUMENT_ROOT}/.maintenance -f
             RewriteRule ^ - [R=503,L]

Requests under way then have the grace to end. A file that is there already, because somebody else has put the
application into maintenance, is left alone before and after. The one that this writes says that it does, so unquiesce is
right after a killed backup, too, and when it is run twice.

The file would come back with a restore: let the configuration exclude it (discover tells the pattern).

Entry: interpreter: the path of pwsh; user: "{account}", whose folder this writes to, for the folder may hold links that
the account has made; arguments: [-Flag, public_html/.maintenance, -Grace, "2"]; operations describe, discover, quiesce
and unquiesce.
#>
param([string] $Flag = 'public_html/.maintenance', [double] $Grace = 2)

$ErrorActionPreference = 'Stop'
$mark = 'BackupAccess'
$call = [Console]::In.ReadToEnd() | ConvertFrom-Json
$path = Join-Path $call.account.home $Flag

function Write-Answer([string] $Status, [string] $Message, [hashtable] $Data = @{}) {
    @{ version = 1; status = $Status; message = $Message; data = $Data } | ConvertTo-Json -Compress -Depth 8
}

function Test-Own {
    (Test-Path -LiteralPath $path -PathType Leaf) -and [IO.File]::ReadAllText($path).StartsWith($mark)
}

try {
    switch ($call.operation) {
        'describe' { Write-Answer ok "maintenance by $Flag" }
        'discover' { Write-Answer ok '' @{ items = @('HomeDirectory'); excludes = @($Flag) } }
        'quiesce' {
            if (Test-Path -LiteralPath $path) {
                Write-Answer ok 'in maintenance already'
                break
            }

            # CreateNew follows no link.
            $file = [IO.StreamWriter]::new([IO.FileStream]::new($path, [IO.FileMode]::CreateNew))
            $file.WriteLine("$mark $($call.backup)")
            $file.Dispose()
            Start-Sleep -Milliseconds ($Grace * 1000)
            Write-Answer ok 'in maintenance'
        }
        'unquiesce' {
            if (Test-Own) {
                [IO.File]::Delete($path)
            }

            Write-Answer ok 'back'
        }
        default { throw "there is no operation $($call.operation)" }
    }
}
catch {
    Write-Answer failed $_.Exception.Message
    exit 1
}
