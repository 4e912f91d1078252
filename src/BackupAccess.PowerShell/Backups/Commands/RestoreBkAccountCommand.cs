using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using IO = System.IO;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Restores accounts: in place, into a folder, or into another account.</summary>
[Cmdlet(VerbsData.Restore, "BkAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Account")]
[OutputType(typeof(RestoreResult))]
public sealed class RestoreBkAccountCommand : BkApprovableCmdlet
{
    private readonly List<(BackupFileReference File, string? Destination)> _files = [];
    private readonly List<RestoreRequest> _intoFolders = [];

    // Not by property name: a row about an older backup names its account too, and would restore the latest one instead.
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Account", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Backup", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "File", ValueFromPipeline = true)]
    [BackupFileObject]
    public BackupFileReference[] File { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Backup")]
    [ValidateNotNullOrEmpty]
    public BackupItem[] Item { get; set; } = [];

    // Not by property name: an account has a property of that name, which is no path in a backup.
    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Backup")]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    // By property name, so that a script block can make a folder for each object: -Destination { "./out/$($_.Name)" }.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNull]
    public AccountReference? ToAccount { get; set; }

    [Parameter]
    public RestoreConflict Conflict { get; set; } = RestoreConflict.Overwrite;

    [Parameter]
    public SwitchParameter Merge { get; set; }

    [Parameter]
    public SwitchParameter Terminate { get; set; }

    [Parameter]
    public SwitchParameter Suspend { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(RestoreConditionCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] AcceptCondition { get; set; } = [];

    protected override void BeginProcessing()
    {
        if (Merge && MyInvocation.BoundParameters.ContainsKey(nameof(Conflict)) && Conflict != RestoreConflict.Keep)
        {
            Refuse($"-Merge keeps live files, and -Conflict says \"{Conflict}\".");
        }

        if (Terminate && (Merge || Conflict != RestoreConflict.Overwrite))
        {
            Refuse("-Terminate leaves nothing live that could be kept.");
        }

        if (ToAccount is not null && Terminate)
        {
            Refuse("-Terminate is for the backup's own account, and -ToAccount names another.");
        }
    }

    protected override void ProcessRecord()
    {
        _files.AddRange(File.Select(file => (file, Destination)));
        foreach (AccountReference account in AccountSelection.Qualify(Account, Connector))
        {
            Take(account, new RestoreSelection(account, Backup: null, Item, Path), Destination);
        }

        foreach (BackupReference backup in Backup)
        {
            Take(backup, new RestoreSelection(Account: null, backup, Item, Path), Destination);
        }
    }

    // Files that come one by one are restored backup by backup: one act, and one audit event, each.
    protected override void EndProcessing()
    {
        foreach (IGrouping<(Guid BackupId, string? Destination), BackupFileReference> files in _files.GroupBy(entry => (entry.File.BackupId, entry.Destination), entry => entry.File))
        {
            BackupReference backup = new(files.Key.BackupId);
            BackupItem[] items = [.. files.Select(file => file.Item).Distinct()];
            Take(backup, new RestoreSelection(Account: null, backup, items, [.. files.Select(file => file.Path)]), files.Key.Destination);
        }

        RefuseMixing();
        _intoFolders.ForEach(Restore);
    }

    // What goes into folders waits until all of it is known, lest two accounts be mixed in one.
    private void Take(object source, RestoreSelection selection, string? destination) => Attempt(source, () =>
    {
        if (destination is not null && (ToAccount is not null || Terminate || Suspend))
        {
            Refuse("-Destination leaves accounts as they are, which -ToAccount, -Terminate and -Suspend don't.");
        }

        RestoreTarget target = new(destination is null ? null : FullPath(destination), Merge ? RestoreConflict.Keep : Conflict)
        {
            Account = ToAccount,
            Terminate = Terminate,
            Suspend = Suspend,
        };
        RestoreRequest request = new(source, selection with { AcceptedConditions = [.. AcceptCondition.Select(condition => condition.Text)] }, target);
        if (target.Folder is null)
        {
            Restore(request);
        }
        else
        {
            _intoFolders.Add(request);
        }
    });

    private void RefuseMixing()
    {
        foreach (IGrouping<string, RestoreRequest> sharing in _intoFolders.GroupBy(request => IO.Path.TrimEndingDirectorySeparator(request.Target.Folder!), StringComparer.Ordinal))
        {
            if (sharing.Count() > 1)
            {
                Refuse($"{sharing.Count()} backups can't be restored into the one folder \"{sharing.Key}\".");
            }
        }
    }

    private void Restore(RestoreRequest request) => Attempt(request.Source, () =>
    {
        RestoreSelection selection = request.Selection;
        if (!MayAsk(request.Target.Impact))
        {
            Emit(Work(request.Target.Request(selection)));
            return;
        }

        // What was shown is what is restored, though another backup be made meanwhile.
        Backup backup = selection.Backup is { } chosen ? Invoke(new GetBackup(chosen)) : LatestOf(selection.Account!);
        if (ShouldProcess(Describe(backup), request.Target.Action))
        {
            Emit(Work(request.Target.Request(selection with { Account = null, Backup = new BackupReference(backup) })));
        }
    });

    private Backup LatestOf(AccountReference account)
    {
        string name = account.Id?.ToString() ?? WildcardPattern.Escape(account.Text);
        IEnumerable<Backup> backups = List(new ListBackups([name], [], Kind: null, Locked: null, Since: null, Before: null, PerAccount: null));
        Backup[] latest = [.. backups.Where(backup => backup.Kind != BackupKind.Foreign).DistinctBy(backup => backup.AccountId).Take(2)];
        return latest switch
        {
            [Backup only] => only,
            [] when List(new ListAccounts([name], [], [], AccountPresence.Live)).Any() => throw new NotFoundException("backup of account", account.Text),
            [] => throw new NotFoundException("account", account.Text),
            _ => throw new InvalidRequestException("AmbiguousName", $"There are several accounts \"{account}\": {string.Join(", ", latest.Select(backup => backup.Account))}."),
        };
    }
}
