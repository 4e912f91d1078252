using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Lists accounts.</summary>
[Cmdlet(VerbsCommon.Get, "BkAccount", DefaultParameterSetName = "Name")]
[OutputType(typeof(Account))]
public sealed class GetBkAccountCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Name { get; set; } = [];

    [Parameter(ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Tag")]
    [Parameter(Mandatory = true, ParameterSetName = "Connector", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "Connector")]
    [Parameter(ParameterSetName = "Tag")]
    [Parameter(Mandatory = true, ParameterSetName = "Owner", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] Owner { get; set; } = [];

    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "Connector")]
    [Parameter(ParameterSetName = "Owner")]
    [Parameter(Mandatory = true, ParameterSetName = "Tag", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TagCompleter))]
    [NamedObject(Of = typeof(Tag))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Tag { get; set; } = [];

    [Parameter]
    public SwitchParameter Orphan { get; set; }

    [Parameter]
    public SwitchParameter Assignable { get; set; }

    protected override void ProcessRecord()
    {
        AccountReference[] accounts = [.. AccountSelection.Qualify(Name, Connector)];
        string[] names = AccountSelection.Patterns(accounts);
        string[] connectors = AccountSelection.ConnectorsBeside(Name, Connector);
        string[] owners = [.. Owner.Select(owner => owner.Text)];
        string[] tags = [.. Tag.Select(tag => tag.Text)];
        AccountPresence presence = Orphan ? AccountPresence.Orphan : Assignable ? AccountPresence.Any : AccountPresence.Live;
        Attempt(Only(Name), () =>
        {
            IEnumerable<Account> found = List(new ListAccounts(names, connectors, owners, presence) { Tags = tags, Assignable = Assignable });
            EmitNamed("account", names, Orphan || Assignable ? found : found.Concat(OrphansByUuid(accounts, owners, tags)), IsNamed);
            RequireUsers(Owner);
            RequireTags(Tag);
            if (Name.Length == 0)
            {
                RequireConnectors(Connector);
            }
        });
    }

    // A UUID is one account's for good, so nothing else can be meant by it.
    private IEnumerable<Account> OrphansByUuid(IEnumerable<AccountReference> accounts, IReadOnlyList<string> owners, IReadOnlyList<string> tags)
    {
        string[] ids = AccountSelection.Patterns(accounts.Where(account => account.Id is not null || Guid.TryParse(account.Text, out _)));
        return ids.Length == 0 ? [] : List(new ListAccounts(ids, [], owners, AccountPresence.Orphan) { Tags = tags });
    }
}
