using System.Globalization;
using BackupAccess.Engine.Dashboards;

namespace BackupAccess.PowerShell.Formatting;

/// <summary>A dashboard's lists in the lines of its view; all of them are in the object.</summary>
public static class DashboardText
{
    private const int AccountsShown = 10;
    private const int FailuresShown = 5;

    /// <summary>The first accounts, and how many more there are.</summary>
    public static string Accounts(IReadOnlyList<AccountProtection> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        string shown = string.Join(", ", accounts.Take(AccountsShown).Select(account => account.Account));
        return accounts.Count > AccountsShown ? string.Create(CultureInfo.InvariantCulture, $"{shown} and {accounts.Count - AccountsShown} more") : shown;
    }

    /// <summary>How many tasks failed, and the last of them.</summary>
    public static string Failed(Dashboard dashboard)
    {
        ArgumentNullException.ThrowIfNull(dashboard);
        IEnumerable<string> last = dashboard.Failed.Take(FailuresShown).Select(task => string.Create(
            CultureInfo.InvariantCulture, $"\n{task.Ended?.ToLocalTime():yyyy-MM-dd HH:mm} {task.Kind} of {task.Account}: {task.Message}"));
        return string.Create(CultureInfo.InvariantCulture, $"{dashboard.Failed.Count} within {dashboard.Days} days{string.Concat(last)}");
    }

    /// <summary>How many backups there are, and the last.</summary>
    public static string Backups(Dashboard dashboard)
    {
        ArgumentNullException.ThrowIfNull(dashboard);
        string last = dashboard.Last is [var newest, ..]
            ? string.Create(CultureInfo.InvariantCulture, $", the last {newest.Created.ToLocalTime():yyyy-MM-dd HH:mm} of {newest.Account}")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{dashboard.Backups:N0}{last}");
    }
}
