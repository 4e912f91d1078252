using System.Security.Cryptography;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;

namespace BackupAccess.Engine.OneTimePasswords;

/// <summary>Makes a one-time password for the caller, given the password. It takes effect with its first code; one before stays in force until then.</summary>
public sealed record EnrollOneTimePassword(Secret Password) : IOperation<OneTimePasswordEnrollment>
{
    internal string? PasswordHash { get; init; }
}

internal sealed class EnrollOneTimePasswordHandler : ChangeHandler<EnrollOneTimePassword, OwnPasswordSubject, OneTimePasswordEnrollment>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override OwnPasswordSubject Resolve(EnrollOneTimePassword request, OperationContext context) => OwnPasswordSubject.Of(context);

    public override EnrollOneTimePassword Prepare(EnrollOneTimePassword request, OwnPasswordSubject own) =>
        request.PasswordHash is not null ? request : request with { PasswordHash = own.RequirePassword(request.Password) };

    public override OneTimePasswordEnrollment Handle(EnrollOneTimePassword request, OwnPasswordSubject own, OperationContext context)
    {
        own.RequireStill(request.PasswordHash);
        byte[] secret = OneTimePasswordSecret.Generate();
        try
        {
            OneTimePasswordRow row = OneTimePasswordStore.Find(context.Db, own.User.Guid) ?? new OneTimePasswordRow(own.Id, null, UsedStep: 0, null, null);
            OneTimePasswordStore.Save(context.Db, row with
            {
                PendingSecret = OneTimePasswordSecret.Seal(context.Services.Folder.Key, secret, own.User.Guid),
                PendingAt = context.Now,
            });
            return OneTimePasswordSecret.Show(secret, own.Name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
