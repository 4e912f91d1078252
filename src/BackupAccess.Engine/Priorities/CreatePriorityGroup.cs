using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Priorities;

/// <summary>Creates a priority group. A number that isn't given is the default group's.</summary>
public sealed record CreatePriorityGroup(string Name, int? Backups, int? Clones, int? Restores, int? Downloads, IReadOnlyList<string> Tags, bool Default) : IOperation<PriorityGroup>;

internal sealed class CreatePriorityGroupHandler : ChangeHandler<CreatePriorityGroup, PriorityGroupSubject, PriorityGroup>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(CreatePriorityGroup request)
    {
        Names.RequireValid("priority group", request.Name);
        PriorityGroupLookup.RequireValid(request.Backups, request.Clones, request.Restores, request.Downloads);
    }

    public override PriorityGroupSubject Resolve(CreatePriorityGroup request, OperationContext context) =>
        PriorityGroupLookup.Resolve(context, request.Name, group: null, request.Tags, everybody: request.Default);

    public override ISubject About(PriorityGroupSubject subject, PriorityGroup result) =>
        new NoSubject(subject.Kind, subject.GroupName) { Id = result.Id.ToString(), Others = subject.Others };

    public override PriorityGroup Handle(CreatePriorityGroup request, PriorityGroupSubject subject, OperationContext context)
    {
        PriorityGroupLookup.RequireFree(context, request.Name);
        PriorityGroupRow standard = PriorityGroupStore.Default(context.Db);
        PriorityGroupRow group = new(
            context.NewId().ToString(),
            request.Name,
            request.Backups ?? standard.Backups,
            request.Clones ?? standard.Clones,
            request.Restores ?? standard.Restores,
            request.Downloads ?? standard.Downloads,
            IsDefault: request.Default ? 1 : 0,
            BuiltIn: 0,
            context.Now);
        PriorityGroupStore.Insert(context.Db, group);
        PriorityGroupStore.SetTags(context.Db, group.Id, subject.Tags!);
        if (request.Default)
        {
            PriorityGroupStore.SetDefault(context.Db, group.Id);
        }

        return PriorityGroupLookup.Show(context, group);
    }
}
