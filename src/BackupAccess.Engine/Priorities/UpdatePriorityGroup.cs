using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Priorities;

/// <summary>Changes a priority group; what is null stays. Making it the default ends that another is.</summary>
public sealed record UpdatePriorityGroup(
    string Group, string? Name, int? Backups, int? Clones, int? Restores, int? Downloads, IReadOnlyList<string>? Tags, bool Default) : IOperation<PriorityGroup>;

internal sealed class UpdatePriorityGroupHandler : ChangeHandler<UpdatePriorityGroup, PriorityGroupSubject, PriorityGroup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(UpdatePriorityGroup request)
    {
        if (request.Name is not null)
        {
            Names.RequireValid("priority group", request.Name);
        }

        PriorityGroupLookup.RequireValid(request.Backups, request.Clones, request.Restores, request.Downloads);
    }

    public override PriorityGroupSubject Resolve(UpdatePriorityGroup request, OperationContext context)
    {
        PriorityGroupRow group = PriorityGroupLookup.Find(context, request.Group);
        return PriorityGroupLookup.Resolve(context, group.Name, group, request.Tags, everybody: request.Default);
    }

    public override PriorityGroup Handle(UpdatePriorityGroup request, PriorityGroupSubject subject, OperationContext context)
    {
        PriorityGroupRow group = subject.Group!;
        if (request.Name is not null && !string.Equals(request.Name, group.Name, StringComparison.OrdinalIgnoreCase))
        {
            RequireOwn(group);
            PriorityGroupLookup.RequireFree(context, request.Name);
        }

        PriorityGroupRow changed = group with
        {
            Name = request.Name ?? group.Name,
            Backups = request.Backups ?? group.Backups,
            Clones = request.Clones ?? group.Clones,
            Restores = request.Restores ?? group.Restores,
            Downloads = request.Downloads ?? group.Downloads,
            IsDefault = request.Default ? 1 : group.IsDefault,
        };
        PriorityGroupStore.Update(context.Db, changed);
        if (subject.Tags is not null)
        {
            PriorityGroupStore.SetTags(context.Db, group.Id, subject.Tags);
        }

        if (request.Default)
        {
            PriorityGroupStore.SetDefault(context.Db, group.Id);
        }

        return PriorityGroupLookup.Show(context, changed);
    }

    private static void RequireOwn(PriorityGroupRow group)
    {
        if (group.BuiltIn == 1)
        {
            throw new ConflictException("BuiltIn", $"The priority group \"{group.Name}\" is built in and keeps its name.");
        }
    }
}
