namespace BackupAccess.Engine.Settings;

/// <summary>A row of the setting table: one that has been changed from its default.</summary>
internal sealed record SettingRow(string Name, string Value, string ChangedBy, long ChangedAt);
