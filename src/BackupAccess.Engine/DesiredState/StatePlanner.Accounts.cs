using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.DesiredState;

/// <content>Accounts: discovered and not declared, save that those of a connector that the documents make are discovered with it.</content>
internal sealed partial class StatePlanner
{
    private void PlanAccount(AccountDeclaration declared)
    {
        RequireKnownNames(declared);
        AccountRow? row = AccountLookup.TryFind(_context, new AccountReference(declared.Name));
        if (row is null && !IsToCome(declared))
        {
            Report(declared.At, "UnknownAccount", $"There is no account \"{Names.Printable(declared.Name)}\"; an account is discovered, not declared.");
            return;
        }

        Account? account = row is null ? null : AccountLookup.Show(row);
        AccountReference reference = row is null ? new AccountReference(declared.Name) : new AccountReference(row.Guid, row.Path);
        string name = account?.Path ?? declared.Name;
        Add(StateAction.Change, "account", name, SettingsOf(account, declared), context => ChangeAccount(context, reference, declared));

        FieldChanges ownership = new();
        ownership.Add("owner", account?.Owner, declared.Owner.IsGiven ? NameOfOwner(declared) : account?.Owner);
        Add(StateAction.Change, "account", name, ownership, context => context.Invoke(
            new SetAccountOwner(reference, declared.Owner.Value is { } owner ? new UserReference(owner) : null)));

        FieldChanges tags = new();
        tags.AddSet("tags", account?.Tags ?? [], declared.Tags ?? account?.Tags ?? []);
        Add(StateAction.Change, "account", name, tags, context => ChangeTags(context, reference, account?.Tags ?? [], declared.Tags!));
    }

    private static FieldChanges SettingsOf(Account? account, AccountDeclaration declared)
    {
        FieldChanges settings = new();
        string? email = declared.Email.Value is { Length: > 0 } given ? given : null;
        AccountType type = account?.Type ?? AccountType.User;
        settings.Add("email", account?.Email, declared.Email.IsGiven ? email : account?.Email);
        settings.Add("maxOnDemand", $"{account?.MaxOnDemand}", $"{(declared.MaxOnDemand.IsGiven ? declared.MaxOnDemand.Value : account?.MaxOnDemand)}");
        settings.Add("type", $"{type}", $"{declared.Type ?? type}");
        settings.AddList("domains", account?.Domains ?? [], declared.Domains ?? account?.Domains ?? []);
        settings.AddList("excludes", account?.Excludes ?? [], declared.Excludes ?? account?.Excludes ?? []);
        settings.Add("priorityGroup", account?.PriorityGroup, declared.PriorityGroup.IsGiven ? declared.PriorityGroup.Value : account?.PriorityGroup);
        return settings;
    }

    private void RequireKnownNames(AccountDeclaration declared)
    {
        if (declared.Owner.Value is { } owner && VisibleUser<SetAccountOwner>(owner) is null && !IsDeclared("user", owner))
        {
            Report(declared.At, "UnknownUser", $"There is no user \"{Names.Printable(owner)}\".");
        }

        foreach ((string tag, Position at) in (declared.Tags ?? []).Zip(declared.TagsAt))
        {
            if (TagStore.Find(_context.Db, tag) is null && !IsDeclared("tag", tag))
            {
                Report(at, "UnknownTag", $"There is no tag \"{Names.Printable(tag)}\".");
            }
        }

        if (declared.PriorityGroup.Value is { } group && PriorityGroupStore.Find(_context.Db, group) is null && !IsDeclared("priority group", group))
        {
            Report(declared.At, "UnknownPriorityGroup", $"There is no priority group \"{Names.Printable(group)}\".");
        }
    }

    private string? NameOfOwner(AccountDeclaration declared) =>
        declared.Owner.Value is { } owner ? VisibleUser<SetAccountOwner>(owner)?.Name ?? owner : null;

    /// <summary>Whether the account is on a connector that the documents make.</summary>
    private bool IsToCome(AccountDeclaration declared)
    {
        string connector = declared.Name.Split('/')[0];
        return IsDeclared("connector", connector) && VisibleConnector(connector) is null;
    }

    private void DiscoverDeclared(OperationContext context, string connector)
    {
        if (_model.Accounts.Exists(account => string.Equals(account.Name.Split('/')[0], connector, StringComparison.OrdinalIgnoreCase)))
        {
            context.Invoke(new SynchronizeConnector(new ConnectorReference(connector)));
        }
    }

    private static void ChangeAccount(OperationContext context, AccountReference account, AccountDeclaration declared) => context.Invoke(new UpdateAccount(
        account,
        declared.Email.IsGiven ? declared.Email.Value ?? "" : null,
        declared.MaxOnDemand.IsGiven ? declared.MaxOnDemand.Value ?? -1 : null,
        declared.Type,
        declared.Domains,
        declared.Excludes)
    { PriorityGroup = declared.PriorityGroup.IsGiven ? declared.PriorityGroup.Value ?? "" : null });

    private static void ChangeTags(OperationContext context, AccountReference account, IReadOnlyList<string> old, IReadOnlyList<string> declared)
    {
        foreach (string tag in declared.Except(old, StringComparer.OrdinalIgnoreCase))
        {
            context.Invoke(new AddAccountTag(account, tag));
        }

        foreach (string tag in old.Except(declared, StringComparer.OrdinalIgnoreCase))
        {
            context.Invoke(new RemoveAccountTag(account, tag));
        }
    }
}
