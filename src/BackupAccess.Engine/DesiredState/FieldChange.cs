namespace BackupAccess.Engine.DesiredState;

/// <summary>A field's old and new value as text; null for not set. Never a secret.</summary>
public sealed record FieldChange(string Field, string? Old, string? New)
{
    public override string ToString() => $"{Field}: {Old ?? "-"} -> {New ?? "-"}";
}
