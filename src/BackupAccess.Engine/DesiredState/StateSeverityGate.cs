using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Stops at plans that want to be looked at first.</summary>
public static class StateSeverityGate
{
    /// <param name="changes">The plan.</param>
    /// <param name="least">From which severity on.</param>
    /// <exception cref="ConflictException">A change is as severe.</exception>
    public static void Require(IReadOnlyList<StateChange> changes, StateSeverity least)
    {
        ArgumentNullException.ThrowIfNull(changes);
        StateChange[] severe = [.. changes.Where(change => change.Severity >= least)];
        if (severe.Length > 0)
        {
            string first = $"{severe[0].Action.ToString().ToLowerInvariant()} {severe[0].Kind} \"{Names.Printable(severe[0].Name)}\"";
            throw new ConflictException("SevereChanges", string.Create(CultureInfo.InvariantCulture, $"{severe.Length} of {changes.Count} changes are {least} or worse, the first of them: {first}."));
        }
    }
}
