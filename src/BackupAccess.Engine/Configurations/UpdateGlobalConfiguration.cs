using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Configurations;

/// <summary>Saves what holds where a profile's configurations say nothing, or, without a profile, where neither they nor their profile does. An empty text says nothing.</summary>
/// <param name="Profile">The profile; null for all.</param>
/// <param name="Text">The whole YAML; null for what the file holds since it was edited by hand.</param>
/// <param name="Edit">What becomes of an edit of the file that isn't imported.</param>
public sealed record UpdateGlobalConfiguration(ProfileReference? Profile, string? Text, PendingEdit Edit) : IOperation<Configuration>;

internal sealed class UpdateGlobalConfigurationHandler : ChangeHandler<UpdateGlobalConfiguration, GlobalConfigurationSubject, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public override void Validate(UpdateGlobalConfiguration request) => ConfigurationRules.RequireLength(request.Text ?? "");

    public override GlobalConfigurationSubject Resolve(UpdateGlobalConfiguration request, OperationContext context) => GlobalConfigurationSubject.Find(context, request.Profile);

    public override Configuration Handle(UpdateGlobalConfiguration request, GlobalConfigurationSubject subject, OperationContext context)
    {
        if (request.Text is { } text)
        {
            return subject.Save(context, text, request.Edit);
        }

        string relative = ConfigurationFiles.RelativePathOf(subject.Scope, subject.Profile?.Name, "");
        string edited = ConfigurationFiles.Read(context.Services, relative) ?? throw new NotFoundException("file", relative);
        return subject.Save(context, edited, PendingEdit.Discard);
    }
}
