using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Priorities;

/// <summary>Removes a priority group; the accounts in it go where their tags or the default put them. Built-in ones and the default stay.</summary>
public sealed record RemovePriorityGroup(string Group) : IOperation<PriorityGroup>;

internal sealed class RemovePriorityGroupHandler : ChangeHandler<RemovePriorityGroup, PriorityGroupSubject, PriorityGroup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override PriorityGroupSubject Resolve(RemovePriorityGroup request, OperationContext context)
    {
        PriorityGroupRow group = PriorityGroupLookup.Find(context, request.Group);
        return PriorityGroupLookup.Resolve(context, group.Name, group, tags: null, everybody: false);
    }

    public override PriorityGroup Handle(RemovePriorityGroup request, PriorityGroupSubject subject, OperationContext context)
    {
        PriorityGroupRow group = subject.Group!;
        if (group.BuiltIn == 1)
        {
            throw new ConflictException("BuiltIn", $"The priority group \"{group.Name}\" is built in and stays.");
        }

        if (group.IsDefault == 1)
        {
            throw new ConflictException("PriorityGroupInUse", $"The priority group \"{group.Name}\" is the default.");
        }

        PriorityGroup removed = PriorityGroupLookup.Show(context, group);
        PriorityGroupStore.Delete(context.Db, group.Id);
        return removed;
    }
}
