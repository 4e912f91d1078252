using System.Globalization;
using System.Net;
using System.Text;
using BackupAccess.Engine.Dashboards;
using BackupAccess.PowerShell.Formatting;

namespace BackupAccess.PowerShell.Dashboards;

/// <summary>A dashboard as one page of HTML that loads nothing and runs nothing. Names are tenants' and written as text.</summary>
public static class DashboardPage
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222; background: #fff }
        h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
        .cards { display: flex; flex-wrap: wrap; gap: 1rem } .card { border: 1px solid #ccc; border-radius: .5rem; padding: .7rem 1rem; min-width: 8rem }
        .card b { display: block; font-size: 1.5rem } .bad b { color: #b00020 }
        table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #ddd; vertical-align: top }
        td.n, th.n { text-align: right } svg { width: 100%; height: auto } svg text { font: 10px system-ui, sans-serif; fill: #555 }
        @media (prefers-color-scheme: dark) { body { color: #ddd; background: #161616 } .card, td, th { border-color: #444 } .bad b { color: #ff8a80 } svg text { fill: #aaa } }
        """;

    /// <summary>The page.</summary>
    public static string Write(Dashboard dashboard)
    {
        ArgumentNullException.ThrowIfNull(dashboard);
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Backups</title>\n<style>\n")
            .Append(Style).Append("\n</style>\n</head>\n<body>\n<h1>Backups, ").Append(Time(dashboard.Time)).Append("</h1>\n<div class=\"cards\">\n");
        Card(page, "protected accounts", $"{dashboard.Protected} of {dashboard.Accounts}", isBad: dashboard.Protected < dashboard.Accounts);
        Card(page, $"failed in {dashboard.Days} days", Number(dashboard.Failed.Count), isBad: dashboard.Failed.Count > 0);
        Card(page, "with problems", Number(dashboard.Partial.Count), isBad: dashboard.Partial.Count > 0);
        Card(page, "backups", Number(dashboard.Backups), isBad: false);
        Card(page, "protected data", ByteSize.Format(dashboard.Size), isBad: false);
        Card(page, "stored", ByteSize.Format(dashboard.Added), isBad: false);
        Card(page, "running, queued", $"{dashboard.Running.Count}, {dashboard.Queued}", isBad: false);
        Card(page, "orphans", Number(dashboard.Orphans), isBad: false);
        page.Append("</div>\n");
        Chart(page, "Backups a day", dashboard.History, day => day.Backups, Number);
        Chart(page, "Stored a day", dashboard.History, day => day.Added, ByteSize.Format);
        Table(page, "Not protected", ["Account", "Last backup"], dashboard.Unprotected, account => [account.Account, account.LastBackup is { } last ? Time(last) : "never"]);
        Table(page, "Failed", ["Ended", "Task", "Account", "Message"], dashboard.Failed, task => [Time(task.Ended!.Value), $"{task.Kind}", task.Account, task.Message ?? ""]);
        Table(page, "Last backup with problems", ["Account", "Taken"], dashboard.Partial, account => [account.Account, Time(account.LastBackup!.Value)]);
        Table(page, "Running", ["Task", "Account", "Since", "Stage"], dashboard.Running, task => [$"{task.Kind}", task.Account, Time(task.Started ?? task.Queued), task.Stage ?? ""]);
        Table(page, "Last backups", ["Taken", "Account", "Files", "Size", "Stored"], dashboard.Last,
            backup => [Time(backup.Created), backup.Account, Number(backup.Files), ByteSize.Format(backup.Size), ByteSize.Format(backup.Added)]);
        Table(page, "Largest", ["Account", "Backups", "Size", "Stored"], dashboard.Largest,
            account => [account.Account, Number(account.Backups), ByteSize.Format(account.Size), ByteSize.Format(account.Added)]);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Card(StringBuilder page, string what, string figure, bool isBad) =>
        page.Append(isBad ? "<div class=\"card bad\"><b>" : "<div class=\"card\"><b>").Append(Text(figure)).Append("</b>").Append(Text(what)).Append("</div>\n");

    /// <summary>Bars, one a day, with the highest told.</summary>
    private static void Chart(StringBuilder page, string title, IReadOnlyList<BackupDay> days, Func<BackupDay, long> value, Func<long, string> say)
    {
        const int Width = 20;
        const int Height = 120;
        long highest = Math.Max(1, days.Select(value).DefaultIfEmpty().Max());
        page.Append("<h2>").Append(Text(title)).Append("</h2>\n<svg viewBox=\"0 0 ").Append(days.Count * Width).Append(' ').Append(Height + 30)
            .Append("\" role=\"img\" aria-label=\"").Append(Text($"{title}, at most {say(highest)}")).Append("\">\n");
        for (int i = 0; i < days.Count; i++)
        {
            double height = (double)value(days[i]) / highest * Height;
            page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{(i * Width) + 2}\" y=\"{15 + Height - height:0.#}\" width=\"{Width - 4}\" height=\"{height:0.#}\" fill=\"#3b7dd8\"><title>")
                .Append(Text($"{days[i].Date:yyyy-MM-dd}: {say(value(days[i]))}")).Append("</title></rect>\n");
        }

        page.Append("<text x=\"2\" y=\"10\">").Append(Text(say(highest))).Append("</text>\n");
        if (days.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"2\" y=\"{Height + 27}\">{days[0].Date:yyyy-MM-dd}</text>\n")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{days.Count * Width}\" y=\"{Height + 27}\" text-anchor=\"end\">{days[^1].Date:yyyy-MM-dd}</text>\n");
        }

        page.Append("</svg>\n");
    }

    private static void Table<T>(StringBuilder page, string title, string[] columns, IReadOnlyList<T> rows, Func<T, string[]> cells)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Append("<h2>").Append(Text(title)).Append("</h2>\n<table>\n<tr>").AppendJoin("", columns.Select(column => $"<th>{Text(column)}</th>")).Append("</tr>\n");
        foreach (T row in rows)
        {
            page.Append("<tr>").AppendJoin("", cells(row).Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
