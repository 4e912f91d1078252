using BackupAccess.Engine.Settings;

namespace BackupAccess.PowerShell.Settings;

/// <summary>A setting as it stands, with its value typed.</summary>
public sealed record SettingView
{
    internal SettingView(Setting setting)
    {
        Name = setting.Name;
        Value = SettingValue.Of(setting.Kind, setting.Value);
        Default = SettingValue.Of(setting.Kind, setting.Default);
        Description = setting.Description;
        ChangedBy = setting.ChangedBy;
        Changed = setting.Changed;
    }

    public string Name { get; }

    /// <summary>A bool, a number, a text or an array of texts; null for a text that isn't set.</summary>
    public object? Value { get; }

    public object? Default { get; }

    public string Description { get; }

    /// <summary>Who changed it from its default; null while it stands at it.</summary>
    public string? ChangedBy { get; }

    public DateTimeOffset? Changed { get; }

    public override string ToString() => Name;
}
