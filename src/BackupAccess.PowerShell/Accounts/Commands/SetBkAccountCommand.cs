using System.Management.Automation;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Changes the settings or the owner of accounts, suspends them or lets them in again.</summary>
[Cmdlet(VerbsCommon.Set, "BkAccount", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class SetBkAccountCommand : BkApprovableCmdlet
{
    private static readonly string[] s_settings =
        [nameof(Email), nameof(MaxOnDemand), nameof(Type), nameof(Domain), nameof(Exclude), nameof(PriorityGroup), nameof(Owner), nameof(Suspended)];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter]
    [AllowEmptyString]
    public string? Email { get; set; }

    [Parameter]
    [AllowNull]
    public int? MaxOnDemand { get; set; }

    [Parameter]
    public AccountType? Type { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    public string[]? Domain { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    public string[]? Exclude { get; set; }

    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(PriorityGroupCompleter))]
    [NamedObject]
    public ObjectName? PriorityGroup { get; set; }

    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference? Owner { get; set; }

    [Parameter]
    public bool Suspended { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (!s_settings.Any(IsBound))
        {
            Refuse("Nothing is named to change.");
        }

        // The operation clears the maximum for -1; here $null does.
        if (MaxOnDemand < 0)
        {
            Refuse($"\"{MaxOnDemand}\" is no number of backups from 0 to 99.");
        }
    }

    protected override void ProcessRecord()
    {
        foreach (AccountReference account in Account)
        {
            if (ShouldProcess($"{account}", "Change account"))
            {
                Attempt(account, () => Emit(Change(account), when: PassThru));
            }
        }
    }

    private Account? Change(AccountReference account)
    {
        Account? changed = IsBound(nameof(Owner)) ? Invoke(new SetAccountOwner(account, Owner)) : null;
        changed = IsBound(nameof(Suspended)) ? Work(new SuspendAccount(account, Suspended)) : changed;
        bool forOwners = IsBound(nameof(Email)) || IsBound(nameof(Exclude));
        bool forAdministrators = IsBound(nameof(MaxOnDemand)) || IsBound(nameof(Type)) || IsBound(nameof(Domain)) || IsBound(nameof(PriorityGroup));
        if (forAdministrators || (forOwners && MayUpdate(account)))
        {
            int? maximum = IsBound(nameof(MaxOnDemand)) ? MaxOnDemand ?? -1 : null;
            string? group = IsBound(nameof(PriorityGroup)) ? PriorityGroup?.Text ?? "" : null;
            return Invoke(new UpdateAccount(account, Email, maximum, Type, Domain, Exclude) { PriorityGroup = group });
        }

        return forOwners ? Invoke(new UpdateOwnAccount(account, Email, Exclude)) : changed;
    }

    // Asked beforehand, since a refusal would be audited against an owner who does nothing wrong.
    private bool MayUpdate(AccountReference account) =>
        Invoke(new TestAccess(User: null, "updateAccount", Connector: null, account, Backup: null)).Allowed;

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
