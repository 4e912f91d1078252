using System.Management.Automation;

namespace BackupAccess.PowerShell.Serving;

/// <summary>Ends the runspace's server when the module is taken out of it.</summary>
public sealed class ModuleRemoval : IModuleAssemblyCleanup
{
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceServer.Stop();
}
