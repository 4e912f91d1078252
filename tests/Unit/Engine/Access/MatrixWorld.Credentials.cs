using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

public sealed partial class MatrixWorld
{
    private static Func<IOperationClient, Task>? AskCredential(string operation, UserReference user) => operation switch
    {
        "unlockUser" => Do(new UnlockUser(user)),
        "removeOneTimePassword" => Do(new RemoveOneTimePassword(user)),
        "getPasswordPolicy" => Do(new GetPasswordPolicy()),
        "updatePasswordPolicy" => Do(new UpdatePasswordPolicy(null, null, null, null)),
        "enrollOneTimePassword" => Do(new EnrollOneTimePassword(Secret.FromChars("not the password"))),
        "confirmOneTimePassword" => Do(new ConfirmOneTimePassword(Secret.FromChars("000000"))),
        "renewRecoveryCodes" => Do(new RenewRecoveryCodes(Secret.FromChars("not the password"))),
        "removeOwnOneTimePassword" => Do(new RemoveOwnOneTimePassword(Secret.FromChars("not the password"))),
        "getCredentialReport" => Do(new GetCredentialReport([], null, null)),
        _ => null,
    };
}
