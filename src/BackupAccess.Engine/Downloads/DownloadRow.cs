using System.Globalization;
using System.Text.RegularExpressions;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>A row of the download table.</summary>
internal sealed partial record DownloadRow(
    string Id,
    string AccountId,
    string BackupId,
    long BackupCreatedAt,
    string Format,
    long Size,
    string Sha256,
    long Entries,
    long ProblemCount,
    string Problems,
    string Conditions,
    long CreatedAt,
    string CreatedBy,
    long ExpiresAt,
    long Served,
    long MostFetches,
    byte[]? SealedKey = null,
    string Items = "[]",
    string Paths = "[]")
{
    public Guid Guid => Guid.Parse(Id);

    /// <summary>Whether it has no file, and is made anew each time that it is fetched.</summary>
    public bool IsStreamed => SealedKey is null;

    /// <summary>What it is made of.</summary>
    public RestoreSelection Selection => new(
        Account: null, new BackupReference(Guid.Parse(BackupId)), [.. JsonText.ToList(Items).Select(Enum.Parse<BackupItem>)], JsonText.ToList(Paths));

    public bool IsUsedUp => MostFetches > 0 && Served >= MostFetches * Size;

    public Download Show(AccountRow account) => new()
    {
        Id = Guid,
        Account = account.Path,
        AccountId = account.Guid,
        BackupId = Guid.Parse(BackupId),
        Format = Enum.Parse<DownloadFormat>(Format),
        FileName = FileNameOf(account),
        Size = Size,
        Sha256 = Sha256,
        Entries = Entries,
        ProblemCount = ProblemCount,
        Problems = JsonText.ToList(Problems),
        Created = CreatedAt.ToTime(),
        CreatedBy = CreatedBy,
        Expires = ExpiresAt.ToTime(),
        Fetches = (int)(Served / Size),
        MostFetches = MostFetches == 0 ? null : (int)MostFetches,
        Streamed = IsStreamed,
        AcceptedConditions = JsonText.ToList(Conditions),
    };

    /// <summary>Account and time of the backup, and enough of the id that no two are called the same.</summary>
    private string FileNameOf(AccountRow account) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Unfit().Replace(account.Path, "-")}-{BackupCreatedAt.ToTime():yyyyMMdd-HHmm}-{Id[^6..]}{(Format == nameof(DownloadFormat.Zip) ? ".zip" : ".tar.gz")}");

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unfit();
}
