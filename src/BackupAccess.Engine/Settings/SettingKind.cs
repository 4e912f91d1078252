namespace BackupAccess.Engine.Settings;

/// <summary>What a setting's value is.</summary>
public enum SettingKind
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A whole number within bounds.</summary>
    Number,

    /// <summary>A text, or none.</summary>
    Text,

    /// <summary>Any number of texts.</summary>
    List,
}
