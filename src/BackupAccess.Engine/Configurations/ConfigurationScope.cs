namespace BackupAccess.Engine.Configurations;

/// <summary>What a configuration's text holds for.</summary>
public enum ConfigurationScope
{
    /// <summary>For itself: it is run.</summary>
    Configuration,

    /// <summary>For its profile's configurations, where they say nothing.</summary>
    Profile,

    /// <summary>For all, where neither the configuration nor its profile says anything.</summary>
    Global,
}
