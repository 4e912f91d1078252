namespace BackupAccess.Engine.Accounts;

/// <summary>Names an account: <c>alice</c> where that is unique, <c>web01/alice</c>, its UUID, or the account itself.</summary>
public sealed record AccountReference
{
    public AccountReference(string account) => Text = account ?? throw new ArgumentNullException(nameof(account));

    public AccountReference(Guid account) => (Text, Id) = (account.ToString(), account);

    /// <summary>Takes a UUID, and the name that people know it by.</summary>
    public AccountReference(Guid account, string name) => (Text, Id) = (name ?? throw new ArgumentNullException(nameof(name)), account);

    public AccountReference(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        (Text, Id) = (account.Path, account.Id);
    }

    public string Text { get; }

    /// <summary>The UUID, where it or an object was given.</summary>
    public Guid? Id { get; }

    public override string ToString() => Text;
}
