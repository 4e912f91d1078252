using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Configurations;

/// <summary>Saves what a file in a profile's folder holds since it was edited by hand, new or changed; it runs as who imports it.</summary>
public sealed record ImportConfiguration(ProfileReference Profile, string Name) : IOperation<Configuration>;

internal sealed class ImportConfigurationHandler : ChangeHandler<ImportConfiguration, ProfileRow, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override void Validate(ImportConfiguration request) => Names.RequireValid("configuration", request.Name);

    public override ProfileRow Resolve(ImportConfiguration request, OperationContext context) => ProfileLookup.Find(context, request.Profile);

    public override ISubject About(ProfileRow profile, Configuration result) => NewConfiguration.About(profile, result);

    public override Configuration Handle(ImportConfiguration request, ProfileRow profile, OperationContext context)
    {
        ConfigurationRow? row = ConfigurationStore.Find(context.Db, profile.Id, request.Name);
        string relative = ConfigurationFiles.RelativePathOf(ConfigurationScope.Configuration, profile.Name, row?.Name ?? request.Name);
        string text = ConfigurationFiles.Read(context.Services, relative) ?? throw new NotFoundException("file", relative);
        if (row is null)
        {
            return NewConfiguration.Save(context, profile, request.Name, text);
        }

        ConfigurationValues values = ConfigurationRules.Require(context, row.Path, text, row.ProfileId);
        ConfigurationRow saved = PendingEdits.Accept(context, ConfigurationRules.SavedBy(context, row, text));
        ConfigurationStore.Update(context.Db, saved, values);
        return ConfigurationLookup.Show(context, saved) with { State = ConfigurationFileState.Saved };
    }
}
