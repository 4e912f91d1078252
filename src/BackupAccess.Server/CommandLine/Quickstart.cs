using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;
using Spectre.Console;

namespace BackupAccess.Server.CommandLine;

/// <summary>The first tour. Each step is an operation like any other; a second run finds everything there.</summary>
internal sealed class Quickstart(DirectoryInfo state, string accountsFolder, string accessFile)
{
    private const string ConnectorName = "web01";
    private const string Administrator = "admin";
    private const string SupportUser = "jane";
    private const int ShownFiles = 8;
    private const int ShownEvents = 12;

    private static readonly ConnectorReference s_connector = new(ConnectorName);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        LocalClient local = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (local.ConfigureAwait(false))
        {
            await ConnectFolderAsync(local, cancellationToken).ConfigureAwait(false);
            await ApplyAccessAsync(local, cancellationToken).ConfigureAwait(false);
            List<Backup> backups = await BackUpAsync(local, cancellationToken).ConfigureAwait(false);
            if (backups.Count == 0)
            {
                AnsiConsole.MarkupLineInterpolated($"[yellow]There are no accounts in {accountsFolder}.[/]");
                return;
            }

            BackupFileEntry? file = await ShowFilesAsync(local, backups[0], cancellationToken).ConfigureAwait(false);
            await ActAsSupportAsync(local, backups[0], file, cancellationToken).ConfigureAwait(false);
            await ShowAuditAsync(local, cancellationToken).ConfigureAwait(false);
            ShowNext(backups[0]);
        }
    }

    private async Task<LocalClient> OpenAsync(CancellationToken cancellationToken)
    {
        Step("State");
        LocalStore store = CommandSession.Store(state);
        bool isNew = !state.Exists || !state.EnumerateFileSystemInfos().Any();
        LocalClient client = isNew
            ? await LocalClient.InitializeAsync(store, Environment.UserName, Administrator, password: null, cancellationToken).ConfigureAwait(false)
            : await LocalClient.ConnectAsync(store, new SignIn.Local(Environment.UserName), cancellationToken).ConfigureAwait(false);
        AnsiConsole.MarkupLineInterpolated($"{(isNew ? "Made" : "Opened")} {state.FullName}, acting as [bold]{client.Session.Principal}[/].");
        return client;
    }

    private async Task ConnectFolderAsync(LocalClient client, CancellationToken cancellationToken)
    {
        Step("Connector");
        List<Connector> known = await ListAsync(client, new ListConnectors([ConnectorName]), cancellationToken).ConfigureAwait(false);
        if (known.Count == 0)
        {
            await client.InvokeAsync(new CreateConnector(ConnectorName, ConnectorKind.Folder, accountsFolder, Storage: null, ConnectorOrigin.New), progress: null, cancellationToken).ConfigureAwait(false);
        }
        else if (known[0].Path != accountsFolder)
        {
            throw new ConflictException("Conflict", $"The connector \"{ConnectorName}\" of this state is \"{known[0].Path}\"; another folder wants another --state.");
        }

        Table table = NewTable("Account", "Discovery", "UUID");
        foreach (SynchronizeResult found in await client.InvokeAsync(new SynchronizeConnector(s_connector), progress: null, cancellationToken).ConfigureAwait(false))
        {
            AddRow(table, found.Account, found.Reason is null ? $"{found.Outcome}" : $"{found.Outcome}: {found.Reason}", $"{found.AccountId}");
        }

        AnsiConsole.Write(table);
    }

    private async Task ApplyAccessAsync(LocalClient client, CancellationToken cancellationToken)
    {
        Step($"Access, as declared in {Path.GetFileName(accessFile)}");
        string text = await File.ReadAllTextAsync(accessFile, cancellationToken).ConfigureAwait(false);
        StateDocument[] documents = [new(accessFile, Path.GetDirectoryName(accessFile)!, text)];
        IReadOnlyList<StateChange> plan = await client.InvokeAsync(new PlanState(documents), progress: null, cancellationToken).ConfigureAwait(false);
        if (plan.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing to change.");
            return;
        }

        Table table = NewTable("Change", "Kind", "Name", "Fields");
        foreach (StateChange change in await client.InvokeAsync(new ApplyState(documents), progress: null, cancellationToken).ConfigureAwait(false))
        {
            AddRow(table, $"{change.Action}", change.Kind, change.Name, string.Join(", ", change.Fields));
        }

        AnsiConsole.Write(table);
    }

    private static async Task<List<Backup>> BackUpAsync(LocalClient client, CancellationToken cancellationToken)
    {
        Step("Backups");
        List<Backup> backups = [];
        Table table = NewTable("Account", "Files", "Size", "Stored", "Problems");
        foreach (Account account in await ListAsync(client, new ListAccounts([], [ConnectorName], [], AccountPresence.Live), cancellationToken).ConfigureAwait(false))
        {
            Backup backup = await client.InvokeAsync(new BackupAccount(new AccountReference(account), []), progress: null, cancellationToken).ConfigureAwait(false);
            backups.Add(backup);
            AddRow(table, backup.Account, $"{backup.Files}", Bytes(backup.Size), Bytes(backup.Added), $"{backup.ProblemCount}");
        }

        AnsiConsole.Write(table);
        return backups;
    }

    private static async Task<BackupFileEntry?> ShowFilesAsync(LocalClient client, Backup backup, CancellationToken cancellationToken)
    {
        Step($"What is stored of {backup.Account}");
        Table table = NewTable("Mode", "Size", "Path");
        List<BackupFileEntry> files = [];
        foreach (BackupFileEntry entry in await ListAsync(client, new ListBackupFiles(new BackupReference(backup), BackupItem.HomeDirectory, "", BrowseDepth.All), cancellationToken).ConfigureAwait(false))
        {
            files.Add(entry);
            if (files.Count <= ShownFiles)
            {
                AddRow(table, entry.Mode, Bytes(entry.Size), entry.Path);
            }
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{files.Count} entries in all.");
        return files.Find(entry => entry.Type == BackupFileType.File);
    }

    /// <summary>Signs in with an access key that is made for this and removed again.</summary>
    private async Task ActAsSupportAsync(LocalClient local, Backup backup, BackupFileEntry? file, CancellationToken cancellationToken)
    {
        NewAccessKey key = await local.InvokeAsync(new CreateAccessKey(new UserReference(SupportUser), Until: null), progress: null, cancellationToken).ConfigureAwait(false);
        try
        {
            using Secret secret = key.SecretAccessKey;
            LocalClient support = await LocalClient.ConnectAsync(CommandSession.Store(state), new SignIn.AccessKey(key.AccessKeyId, secret), cancellationToken).ConfigureAwait(false);
            await using (support.ConfigureAwait(false))
            {
                await RestoreFileAsync(support, backup, file, cancellationToken).ConfigureAwait(false);
                await ShowRefusalAsync(support, backup, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await local.InvokeAsync(new RemoveAccessKey(new AccessKeyReference(key.AccessKeyId)), progress: null, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task RestoreFileAsync(LocalClient support, Backup backup, BackupFileEntry? file, CancellationToken cancellationToken)
    {
        Step($"A restore as {support.Session.Principal}, who has the role FullSupport and a grant on {ConnectorName}");
        string destination = $"{Path.TrimEndingDirectorySeparator(state.FullName)}-restored";
        RestoreSelection selection = new(Account: null, new BackupReference(backup), [], file is null ? [] : [file.Path]);
        RestoreResult restored = await support.InvokeAsync(new RestoreToFolder(selection, destination, RestoreConflict.Overwrite), progress: null, cancellationToken).ConfigureAwait(false);
        AnsiConsole.MarkupLineInterpolated($"[green]Restored[/] {restored.Files} file(s), {Bytes(restored.Bytes)}: {Path.Combine(destination, file?.Path ?? "")}");
    }

    private static async Task ShowRefusalAsync(LocalClient support, Backup backup, CancellationToken cancellationToken)
    {
        Step($"A backup as {support.Session.Principal}, who may restore and no more");
        try
        {
            await support.InvokeAsync(new BackupAccount(new AccountReference(backup.Account), []), progress: null, cancellationToken).ConfigureAwait(false);
            throw new ConflictException("Conflict", $"\"{support.Session.Principal}\" was allowed a backup; the roles of this state are not those of the tour.");
        }
        catch (AccessDeniedException refusal)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{refusal.ErrorId}[/]: {refusal.Message}");
        }
    }

    private static async Task ShowAuditAsync(LocalClient client, CancellationToken cancellationToken)
    {
        Step("The audit trail, newest first");
        Table table = NewTable("#", "Time", "Who", "Operation", "Object", "Outcome");
        foreach (AuditEvent happened in await ListAsync(client, new ListAuditEvents([], [], [], Outcome: null, Since: null, Before: null, ShownEvents), cancellationToken).ConfigureAwait(false))
        {
            AddRow(table, $"{happened.Sequence}", $"{happened.Time.ToLocalTime():HH:mm:ss}", happened.Principal, happened.Operation, happened.ObjectName ?? "", $"{happened.Outcome}");
        }

        AnsiConsole.Write(table);
    }

    private void ShowNext(Backup backup)
    {
        Step("Next");
        AnsiConsole.MarkupLineInterpolated($"""
            In PowerShell, after dotnet build:

              Import-Module ./out/BackupAccess
              Connect-BkServer -Path '{state.FullName}'
              Get-BkAccount | Get-BkBackup -Latest
              Test-BkAccess -User {SupportUser} -Operation lockBackup -Connector {ConnectorName}

            With a stock restic, and no BackupAccess at all:

              $key = Export-BkEncryptionKey -Account {backup.Account} -AsPlainText
              $env:RESTIC_PASSWORD = $key.Password
              restic -r $key.Repository snapshots

            """);
    }

    private static async Task<List<T>> ListAsync<T>(LocalClient client, IOperation<IAsyncEnumerable<T>> request, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<T> items = await client.InvokeAsync(request, progress: null, cancellationToken).ConfigureAwait(false);
        return await items.ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Step(string title) => AnsiConsole.MarkupLineInterpolated($"\n[bold blue]{title}[/]");

    private static Table NewTable(params string[] columns) => new Table().Border(TableBorder.Simple).AddColumns(columns);

    private static void AddRow(Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);

    private static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0.0} KiB",
        _ => $"{bytes / (1024.0 * 1024):0.0} MiB",
    };
}
