using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Throttling;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Passwords;

/// <summary>The caller, to whose credentials something is done that needs the password.</summary>
internal sealed record OwnPasswordSubject(PasswordSubject Password, CredentialAttempt Attempt) : ISubject
{
    public UserRow User => Password.User;

    public string Kind => User.Kind;

    public string Id => User.Id;

    public string Name => User.Name;

    public Target[] Targets => [User.Target];

    /// <exception cref="NotFoundException">The caller is no user.</exception>
    public static OwnPasswordSubject Of(OperationContext context)
    {
        UserRow user = UserStore.Find(context.Db, context.Policy.UserId) ?? throw new NotFoundException("user", context.Policy.Name);
        SignInClaim claim = SignInClaim.OfUser(context.Services.Folder.Key, user, context.Session.Address);
        return new OwnPasswordSubject(PasswordSubject.Of(context, user), new CredentialAttempt(context.Services, claim));
    }

    /// <summary>Checks the password as a sign-in does, with the same delays after failures.</summary>
    /// <returns>The hash that it was found right for.</returns>
    /// <exception cref="SignInException">It is wrong, or too many were before.</exception>
    public string RequirePassword(Secret password)
    {
        Attempt.Require(() => PasswordHash.Verify(password, User.PasswordHash), Wrong);
        return User.PasswordHash!;
    }

    /// <summary>Sees within the transaction that the password found right is still the one.</summary>
    /// <exception cref="SignInException">It isn't.</exception>
    public void RequireStill(string? hash)
    {
        if (hash is null || hash != User.PasswordHash)
        {
            throw Wrong();
        }
    }

    private SignInException Wrong() => new("SignInFailed", $"The old password of \"{Name}\" is not right.");
}
