using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Clock;

/// <summary>Says that the machine's clock is right: what deletes may go on, and locks end by it again.</summary>
public sealed record ConfirmClock : IOperation<ClockConfirmation>;

internal sealed class ConfirmClockHandler : ChangeHandler<ConfirmClock, NoSubject, ClockConfirmation>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.None];

    public override NoSubject Resolve(ConfirmClock request, OperationContext context) => new("clock");

    public override ClockConfirmation Handle(ConfirmClock request, NoSubject subject, OperationContext context)
    {
        BootMoment? boot = context.Services.Boot.Read();
        ClockRow last = ClockStore.Find(context.Db) ?? ClockRow.At(context.Now, boot);
        ClockStore.Save(context.Db, ClockRow.At(context.Now, boot));
        return new ClockConfirmation
        {
            Time = context.Now.ToTime(),
            LastTrusted = last.SeenAt.ToTime(),
            Doubt = ClockRule.Doubt(last, context.Now, boot),
        };
    }
}
