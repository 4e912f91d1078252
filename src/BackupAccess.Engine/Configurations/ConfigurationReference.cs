namespace BackupAccess.Engine.Configurations;

/// <summary>Names a configuration as <c>team-a/shop</c>, by <c>shop</c> where that is unique, by id, or by the configuration itself.</summary>
public sealed record ConfigurationReference
{
    public ConfigurationReference(string configuration) => Text = configuration ?? throw new ArgumentNullException(nameof(configuration));

    public ConfigurationReference(Guid configuration) => (Text, Id) = (configuration.ToString(), configuration);

    /// <summary>Takes an id, and the name that people know it by.</summary>
    public ConfigurationReference(Guid configuration, string name) => (Text, Id) = (name ?? throw new ArgumentNullException(nameof(name)), configuration);

    public ConfigurationReference(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        (Text, Id) = (configuration.Path, configuration.Id);
    }

    public string Text { get; }

    /// <summary>The id, where it or an object was given.</summary>
    public Guid? Id { get; }

    public override string ToString() => Text;
}
