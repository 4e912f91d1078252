using System.Management.Automation;
using BackupAccess.Engine.Storage;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Tries storages: writes an object, reads it, lists it and deletes it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BkStorage")]
[OutputType(typeof(StorageTest), typeof(bool))]
public sealed class TestBkStorageCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [NamedObject]
    public ObjectName[] Storage { get; set; } = [];

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName storage in Storage)
        {
            Attempt(storage, () =>
            {
                StorageTest test = Work(new TestStorage(storage.Text));
                Emit(Quiet ? test.Passed : test);
            });
        }
    }
}
