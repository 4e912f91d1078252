using BackupAccess.Engine.Profiles;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes profiles, also without their type: by id or name.</summary>
internal sealed class ProfileObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is Profile profile ? new ProfileReference(profile) : null;

    private protected override object? FromLoose(LooseObject value)
    {
        bool isProfile = value.Was<Profile>();
        if (!isProfile && !(value.IsPlain && value.Has("Name") && !value.Has("Profile")))
        {
            return null;
        }

        return (isProfile ? value.Id("Id") : null, value.Text("Name")) switch
        {
            ({ } id, var name) => new ProfileReference(id, name ?? $"{id}"),
            (null, { } name) => new ProfileReference(name),
            _ => Unnamed("profile", "Id or Name"),
        };
    }
}
