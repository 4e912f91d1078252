using System.Globalization;
using BackupAccess.Engine.Connectors;

namespace BackupAccess.Engine.Sources.Programs;

/// <summary>The system's program that runs another as a user: with no group but the user's own, and no way to more rights.</summary>
internal static class UserSwitch
{
    public const string Program = "/usr/bin/setpriv";

    /// <summary>What stands before the program to run and its arguments.</summary>
    public static IReadOnlyList<string> Arguments(PasswordEntry user) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--reuid={user.Uid}"),
        string.Create(CultureInfo.InvariantCulture, $"--regid={user.Gid}"),
        "--clear-groups",
        "--no-new-privs",
        "--inh-caps=-all",
        "--bounding-set=-all",
    ];
}
