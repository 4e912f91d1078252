using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Removes a configuration and its file. Its backups stay, and no policy lets them go any more.</summary>
public sealed record RemoveConfiguration(ConfigurationReference Configuration, PendingEdit Edit) : IOperation<Configuration>;

internal sealed class RemoveConfigurationHandler : ChangeHandler<RemoveConfiguration, ConfigurationRow, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ConfigurationRow Resolve(RemoveConfiguration request, OperationContext context) => ConfigurationLookup.Find(context, request.Configuration);

    public override Configuration Handle(RemoveConfiguration request, ConfigurationRow row, OperationContext context)
    {
        ConfigurationRules.RequireUnused(context, row);
        Configuration removed = ConfigurationLookup.Show(context, row);
        ConfigurationFiles.Forget(context.Db, PendingEdits.Settle(context, row, row, request.Edit));
        ConfigurationStore.Delete(context.Db, row.Id);
        return removed;
    }
}
