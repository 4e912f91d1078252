namespace BackupAccess.Engine.Profiles;

/// <summary>Names a profile by name, by id, or by the profile itself.</summary>
public sealed record ProfileReference
{
    /// <summary>Takes a name or an id.</summary>
    public ProfileReference(string profile) => Text = profile ?? throw new ArgumentNullException(nameof(profile));

    public ProfileReference(Guid profile) => (Text, Id) = (profile.ToString(), profile);

    /// <summary>Takes an id, and the name that people know it by.</summary>
    public ProfileReference(Guid profile, string name) => (Text, Id) = (name ?? throw new ArgumentNullException(nameof(name)), profile);

    public ProfileReference(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        (Text, Id) = (profile.Name, profile.Id);
    }

    public string Text { get; }

    /// <summary>The id, where it or an object was given.</summary>
    public Guid? Id { get; }

    public override string ToString() => Text;
}
