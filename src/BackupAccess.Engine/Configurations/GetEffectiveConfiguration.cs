using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Tells what holds for a configuration, field by field, and whether it, its profile or the global text says so.</summary>
public sealed record GetEffectiveConfiguration(ConfigurationReference Configuration) : IOperation<IReadOnlyList<EffectiveValue>>;

internal sealed class GetEffectiveConfigurationHandler : ReadHandler<GetEffectiveConfiguration, ConfigurationRow, IReadOnlyList<EffectiveValue>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ConfigurationRow Resolve(GetEffectiveConfiguration request, OperationContext context) => ConfigurationLookup.Find(context, request.Configuration);

    public override Task<IReadOnlyList<EffectiveValue>> HandleAsync(
        GetEffectiveConfiguration request, ConfigurationRow row, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(EffectiveConfiguration.Of(context.Db, row).Show());
}
