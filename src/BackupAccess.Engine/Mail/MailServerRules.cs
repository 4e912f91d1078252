using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Mail;

/// <summary>What a mail server must be.</summary>
internal static class MailServerRules
{
    public static NoSubject Subject { get; } = new("setting", "mail server") { Targets = [Target.Setting] };

    /// <exception cref="InvalidRequestException">A value can't be right.</exception>
    public static void RequireValid(UpdateMailServer request)
    {
        if (Uri.CheckHostName(request.Host) == UriHostNameType.Unknown)
        {
            throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(request.Host)}\" is no host.");
        }

        if (request.Port is < 1 or > 65535)
        {
            throw new InvalidRequestException("InvalidValue", $"\"{request.Port}\" is no port.");
        }

        AccountRules.RequireEmail(request.From);
        if (request.UserName is null != request.Password is null)
        {
            throw new InvalidRequestException("InvalidValue", "A user name and a password to sign in to the mail server go together.");
        }

        if (request.UserName is not null && request.Security == MailSecurity.None)
        {
            throw new InvalidRequestException("InvalidValue", "A password isn't sent over a connection that isn't encrypted.");
        }
    }

    /// <exception cref="NotFoundException">There is none.</exception>
    public static MailServerRow Require(OperationContext context) =>
        MailServerStore.Find(context.Db) ?? throw new NotFoundException("mail server", "default");
}
