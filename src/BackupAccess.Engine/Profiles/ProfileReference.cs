namespace BackupAccess.Engine.Profiles;

/// <summary>Names a profile by name.</summary>
public sealed record ProfileReference
{
    public ProfileReference(string profile) => Text = profile ?? throw new ArgumentNullException(nameof(profile));

    public string Text { get; }

    public override string ToString() => Text;
}
