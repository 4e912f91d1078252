namespace BackupAccess.Engine.Plugins;

/// <summary>What the value of a parameter is.</summary>
public enum PluginParameterKind
{
    Text,

    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,
}
