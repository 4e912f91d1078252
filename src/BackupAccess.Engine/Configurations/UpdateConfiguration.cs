using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Saves another text of a configuration, which from then on runs as who saves it.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Text">The whole YAML.</param>
/// <param name="Edit">What becomes of an edit of its file by hand that isn't imported.</param>
public sealed record UpdateConfiguration(ConfigurationReference Configuration, string Text, PendingEdit Edit) : IOperation<Configuration>;

internal sealed class UpdateConfigurationHandler : ChangeHandler<UpdateConfiguration, ConfigurationRow, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override void Validate(UpdateConfiguration request) => ConfigurationRules.RequireLength(request.Text);

    public override ConfigurationRow Resolve(UpdateConfiguration request, OperationContext context) => ConfigurationLookup.Find(context, request.Configuration);

    public override Configuration Handle(UpdateConfiguration request, ConfigurationRow row, OperationContext context)
    {
        ConfigurationValues values = ConfigurationRules.Require(context, row.Path, request.Text, row.ProfileId);
        ConfigurationRow saved = PendingEdits.Settle(context, ConfigurationRules.SavedBy(context, row, request.Text), row, request.Edit);
        ConfigurationStore.Update(context.Db, saved, values);
        return ConfigurationLookup.Show(context, saved) with { State = ConfigurationFileState.Saved };
    }
}
