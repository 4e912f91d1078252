using BackupAccess.Engine.Mail;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>The mail server, which is there whenever it is asked for.</summary>
public sealed partial class MatrixWorld
{
    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfMailAsync(string operation)
    {
        // Nobody listens there.
        UpdateMailServer update = new("localhost", 1, MailSecurity.None, "backups@example.org", null, null);
        Func<IOperationClient, Task>? ask = operation switch
        {
            "getMailServer" => Do(new GetMailServer()),
            "updateMailServer" => Do(update),
            "removeMailServer" => Do(new RemoveMailServer()),
            "testMailServer" => Do(new TestMailServer("jane@example.org")),
            _ => null,
        };
        if (ask is null)
        {
            return null;
        }

        await _store.Local.DoAsync(update);
        return (ask, "mail server");
    }
}
