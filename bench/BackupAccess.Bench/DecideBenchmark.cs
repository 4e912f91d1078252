using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BenchmarkDotNet.Attributes;

namespace BackupAccess.Bench;

/// <summary>
/// One decision of a user with five roles and 500 connector grants: allowed by the last role, and refused after all of
/// them. The allocation column has to say nothing.
/// </summary>
[MemoryDiagnoser]
public class DecideBenchmark
{
    private const int Grants = 500;
    private const long Now = 1_000;

    private readonly int _allowed = OperationCatalogue.Find("restoreOverwrite")!.Number;
    private readonly int _refused = OperationCatalogue.Find("createUser")!.Number;
    private readonly Target _account = Target.OfAccount(connector: Grants - 1, openLegacy: false, owner: Guid.Empty);

    private readonly AccessPolicy _policy = new(
        Guid.CreateVersion7(),
        "jane",
        enabled: true,
        until: long.MaxValue,
        [.. new[] { "Audit", "AccountOwner", "Viewer", "LimitedSupport", "FullSupport" }.Select(role => Hold(BuiltInAccess.Current.FindRole(role)!))],
        GrantSet.Of(Enumerable.Range(0, Grants).Select(connector => (connector, long.MaxValue))),
        GrantSet.None);

    [Benchmark(Baseline = true)]
    public bool Allow() => _policy.Decide(_allowed, _account, Now);

    [Benchmark]
    public bool Refuse() => _policy.Decide(_refused, _account, Now);

    private static RoleHolding Hold(Role role) =>
        new(RoleCompiler.Compile(role, role.Permissions.Select(permission => BuiltInAccess.Current.Permissions[permission])), long.MaxValue);
}
