using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Encryption;

/// <summary>Tells of each step of a change of an account's key before it is made.</summary>
internal sealed class KeySteps(AccountRow account, IProgress<WorkProgress>? progress)
{
    private int _steps;

    public void Begin(string step) =>
        progress?.Report(new WorkProgress($"Changing the encryption key of {account.Path}", step, _steps++, TotalFiles: null, 0, null));
}
