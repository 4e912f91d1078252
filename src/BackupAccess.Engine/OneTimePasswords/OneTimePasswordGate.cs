using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>The second question of a sign-in by password. A code that is taken is used up in the same transaction.</summary>
internal static class OneTimePasswordGate
{
    public static OneTimePasswordAnswer Take(StateTransaction transaction, EngineServices services, UserRow user, Secret? code, long now)
    {
        if (OneTimePasswordStore.Find(transaction, user.Guid) is not { SealedSecret: { } box } row)
        {
            return OneTimePasswordAnswer.Right;
        }

        if (code is null)
        {
            return OneTimePasswordAnswer.Missing;
        }

        byte[] digits = RecoveryCode.Digits(code);
        using Secret secret = OneTimePasswordSecret.Open(services.Folder.Key, box, user.Guid);
        if (Totp.Match(secret.Utf8.Span, digits, now, row.UsedStep) is { } step)
        {
            OneTimePasswordStore.Save(transaction, row with { UsedStep = step });
            return OneTimePasswordAnswer.Right;
        }

        return OneTimePasswordStore.UseCode(transaction, user.Guid, RecoveryCode.Hash(digits)) ? OneTimePasswordAnswer.Right : OneTimePasswordAnswer.Wrong;
    }
}
