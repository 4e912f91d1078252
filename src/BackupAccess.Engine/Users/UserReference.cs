namespace BackupAccess.Engine.Users;

/// <summary>Names a user by name, by id, or by the user itself.</summary>
public sealed record UserReference
{
    /// <summary>Takes a name or an id.</summary>
    public UserReference(string user) => Text = user ?? throw new ArgumentNullException(nameof(user));

    public UserReference(Guid user) => (Text, Id) = (user.ToString(), user);

    /// <summary>Takes an id, and the name that people know it by.</summary>
    public UserReference(Guid user, string name) => (Text, Id) = (name ?? throw new ArgumentNullException(nameof(name)), user);

    public UserReference(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        (Text, Id) = (user.Name, user.Id);
    }

    public string Text { get; }

    /// <summary>The id, where it or an object was given.</summary>
    public Guid? Id { get; }

    public override string ToString() => Text;
}
