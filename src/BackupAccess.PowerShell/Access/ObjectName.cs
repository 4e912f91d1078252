using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Storage;

namespace BackupAccess.PowerShell.Access;

/// <summary>
/// The name of a role, permission, operation or storage: as typed, or from the object itself. Unlike a string, it isn't
/// made of just anything that comes down the pipeline.
/// </summary>
public sealed record ObjectName
{
    public ObjectName(string name) => Text = name ?? throw new ArgumentNullException(nameof(name));

    public ObjectName(Role role) : this(role?.Name!)
    {
    }

    public ObjectName(Permission permission) : this(permission?.Name!)
    {
    }

    public ObjectName(OperationDescription operation) : this(operation?.Name!)
    {
    }

    public ObjectName(BackupStorage storage) : this(storage?.Name!)
    {
    }

    public string Text { get; }

    public override string ToString() => Text;
}
