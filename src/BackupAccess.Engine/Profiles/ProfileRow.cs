using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Profiles;

/// <summary>A row of the profile table.</summary>
internal sealed record ProfileRow(string Id, long Number, string Name, long CreatedAt) : ISubject
{
    public Guid Guid => Guid.Parse(Id);

    public string Kind => "profile";

    public Target Target => Target.OfProfile((int)Number);

    Target[] ISubject.Targets => [Target];
}
