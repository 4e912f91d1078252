$cmdlets = Import-Module -Assembly ([BackupAccess.Loader.ModuleLoadContext]::Load($PSScriptRoot)) -PassThru
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets }.GetNewClosure()
Export-ModuleMember -Cmdlet '*-Bk*'
