using System.Net.Mail;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Accounts;

/// <summary>What account settings may be.</summary>
internal static class AccountRules
{
    public const int MaxOnDemandLimit = 99;
    private const int MaxEntries = 1000;

    /// <exception cref="InvalidRequestException">A value can't be right.</exception>
    public static void RequireValid(string? email, int? maxOnDemand, IReadOnlyList<string>? domains, IReadOnlyList<string>? excludes)
    {
        RequirePlain([.. domains ?? [], email ?? ""]);
        if (email is { Length: > 0 })
        {
            RequireEmail(email);
        }

        if (maxOnDemand is < -1 or > MaxOnDemandLimit)
        {
            throw Refuse($"The maximum of on-demand backups is 0 to {MaxOnDemandLimit}.");
        }

        foreach (string domain in domains ?? [])
        {
            if (Uri.CheckHostName(domain) != UriHostNameType.Dns)
            {
                throw Refuse($"\"{Names.Printable(domain)}\" is not a domain name.");
            }
        }

        if (excludes is not null)
        {
            RequireValidExcludes(excludes);
        }
    }

    /// <exception cref="InvalidRequestException">It is no address of one mailbox.</exception>
    public static void RequireEmail(string email)
    {
        if (!MailAddress.TryCreate(email, out MailAddress? address) || address.Address != email || email.Any(char.IsControl))
        {
            throw Refuse($"\"{Names.Printable(email)}\" is not an e-mail address.");
        }
    }

    /// <summary>Settings are shown to administrators: nothing in them may steer a terminal.</summary>
    private static void RequirePlain(IEnumerable<string> texts)
    {
        if (texts.FirstOrDefault(text => !Names.IsPrintable(text)) is { } text)
        {
            throw Refuse($"\"{Names.Printable(text)}\" holds a character that can't be shown.");
        }
    }

    /// <exception cref="InvalidRequestException">A glob can't be one, or there are too many.</exception>
    public static void RequireValidExcludes(IReadOnlyList<string> excludes)
    {
        RequirePlain(excludes);
        if (excludes.Count > MaxEntries)
        {
            throw Refuse($"There are at most {MaxEntries} excludes.");
        }

        try
        {
            _ = new GlobExcludes(excludes);
        }
        catch (FormatException e)
        {
            throw Refuse(e.Message);
        }
    }

    private static InvalidRequestException Refuse(string message) => new("InvalidValue", message);
}
