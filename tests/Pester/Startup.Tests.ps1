# Times are printed, never asserted: a busy machine is no defect.
BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
    Disconnect-BkServer
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Startup' {
    It 'Prints how long the import and the first cmdlet take' {
        $times = 1..5 | ForEach-Object {
            Invoke-Fresh "`$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$module'
                `$import = `$watch.Elapsed.TotalMilliseconds
                Connect-BkServer '$($store.State)' | Out-Null; Get-BkAccount | Out-Null
                [pscustomobject]@{ Import = `$import; First = `$watch.Elapsed.TotalMilliseconds - `$import } | ConvertTo-Json" | ConvertFrom-Json
        }
        $median = { param($values) ($values | Sort-Object)[[int] (($values.Count - 1) / 2)] }
        $text = 'Import {0:n0} ms, first cmdlets (connect and list) {1:n0} ms, medians of {2}' -f (& $median $times.Import), (& $median $times.First), $times.Count
        Write-Host $text
        $times | Should -HaveCount 5
    }
}
