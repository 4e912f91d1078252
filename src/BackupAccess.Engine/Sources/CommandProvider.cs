using System.Globalization;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources;

/// <summary>
/// What commands of the list make and take: a file, or one for each name that a command lists. Which account it is about
/// stands in their environment.
/// </summary>
/// <param name="Name">The file, or the folder of the files.</param>
/// <param name="Dump">Writes a file's content.</param>
/// <param name="Restore">Reads it; null where it isn't put back.</param>
/// <param name="List">Writes the names, one a line; null for one file of the name.</param>
/// <param name="OwnersRestore">Whether the account's owner may put it back, too.</param>
internal sealed record CommandProvider(string Name, string Dump, string? Restore, string? List, bool OwnersRestore) : IItemProvider
{
    private const int MaxList = 1024 * 1024;

    private FileName Root => FileName.FromBytes(Encoding.UTF8.GetBytes(Name));

    public async Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        string folder = scan.Services.Folder.Path;
        if (List is null)
        {
            return [ProgramOutput.Of(Root, CallOf(folder, Dump, CommandPurpose.Dump, scan.Account, Name, conflict: null), default)];
        }

        ProgramCall list = CallOf(folder, List, CommandPurpose.List, scan.Account, "", conflict: null);
        string[] names = (await RunningProgram.RunAsync(list, default, MaxList, cancellationToken).ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ArchiveSource[] files = [.. names.Distinct().Select(name => ProgramOutput.Of(NameOf(name), CallOf(folder, Dump, CommandPurpose.Dump, scan.Account, name, conflict: null), default))];
        return files.Length == 0 ? [] : [new SourceFolder(Root, files)];
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        TreePath root = TreePath.Root.Append(Root);
        if (await restore.FindAsync(root, cancellationToken).ConfigureAwait(false) is not { } node)
        {
            return;
        }

        restore.Claim(root);
        if (restore.WantedOf(root).Count == 0)
        {
            return;
        }

        string command = Restore ?? throw new ItemFailedException($"\"{Name}\" has no command that puts it back.");
        if (!OwnersRestore && !restore.IsByConnector)
        {
            throw new ItemFailedException($"\"{Name}\" stayed as it is: it is put back by who reaches the account's connector.");
        }

        if (node.Type == NodeType.File)
        {
            await PutAsync(command, node, restore, cancellationToken).ConfigureAwait(false);
            return;
        }

        await foreach (Node file in restore.FilesAsync(root, cancellationToken).ConfigureAwait(false))
        {
            if (restore.WantedOf(root.Append(file.Name)).Count > 0)
            {
                await PutAsync(command, file, restore, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task PutAsync(string command, Node file, ItemRestore restore, CancellationToken cancellationToken)
    {
        try
        {
            string name = Encoding.UTF8.GetString(file.Name.Bytes);
            ProgramCall call = CallOf(restore.Services.Folder.Path, command, CommandPurpose.Restore, restore.Account, name, restore.Conflict);
            await RunningProgram.FeedAsync(call, restore.ContentAsync(file, cancellationToken), cancellationToken).ConfigureAwait(false);
            restore.Tally.Restore((long)file.Size);
        }
        catch (ItemFailedException e)
        {
            restore.Problem(e.Message);
        }
    }

    private static FileName NameOf(string text) => FileName.TryCreate(Encoding.UTF8.GetBytes(text), out FileName name)
        ? name
        : throw new ItemFailedException($"\"{Names.Printable(text)}\" can't be the name of a file.");

    private static ProgramCall CallOf(string folder, string name, CommandPurpose purpose, AccountRow account, string file, Backups.RestoreConflict? conflict)
    {
        try
        {
            AllowedCommand command = CommandList.Require(folder, name, purpose);
            OwnFile.Require(command.Path);
            Dictionary<string, string> environment = new(command.Environment)
            {
                ["BACKUPACCESS_ACCOUNT"] = account.AccountName,
                ["BACKUPACCESS_HOME"] = account.Home,
                ["BACKUPACCESS_UID"] = account.Uid.ToString(CultureInfo.InvariantCulture),
                ["BACKUPACCESS_NAME"] = file,
            };
            if (conflict is { } mode)
            {
                environment["BACKUPACCESS_CONFLICT"] = mode.ToString();
            }

            return new ProgramCall(name, command.Path, command.Arguments) { Environment = environment, Timeout = command.Timeout };
        }
        catch (StateException e)
        {
            throw new ItemFailedException(e.Message, e);
        }
    }
}
