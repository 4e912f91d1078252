using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Tags and priority groups, each made for the cell that asks about it: one's own is carried by an account in reach, another's by one that isn't.</summary>
public sealed partial class MatrixWorld
{
    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfTagAsync(string operation, string account, MatrixTarget target)
    {
        string name = $"tag{++_made}";
        AccountReference reference = new(account);
        (Func<IOperationClient, Task> Ask, string Typed)? ask = operation switch
        {
            "createTag" => (Do(new CreateTag(name, null)), name),
            "listTags" => (Do(new ListTags([])), name),
            "createPriorityGroup" => (Do(new CreatePriorityGroup(name, null, null, null, null, [], Default: false)), name),
            "listPriorityGroups" => (Do(new ListPriorityGroups([])), name),
            "updateTag" => (Do(new UpdateTag(name, null, "#000000")), name),
            "removeTag" => (Do(new RemoveTag(name)), name),
            "addAccountTag" => (Do(new AddAccountTag(reference, name)), account),
            "removeAccountTag" => (Do(new RemoveAccountTag(reference, name)), account),
            "updatePriorityGroup" => (Do(new UpdatePriorityGroup(name, null, 1, null, null, null, null, Default: false)), name),
            "removePriorityGroup" => (Do(new RemovePriorityGroup(name)), name),
            _ => null,
        };
        if (ask is not null && target != MatrixTarget.Missing)
        {
            await _store.Local.DoAsync(new CreateTag(name, null));
            await _store.Local.DoAsync(new AddAccountTag(reference, name));
            await _store.Local.DoAsync(new CreatePriorityGroup(name, null, null, null, null, [name], Default: false));
        }

        return ask;
    }
}
