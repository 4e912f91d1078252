using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Tags;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Takes tags off accounts.</summary>
[Cmdlet(VerbsCommon.Remove, "BkAccountTag", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class RemoveBkAccountTagCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TagCompleter))]
    [NamedObject(Of = typeof(Tag))]
    public ObjectName[] Tag { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (AccountReference account in Account)
        {
            if (ShouldProcess($"{account}", $"Remove tag {string.Join(", ", Tag.Select(tag => tag.Text))}"))
            {
                Attempt(account, () => Emit(Change(account), when: PassThru));
            }
        }
    }

    private Account? Change(AccountReference account)
    {
        Account? changed = null;
        foreach (ObjectName tag in Tag)
        {
            changed = Invoke(new RemoveAccountTag(account, tag.Text));
        }

        return changed;
    }
}
