using BackupAccess.Engine.Users;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes users, also without their type: by id or name.</summary>
internal sealed class UserObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is User user ? new UserReference(user) : null;

    private protected override object? FromLoose(LooseObject value)
    {
        bool isUser = value.Was<User>();
        if (!isUser && !(value.IsPlain && value.Has("Name") && !value.Has("User")))
        {
            return null;
        }

        return (isUser ? value.Id("Id") : null, value.Text("Name")) switch
        {
            ({ } id, var name) => new UserReference(id, name ?? $"{id}"),
            (null, { } name) => new UserReference(name),
            _ => Unnamed("user", "Id or Name"),
        };
    }
}
