using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Tags;

namespace BackupAccess.PowerShell.Access;

/// <summary>
/// The name of a role, permission, operation, storage, tag, priority group or restore condition: as typed, or from the object itself. Unlike a string, it isn't
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

    public ObjectName(Policy policy) : this(policy?.Name!)
    {
    }

    public ObjectName(Tag tag) : this(tag?.Name!)
    {
    }

    public ObjectName(PriorityGroup group) : this(group?.Name!)
    {
    }

    public ObjectName(RestoreCondition condition) : this(condition?.Name!)
    {
    }

    public string Text { get; }

    public override string ToString() => Text;
}
