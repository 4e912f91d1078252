using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Accounts;

/// <summary>What an account's backups leave out of its home directory.</summary>
internal static class AccountExcludes
{
    /// <summary>The globs of all accounts, then those of a configuration, then its own: the last that matches decides.</summary>
    public static IReadOnlyList<string> Of(StateConnection db, AccountRow account, IReadOnlyList<string> configured) =>
        [.. KnownSettings.Excludes.Read(db), .. configured, .. JsonText.ToList(account.Excludes)];
}
