using System.Globalization;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Mail;

/// <summary>What an account's address is told of a piece of work.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain lines.</param>
/// <param name="IsGood">Whether nothing was amiss.</param>
internal sealed record Notification(string Subject, string Text, bool IsGood)
{
    private const int ProblemsShown = 20;

    /// <param name="account">Whose address it goes to.</param>
    /// <param name="principal">Who asked for the work.</param>
    /// <param name="time">When it ended.</param>
    /// <param name="result">What the operation returned.</param>
    public static Notification OfResult(AccountRow account, string principal, DateTimeOffset time, object result) => result switch
    {
        Backup backup => Make("Backup", account, principal, time, backup.ProblemCount, backup.Problems,
            $"Backup: {backup.Id}", $"Items: {string.Join(", ", backup.Items)}", Sizes(backup.Files, backup.Size)),
        RestoreResult restore => Make("Restore", account, principal, time, restore.ProblemCount, restore.Problems,
            $"Of: {restore.Account}, backup {restore.BackupId}", $"Into: {Names.Printable(restore.Destination)}", Sizes(restore.Files, restore.Bytes)),
        Download download => Make("Download", account, principal, time, download.ProblemCount, download.Problems,
            $"Of: backup {download.BackupId}", $"File: {download.FileName}", string.Create(CultureInfo.InvariantCulture, $"Until: {download.Expires.UtcDateTime:yyyy-MM-dd HH:mm} UTC")),
        _ => throw new InvalidOperationException($"Nothing says how a {result.GetType().Name} is told of."),
    };

    /// <param name="work">The operation's name.</param>
    /// <param name="account">Whose address it goes to.</param>
    /// <param name="principal">Who asked for the work.</param>
    /// <param name="time">When it ended.</param>
    /// <param name="failure">Why, in a sentence.</param>
    public static Notification OfFailure(string work, AccountRow account, string principal, DateTimeOffset time, string failure)
    {
        string what = work switch
        {
            "backupAccount" => "Backup",
            "createDownload" => "Download",
            _ => "Restore",
        };
        return new Notification($"{what} of {account.Path} failed", Lines([.. Head(account, principal, time), failure]), IsGood: false);
    }

    private static Notification Make(string what, AccountRow account, string principal, DateTimeOffset time, long problemCount, IReadOnlyList<string> problems, params string[] details)
    {
        string ending = problemCount switch
        {
            0 => "is done",
            1 => "is done, with 1 problem",
            _ => string.Create(CultureInfo.InvariantCulture, $"is done, with {problemCount} problems"),
        };
        string[] shown = [.. problems.Take(ProblemsShown).Select(problem => $"- {Names.Printable(problem)}")];
        string[] more = problemCount > shown.Length ? [string.Create(CultureInfo.InvariantCulture, $"- and {problemCount - shown.Length} more")] : [];
        return new Notification(
            $"{what} of {account.Path} {ending}",
            Lines([.. Head(account, principal, time), .. details, .. problemCount > 0 ? ["", "Problems:"] : Array.Empty<string>(), .. shown, .. more]),
            problemCount == 0);
    }

    private static IEnumerable<string> Head(AccountRow account, string principal, DateTimeOffset time) =>
        [$"Account: {account.Path}", $"By: {principal}", string.Create(CultureInfo.InvariantCulture, $"At: {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")];

    private static string Sizes(long files, long bytes) => string.Create(CultureInfo.InvariantCulture, $"Files: {files}, {bytes} bytes");

    private static string Lines(IEnumerable<string> lines) => lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line).Append('\n')).ToString();
}
