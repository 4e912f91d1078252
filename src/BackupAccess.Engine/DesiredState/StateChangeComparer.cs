using System.Diagnostics.CodeAnalysis;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Two changes are one where they do the same to the same object.</summary>
internal sealed class StateChangeComparer : IEqualityComparer<StateChange>
{
    public static StateChangeComparer Instance { get; } = new();

    public bool Equals(StateChange? x, StateChange? y) =>
        x is not null && y is not null && (x.Action, x.Kind, x.Name) == (y.Action, y.Kind, y.Name) && x.Fields.SequenceEqual(y.Fields);

    public int GetHashCode([DisallowNull] StateChange obj) => HashCode.Combine(obj.Action, obj.Kind, obj.Name);
}
