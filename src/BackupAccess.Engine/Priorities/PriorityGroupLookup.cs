using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.Priorities;

/// <summary>Finds priority groups for a caller, with the accounts that a change would move in the queue, and shows them.</summary>
internal static class PriorityGroupLookup
{
    private const int Highest = 999;

    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static PriorityGroupRow Find(OperationContext context, string name)
    {
        PriorityGroupRow? group = PriorityGroupStore.Find(context.Db, name);
        return group is not null && context.MayKnow<ListPriorityGroups>(Target.None)
            ? group
            : throw new NotFoundException("priority group", Names.Printable(name)) { IsHidden = group is not null };
    }

    /// <param name="context">The caller's.</param>
    /// <param name="name">The group's name.</param>
    /// <param name="group">Null for one that is to be made.</param>
    /// <param name="tags">The tags that it is to be linked to; null for those that it has.</param>
    /// <param name="everybody">Whether it takes in every account: it is to be the default.</param>
    /// <exception cref="NotFoundException">There is no such tag.</exception>
    public static PriorityGroupSubject Resolve(OperationContext context, string name, PriorityGroupRow? group, IReadOnlyList<string>? tags, bool everybody)
    {
        TagRow[]? linked = tags is null ? null : [.. tags.Distinct(StringComparer.OrdinalIgnoreCase).Select(tag => TagLookup.Find(context, tag))];
        IReadOnlyList<AccountRow> accounts = everybody || group?.IsDefault == 1
            ? [.. AccountStore.All(context.Db, AccountPresence.Live)]
            : [.. AccountStore.Tagged(context.Db, [.. linked ?? [], .. group is null ? [] : TagStore.OfGroup(context.Db, group.Id)]),
                .. group is null ? [] : AccountStore.OfPriorityGroup(context.Db, group.Id)];
        return new PriorityGroupSubject(name, group, linked, accounts);
    }

    /// <exception cref="InvalidRequestException">A number is out of range.</exception>
    public static void RequireValid(params ReadOnlySpan<int?> numbers)
    {
        foreach (int? number in numbers)
        {
            if (number is < 0 or > Highest)
            {
                throw new InvalidRequestException("InvalidValue", $"A priority is a number from 0 to {Highest}.");
            }
        }
    }

    /// <exception cref="ConflictException">Another group has the name.</exception>
    public static void RequireFree(OperationContext context, string name)
    {
        if (PriorityGroupStore.Find(context.Db, name) is { } other)
        {
            throw new ConflictException("AlreadyExists", $"There is a priority group \"{other.Name}\" already.");
        }
    }

    public static PriorityGroup Show(OperationContext context, PriorityGroupRow group) => new()
    {
        Id = group.Guid,
        Name = group.Name,
        Backup = (int)group.Backups,
        Clone = (int)group.Clones,
        Restore = (int)group.Restores,
        Download = (int)group.Downloads,
        Tags = [.. TagStore.OfGroup(context.Db, group.Id).Select(tag => tag.Name)],
        Default = group.IsDefault == 1,
        BuiltIn = group.BuiltIn == 1,
    };
}
