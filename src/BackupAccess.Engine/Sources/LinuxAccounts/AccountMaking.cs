using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>Makes an account anew that this server no longer has, from what a backup has of it, and binds it to its new home.</summary>
internal static class AccountMaking
{
    private const string AddUser = "/usr/sbin/useradd";
    private const string AddGroup = "/usr/sbin/groupadd";
    private const string ModifyUser = "/usr/sbin/usermod";

    /// <returns>The account with its new home.</returns>
    /// <exception cref="ItemFailedException">It can't be made; then there is no such account.</exception>
    public static async Task<AccountRow> MakeAsync(ItemRestore restore, ISubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        AccountConfig config = await ConfigSource.ReadAsync(restore, cancellationToken).ConfigureAwait(false);
        await EnsureGroupAsync(config, cancellationToken).ConfigureAwait(false);
        await AddAsync(config, restore.Account.Home, cancellationToken).ConfigureAwait(false);
        AccountRow bound = Bind(restore.Account, subject, context);
        AccountConfig live = AccountFiles.Find(config.Name) ?? throw new ItemFailedException($"\"{config.Name}\" isn't there after it was made.");
        await AccountChange.ApplyAsync(config, live, restore.Tally, cancellationToken).ConfigureAwait(false);
        await AccountChange.EachAsync(
            restore.Tally,
            () => AddRangesAsync(config, "/etc/subuid", "--add-subuids", config.SubUids, cancellationToken),
            () => AddRangesAsync(config, "/etc/subgid", "--add-subgids", config.SubGids, cancellationToken)).ConfigureAwait(false);
        restore.Tally.Restore(0);
        return bound;
    }

    /// <summary>A group of another name has that id for somebody else, whose files would then be open to the account.</summary>
    /// <returns>The group's name, and whether it is there.</returns>
    /// <exception cref="ItemFailedException">It isn't, and can't be made.</exception>
    public static (string Name, bool IsThere) RequireGroup(AccountConfig config)
    {
        string name = config.Group ?? throw new ItemFailedException($"The group id {config.Gid} of \"{config.Name}\" had no name.");
        AccountGroup? found = AccountFiles.Groups().FirstOrDefault(group => group.Gid == config.Gid || group.Name == name);
        return found is null || (found.Name == name && found.Gid == config.Gid)
            ? (name, found is not null)
            : throw new ItemFailedException($"The group \"{Names.Printable(name)}\" with the id {config.Gid} can't be made: there is \"{found.Name}\" with the id {found.Gid}.");
    }

    private static async Task EnsureGroupAsync(AccountConfig config, CancellationToken cancellationToken)
    {
        (string name, bool isThere) = RequireGroup(config);
        if (!isThere)
        {
            await SystemProgram.RunAsync(AddGroup, ["--gid", Text(config.Gid), "--", name], default, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The home is made empty, since all that belongs in it is in the backup.</summary>
    private static async Task AddAsync(AccountConfig config, string home, CancellationToken cancellationToken)
    {
        string skeleton = Directory.CreateTempSubdirectory("backupaccess-").FullName;
        try
        {
            string shell = AccountChange.IsShell(config.Shell) ? config.Shell : "";
            string[] arguments = [
                "--uid", Text(config.Uid), "--gid", Text(config.Gid), "--home-dir", home, "--create-home", "--skel", skeleton,
                "--comment", config.Comment, "--shell", shell, "--key", "SUB_UID_COUNT=0", "--key", "SUB_GID_COUNT=0", "--", config.Name];
            await SystemProgram.RunAsync(AddUser, arguments, default, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(skeleton);
        }
    }

    private static AccountRow Bind(AccountRow account, ISubject subject, WorkContext context)
    {
        DiscoveredAccount made = HomeIdentity.Examine(account.AccountName, account.Home);
        HomeIdentity home = made.Identity is { } identity && identity.Uid == account.Uid
            ? identity
            : throw new ItemFailedException($"\"{account.AccountName}\" was made, but its home isn't its own: {made.LeftOut ?? "it belongs to another"}.");
        using StateTransaction transaction = context.Services.Database.BeginImmediate();
        AccountStore.SetIdentity(transaction, account.Guid, home);
        context.Record(transaction, subject, "made the account anew");
        AccountRow bound = AccountStore.Find(transaction, account.Guid)!;
        transaction.Commit();
        return bound;
    }

    private static async Task AddRangesAsync(AccountConfig config, string path, string option, IReadOnlyList<SubordinateRange> ranges, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubordinateRange> others = AccountFiles.OthersRanges(path, config.Name);
        foreach (SubordinateRange range in ranges)
        {
            if (range.First < AccountFiles.FirstId || others.Any(range.Overlaps))
            {
                throw new ItemFailedException($"The subordinate ids {range} were not given to \"{config.Name}\": they are another's or the system's.");
            }

            await SystemProgram.RunAsync(ModifyUser, [option, range.ToArgument(), config.Name], default, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
