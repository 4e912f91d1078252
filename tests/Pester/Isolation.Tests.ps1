BeforeAll {
    . $PSScriptRoot/TestStore.ps1
    $store = New-TestStore
    Disconnect-BkServer

    # What a session uses: state, SQL, YAML and the repository.
    $use = @"
        Import-Module '$module'
        Connect-BkServer '$($store.State)' | Out-Null
        Get-BkAccount alice | Backup-BkAccount | Out-Null
        Set-Content '$TestDrive/state.yaml' "apiVersion: backupaccess/v1``nkind: State"
        Test-BkState '$TestDrive/state.yaml' | Out-Null
"@
}

AfterAll { Remove-Item $store.Root -Recurse -Force }

Describe 'Isolation' {
    It 'Leaves nothing of lib in the default context' {
        Invoke-Fresh "$use
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Location | Where-Object { `$_ -like '$module/lib/*' }" | Should -BeNullOrEmpty
    }

    It 'Keeps its own <_> beside another that was loaded first' -ForEach 'YamlDotNet', 'Dapper' {
        # Another module's version: an assembly of that name, which has nothing in it.
        $other = "$TestDrive/other-$_"
        New-Item $other -ItemType Directory | Out-Null
        $assembly = [System.Reflection.Emit.PersistedAssemblyBuilder]::new(
            [System.Reflection.AssemblyName]::new("$_, Version=1.0.0.0"), [object].Assembly)
        $assembly.DefineDynamicModule($_).DefineType('Marker', 'Public').CreateType() | Out-Null
        $assembly.Save("$other/$_.dll")
        Invoke-Fresh "[System.Reflection.Assembly]::LoadFrom('$other/$_.dll') | Out-Null
            `$ErrorActionPreference = 'Stop'
            $use
            (Get-BkBackup alice -Latest).Account" | Should -Be web01/alice
    }

    It 'Imports again with -Force, with every cmdlet' {
        Invoke-Fresh "Import-Module '$module'; 1..2 | ForEach-Object { Import-Module '$module' -Force }
            (Get-Command -Module BackupAccess).Count; Remove-Module BackupAccess; (Get-Command Get-BkUser -ErrorAction Ignore).Count" |
            Should -Be (Get-Command -Module BackupAccess).Count, 0
    }

    It 'Keeps the session over -Force' {
        Invoke-Fresh "$use; Import-Module '$module' -Force; (Get-BkSession).Principal" | Should -BeLike 'local:*'
    }

    It 'Says so where another copy is loaded' {
        Copy-Item $module "$TestDrive/copy" -Recurse
        $text = Invoke-Fresh "Import-Module '$module'; try { Import-Module '$TestDrive/copy/BackupAccess.psd1' -ErrorAction Stop } catch { `$_.Exception.Message }"
        "$text" | Should -BeLike '*one copy only*'
    }

    It 'Imports in runspaces side by side' {
        $counts = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:module
            (Get-Command -Module BackupAccess).Count
        }
        $counts | Select-Object -Unique | Should -Be (Get-Command -Module BackupAccess).Count
    }

    It 'Opens nothing on import' {
        $opened = Invoke-Fresh "`$env:BACKUPACCESS_ENDPOINT = '$TestDrive/none'; Import-Module '$module'
            [System.AppDomain]::CurrentDomain.GetAssemblies().GetName().Name | Where-Object { `$_ -match 'Sqlite|Dapper|YamlDotNet' }"
        $opened | Should -BeNullOrEmpty
    }
}

Describe 'The manifest' {
    It 'Is clean' {
        $manifest = Test-ModuleManifest "$module/BackupAccess.psd1" -WarningVariable warnings -ErrorAction Stop
        $warnings | Should -BeNullOrEmpty
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module BackupAccess).Name | Sort-Object)
    }
}
