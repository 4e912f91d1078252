using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Conditions;

/// <summary>Lets backup data out to who accepts every restore condition there is.</summary>
internal static class ConditionGate
{
    private const string All = "*";

    /// <returns>The names of the conditions that were accepted, by name; one accepted that there is none of isn't among them.</returns>
    /// <exception cref="ConditionNotAcceptedException">Some aren't accepted.</exception>
    public static IReadOnlyList<string> Require(EngineServices services, RestoreSelection selection)
    {
        using StateConnection db = services.Database.Connect();
        return Require(db, selection);
    }

    /// <inheritdoc cref="Require(EngineServices, RestoreSelection)"/>
    public static IReadOnlyList<string> Require(StateConnection db, RestoreSelection selection)
    {
        IReadOnlyList<RestoreConditionRow> conditions = RestoreConditionStore.All(db);
        RestoreConditionRow[] missing = selection.AcceptedConditions.Contains(All)
            ? []
            : [.. conditions.Where(condition => !selection.AcceptedConditions.Contains(condition.Name, StringComparer.OrdinalIgnoreCase))];
        return missing.Length == 0
            ? [.. conditions.Select(condition => condition.Name)]
            : throw new ConditionNotAcceptedException([.. missing.Select(RestoreConditionLookup.Show)]);
    }

    /// <summary>What the audit log tells of a request that accepts conditions, there be such or not; null for none.</summary>
    public static string? Offer(RestoreSelection selection) =>
        selection.AcceptedConditions.Count == 0 ? null : $"accepts conditions: {string.Join(", ", selection.AcceptedConditions.Select(Names.Printable))}";

    /// <summary>What the audit log tells of accepted conditions; null for none.</summary>
    public static string? Tell(IReadOnlyList<string> accepted) =>
        accepted.Count == 0 ? null : $"conditions accepted: {string.Join(", ", accepted.Select(Names.Printable))}";
}
