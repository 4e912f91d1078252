using BackupAccess.Engine.Accounts;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes accounts, also without their type: by UUID, path, or name and connector.</summary>
internal sealed class AccountObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is Account account ? new AccountReference(account) : null;

    private protected override object? FromLoose(LooseObject value)
    {
        bool isAccount = value.Was<Account>();
        if (!isAccount && !(value.IsPlain && value.Has("Name") && !value.Has("Account")))
        {
            return null;
        }

        string? path = (isAccount ? value.Text("Path") : null) ?? PathOf(value);
        return (value.Id(isAccount ? "Id" : "AccountId"), path) switch
        {
            ({ } id, null) => new AccountReference(id),
            ({ } id, { } name) => new AccountReference(id, name),
            (null, { } name) => new AccountReference(name),
            _ => Unnamed("account", "Id, Path or Name"),
        };
    }

    private static string? PathOf(LooseObject value) => (value.Text("Connector"), value.Text("Name")) switch
    {
        ({ } connector, { } name) when !name.Contains('/', StringComparison.Ordinal) => $"{connector}/{name}",
        (_, var name) => name,
    };
}
