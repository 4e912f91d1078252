using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Sealing;

/// <summary>Makes a new key for the state and seals everything under it; the one before is kept until that is done, and then is gone.</summary>
public sealed record RotateSealingKey : IOperation<KeyRotation>;

internal sealed class RotateSealingKeyHandler : WorkHandler<RotateSealingKey, NoSubject, KeyRotation>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.None];

    public override NoSubject Resolve(RotateSealingKey request, OperationContext context) => new("sealing key");

    public override Task<Func<StateConnection, KeyRotation>> WorkAsync(RotateSealingKey request, NoSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        EngineServices services = context.Services;
        if (!services.Folder.Key.IsReplaceable)
        {
            throw new StateException("KeyUnavailable", $"No command is named that takes a new key for the state in \"{services.Folder.Path}\".");
        }

        (bool resumed, long values) = Begin(services);
        SealedFiles files = new(services, context.Progress);
        files.SealAnew(cancellationToken);
        long late = files.Left.Count == 0 ? End(services) : 0;
        KeyRotation rotation = new()
        {
            Completed = files.Left.Count == 0,
            Resumed = resumed,
            Values = values + late,
            Records = files.Count,
            Left = files.Left,
        };
        return Task.FromResult<Func<StateConnection, KeyRotation>>(_ => rotation);
    }

    /// <summary>
    /// Puts a new key before the current one, and seals the database's values under it. Killed after the first, both keys
    /// are there and both open; the keys are put there again when this goes on, so that everybody has the new one.
    /// </summary>
    private static (bool Resumed, long Values) Begin(EngineServices services)
    {
        StateKey key = services.Folder.Key;
        using StateTransaction transaction = services.Database.BeginImmediate();
        KeyRing ring = key.ReadRing();
        bool resumed = ring.Previous is not null;
        key.Replace(resumed ? ring : new KeyRing(SealingKey.Create(), ring.Current));
        long values = SealedColumns.SealAnew(transaction, key);
        transaction.Commit();
        return (resumed, values);
    }

    /// <summary>Lets go of the key before.</summary>
    private static long End(EngineServices services)
    {
        StateKey key = services.Folder.Key;
        using StateTransaction transaction = services.Database.BeginImmediate();
        long values = SealedColumns.SealAnew(transaction, key);
        transaction.Commit();
        using StateTransaction last = services.Database.BeginImmediate();
        if (SealedColumns.SealAnew(last, key) == 0)
        {
            key.Replace(key.ReadRing() with { Previous = null });
        }

        return values;
    }
}
