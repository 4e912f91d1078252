
namespace BackupAccess.Engine.Access;

/// <summary>Why one role allowed, or what it lacked.</summary>
/// <param name="Role">The role considered; null where no role came into it (no roles at all, user disabled).</param>
/// <param name="Text">The reason in words, naming nothing that the asker may not know.</param>
public sealed record AccessReason(string? Role, RoleLack Lack, string Text)
{
    public override string ToString() => Text;
}
