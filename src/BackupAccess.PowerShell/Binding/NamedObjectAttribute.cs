using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Tags;
using BackupAccess.PowerShell.Access;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes what is known by its name, or, where members are asked for, the names of them that another object lists.</summary>
internal sealed class NamedObjectAttribute : ObjectAttribute
{
    /// <summary>As <c>Permissions</c>, which roles and operations list; null for none.</summary>
    public string? Members { get; init; }

    /// <summary>The only type of objects that are taken, and at once, where another parameter of the cmdlet would take their name for something else; null for none.</summary>
    public Type? Of { get; init; }

    private protected override object? FromTyped(object value) => (value, Members) switch
    {
        (Role role, _) when Of == typeof(Role) => new ObjectName(role),
        (Permission permission, _) when Of == typeof(Permission) => new ObjectName(permission),
        (OperationDescription operation, _) when Of == typeof(OperationDescription) => new ObjectName(operation),
        (Tag tag, _) when Of == typeof(Tag) => new ObjectName(tag),
        (Plugin plugin, _) when Of == typeof(Plugin) => new ObjectName(plugin),
        (Role role, nameof(Role.Permissions)) => Names(role.Permissions),
        (AssignedRole role, nameof(Role.Permissions)) => Names(role.Permissions),
        (OperationDescription operation, nameof(Role.Permissions)) => Names(operation.Permissions),
        (Permission permission, nameof(Permission.Operations)) => Names(permission.Operations),
        _ => null,
    };

    private protected override object? FromLoose(LooseObject value)
    {
        if (Members is not null && value.List(Members) is { } members)
        {
            return Names(members.Select(member => $"{member}"));
        }

        bool isMeant = Of is null ? !value.IsPlain : value.Was(Of);
        return isMeant && value.Text("Name") is { } name ? new ObjectName(name) : null;
    }

    private static ObjectName[] Names(IEnumerable<string> names) => [.. names.Select(name => new ObjectName(name))];
}
