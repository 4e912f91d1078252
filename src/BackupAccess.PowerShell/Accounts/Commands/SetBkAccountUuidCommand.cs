using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Gives accounts the UUIDs of former ones, and with these their backups.</summary>
[Cmdlet(VerbsCommon.Set, "BkAccountUuid", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class SetBkAccountUuidCommand : BkApprovableCmdlet
{
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FormerUuidCompleter))]
    public Guid? Uuid { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        // A list of assignable accounts names a live account and its former ones by one path: the first stands for all.
        foreach (AccountReference account in Account.Where(account => Uuid is not null || _met.Add(account.Text)))
        {
            if (ShouldProcess($"{account}", Uuid is { } uuid ? $"Give the UUID {uuid}" : "Give the former UUID"))
            {
                Attempt(account, () => Emit(Invoke(new SetAccountUuid(account, Uuid)), when: PassThru));
            }
        }
    }
}
