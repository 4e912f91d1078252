using System.Management.Automation;
using BackupAccess.Engine.DesiredState;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.DesiredState.Commands;

/// <summary>Writes the state as YAML that makes an empty one the same.</summary>
[Cmdlet(VerbsData.Export, "BkState", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportBkStateCommand : BkCmdlet
{
    /// <summary>The file; without it the text is written to the pipeline.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Sections, as users; none for all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StateSectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Section { get; set; } = [];

    /// <summary>Writes over a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void EndProcessing()
    {
        if (Path is null)
        {
            Attempt(target: null, () => Emit(Invoke(new ExportState(Section))));
            return;
        }

        string file = GetUnresolvedProviderPathFromPSPath(Path);
        if (ShouldProcess(file, "Export state"))
        {
            Attempt(Path, () => Emit(NewFile.Write(file, Invoke(new ExportState(Section)), Force)));
        }
    }
}
