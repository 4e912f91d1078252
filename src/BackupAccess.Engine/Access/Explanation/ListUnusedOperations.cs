using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>
/// Lists the operations that a user may do by an assigned role and has not done for so long, by the audit log; a null user
/// is the caller. Operations that only read aren't audited, so nothing can be said of them.
/// </summary>
public sealed record ListUnusedOperations(UserReference? User, TimeSpan UnusedFor) : IOperation<IAsyncEnumerable<UnusedOperation>>;

internal sealed class ListUnusedOperationsHandler : ReadHandler<ListUnusedOperations, AccessOfSubject, IAsyncEnumerable<UnusedOperation>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override UnnamedTarget Unnamed => UnnamedTarget.Oneself;

    public override void Validate(ListUnusedOperations request)
    {
        if (request.UnusedFor < TimeSpan.Zero)
        {
            throw new InvalidRequestException("InvalidValue", "The time that an operation is unused for is not negative.");
        }
    }

    public override AccessOfSubject Resolve(ListUnusedOperations request, OperationContext context) => AccessOfSubject.Find(context, request.User);

    public override Task<IAsyncEnumerable<UnusedOperation>> HandleAsync(ListUnusedOperations request, AccessOfSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        AccessPolicy policy = subject.ReadPolicy(context);
        CompiledRole self = RoleCompiler.SelfOf(context.Db);
        RoleHolding[] roles = [.. policy.Roles.ToArray().Where(role => role.Role != BuiltInAccess.SelfPermission && context.Now < role.Until)];
        Dictionary<string, long> uses = AuditUse.LastOf(context.Db, policy.UserId, policy.Name);
        double since = context.Now - request.UnusedFor.TotalMicroseconds;
        return Task.FromResult(OperationCatalogue.Handlers
            .Where(operation => operation.Effect != OperationEffect.Read && !self.Operations.Contains(operation.Number))
            .Where(operation => policy.IsActive(context.Now) && roles.Any(role => role.Contains(operation.Number)))
            .Where(operation => uses.GetValueOrDefault(operation.Name, long.MinValue) <= since)
            .OrderBy(operation => operation.Name, StringComparer.Ordinal)
            .Select(operation => new UnusedOperation
            {
                User = policy.Name,
                Operation = operation.Name,
                Roles = [.. roles.Where(role => role.Contains(operation.Number)).Select(role => role.Role).Distinct()],
                LastUsed = uses.TryGetValue(operation.Name, out long last) ? last.ToTime() : null,
            })
            .ToAsyncEnumerable());
    }
}
