using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Passwords;

/// <summary>A user whose password is to be set, with what the new one is held to.</summary>
internal sealed record PasswordSubject(UserRow User, PasswordPolicy Policy, IReadOnlyList<string> Former) : ISubject
{
    /// <summary>Why the caller may not set it, beyond what is decided on the targets; null where nothing keeps them.</summary>
    public AccessDeniedException? Refusal { get; init; }

    public string Kind => User.Kind;

    public string Id => User.Id;

    public string Name => User.Name;

    public Target[] Targets => [User.Target];

    public static PasswordSubject Of(OperationContext context, UserRow user) =>
        new(user, PasswordPolicyStore.Read(context.Db), FormerPasswordStore.OfUser(context.Db, user.Guid));

    /// <summary>Holds a new password to the policy and hashes it.</summary>
    /// <exception cref="InvalidRequestException">The policy doesn't take it.</exception>
    public CheckedPassword Check(Secret password)
    {
        PasswordRules.RequireAcceptable(Policy, password);
        PasswordRules.RequireNew(Policy, password, User, Former);
        return new CheckedPassword(PasswordHash.Create(password), this);
    }

    /// <summary>Sets a password that was checked, or none; open console sessions end.</summary>
    /// <exception cref="ConflictException">Policy or passwords have changed since the check.</exception>
    public UserRow Set(OperationContext context, CheckedPassword? password)
    {
        if (password is not null && !password.IsOf(this))
        {
            throw new ConflictException("Conflict", $"The password of \"{Name}\", or what it is held to, changed meanwhile.");
        }

        FormerPasswordStore.Keep(context.Db, User, Policy);
        UserRow changed = User with
        {
            PasswordHash = password?.Hash,
            PasswordChangedAt = password is null ? null : context.Now,
            ConsoleEpoch = User.ConsoleEpoch + 1,
        };
        UserStore.Update(context.Db, changed);
        context.PolicyChanged(User.Guid);
        return changed;
    }
}
