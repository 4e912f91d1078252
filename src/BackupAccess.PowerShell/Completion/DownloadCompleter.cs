using BackupAccess.Engine.Downloads;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the ids of downloads, newest first, of the account typed before where there is one.</summary>
internal sealed class DownloadCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        string[] accounts = query.BoundText("Account") is { } account ? [account] : [];
        return query.List(new ListDownloads([], accounts, []))
            .Where(download => download.Id.ToString().StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .Select(download => new Suggestion(download.Id.ToString(), download.FileName));
    }
}
