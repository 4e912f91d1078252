using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Throttling;

namespace BackupAccess.Engine.Users;

/// <summary>Creates a user, with roles, console access and a password as given.</summary>
public sealed record CreateUser(string Name, IReadOnlyList<string> Roles, ConsoleAccess ConsoleAccess, Secret? Password, DateTimeOffset? Until) : IOperation<User>
{
    internal string? PasswordHash { get; init; }
}

internal sealed class CreateUserHandler : ChangeHandler<CreateUser, NoSubject, User>
{
    public override void Validate(CreateUser request)
    {
        Names.RequireValid("user", request.Name);
        PasswordRules.RequireLength(request.Password);
    }

    public override NoSubject Resolve(CreateUser request, OperationContext context) =>
        new("user", request.Name) { Targets = [Target.OfUser(Guid.Empty, enabled: true)] };

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.NewUser;

    public override CreateUser Prepare(CreateUser request, NoSubject subject) =>
        request.Password is null || request.PasswordHash is not null ? request : request with { PasswordHash = PasswordHash.Create(request.Password) };

    public override ISubject About(NoSubject subject, User result) =>
        subject with { Id = result.Id.ToString(), Others = [.. result.Roles.Select(role => new AuditedObject("role", role, role))] };

    public override User Handle(CreateUser request, NoSubject subject, OperationContext context)
    {
        UserRules.RequireFuture(context, request.Until);
        if (request.Password is not null)
        {
            PasswordRules.RequireAcceptable(PasswordPolicyStore.Read(context.Db), request.Password);
        }

        if (UserStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a user \"{request.Name}\" already.");
        }

        UserRow user = new(
            context.NewId().ToString(),
            request.Name,
            Enabled: 1,
            ConsoleAccess: request.ConsoleAccess == ConsoleAccess.On ? 1 : 0,
            ConsoleEpoch: 1,
            request.PasswordHash,
            request.PasswordHash is null ? null : context.Now,
            request.Until?.ToMicroseconds(),
            context.Now);
        UserStore.Insert(context.Db, user);
        SignInThrottle.Forget(context.Db, context.Services.Folder.Key, user);
        foreach (string role in request.Roles)
        {
            RoleAssignment.Assign(context, user, role, until: null);
        }

        context.PolicyChanged(user.Guid);
        return UserLookup.Show(context, user);
    }
}
