using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Passwords;

/// <summary>Shows what passwords are held to; everybody may know what is asked of them.</summary>
public sealed record GetPasswordPolicy : IOperation<PasswordPolicy>;

internal sealed class GetPasswordPolicyHandler : ReadHandler<GetPasswordPolicy, NoSubject, PasswordPolicy>
{
    public override NoSubject Resolve(GetPasswordPolicy request, OperationContext context) => new();

    public override Task<PasswordPolicy> HandleAsync(GetPasswordPolicy request, NoSubject subject, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(PasswordPolicyStore.Read(context.Db));
}
