namespace BackupAccess.Engine.DesiredState;

/// <summary>A field that a document may leave out, which leaves the state as it is, or set to null, which clears it.</summary>
internal readonly record struct Field<T>(bool IsGiven, T? Value)
{
    public static Field<T> Absent => default;
}
