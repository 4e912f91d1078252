using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Configurations;

/// <summary>Saves a new configuration in a profile; it runs as who saves it.</summary>
public sealed record CreateConfiguration(ProfileReference Profile, string Name, string Text) : IOperation<Configuration>;

internal sealed class CreateConfigurationHandler : ChangeHandler<CreateConfiguration, ProfileRow, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override void Validate(CreateConfiguration request)
    {
        Names.RequireValid("configuration", request.Name);
        ConfigurationRules.RequireLength(request.Text);
    }

    public override ProfileRow Resolve(CreateConfiguration request, OperationContext context) => ProfileLookup.Find(context, request.Profile);

    public override ISubject About(ProfileRow profile, Configuration result) => NewConfiguration.About(profile, result);

    public override Configuration Handle(CreateConfiguration request, ProfileRow profile, OperationContext context)
    {
        string path = ConfigurationRow.PathOf(ConfigurationScope.Configuration, profile.Name, request.Name);
        if (ConfigurationStore.Find(context.Db, profile.Id, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a configuration \"{path}\" already.");
        }

        if (ConfigurationFiles.NewOf(context.Services, profile, []).Contains(request.Name, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConflictException("PendingEdit", $"There is a file of \"{path}\" already, which isn't imported.");
        }

        return NewConfiguration.Save(context, profile, request.Name, request.Text);
    }
}
