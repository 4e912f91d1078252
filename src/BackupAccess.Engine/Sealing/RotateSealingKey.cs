using System.Globalization;
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

    public override void RequirePossible(RotateSealingKey request, NoSubject subject, OperationContext context) => RequireReplaceable(context.Services);

    public override string? ToldOf(KeyRotation result) => result.Completed ? null : $"the key before stays: {string.Join("; ", result.Left)}";

    public override Task<Func<StateConnection, KeyRotation>> WorkAsync(RotateSealingKey request, NoSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        EngineServices services = context.Services;
        RequireReplaceable(services);
        (SealingKey made, bool resumed, long values) = Begin(services);
        SealedFiles files = new(services, context.Progress);
        files.SealAnew(cancellationToken);
        List<string> left = [.. files.Left];
        if (left.Count == 0)
        {
            values += SealValues(services);
            left.AddRange(End(services, made));
        }

        KeyRotation rotation = new()
        {
            Completed = left.Count == 0,
            Resumed = resumed,
            Values = values,
            Records = files.Count,
            Left = left,
        };
        return Task.FromResult<Func<StateConnection, KeyRotation>>(_ => rotation);
    }

    private static void RequireReplaceable(EngineServices services)
    {
        if (!services.Folder.Key.IsReplaceable)
        {
            throw new StateException("KeyUnavailable", $"No command is named that takes a new key for the state in \"{services.Folder.Path}\".");
        }
    }

    /// <summary>
    /// Puts a new key before the current one, and seals the database's values under it. Killed after the first, both keys
    /// are there and both open; the keys are put there again when this goes on, so that everybody has the new one.
    /// </summary>
    private static (SealingKey Made, bool Resumed, long Values) Begin(EngineServices services)
    {
        StateKey key = services.Folder.Key;
        using StateTransaction transaction = services.Database.BeginImmediate();
        KeyRing ring = key.ReadRing();
        bool resumed = ring.Previous is not null;
        ring = resumed ? ring : new KeyRing(SealingKey.Create(), ring.Current);
        key.Replace(ring);
        long values = SealedColumns.SealAnew(transaction, key);
        transaction.Commit();
        return (ring.Current, resumed, values);
    }

    /// <summary>Seals what was sealed under the key before by those who had yet to hear of the new one.</summary>
    private static long SealValues(EngineServices services)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        long values = SealedColumns.SealAnew(transaction, services.Folder.Key);
        transaction.Commit();
        return values;
    }

    /// <summary>
    /// Lets go of the key before. The database is looked at once more, and not changed: were the values sealed in this
    /// transaction, it could fail after the key is gone.
    /// </summary>
    /// <returns>What keeps that key.</returns>
    private static IEnumerable<string> End(EngineServices services, SealingKey made)
    {
        StateKey key = services.Folder.Key;
        using StateTransaction transaction = services.Database.BeginImmediate();
        KeyRing ring = key.ReadRing();
        if (!ring.Current.IsSame(made))
        {
            return ["another change of the key has begun meanwhile"];
        }

        long late = SealedColumns.SealAnew(transaction, key);
        if (late > 0)
        {
            return [string.Create(CultureInfo.InvariantCulture, $"{late} values were sealed under it meanwhile")];
        }

        key.Replace(ring with { Previous = null });
        return [];
    }
}
