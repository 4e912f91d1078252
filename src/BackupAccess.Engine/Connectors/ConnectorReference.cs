namespace BackupAccess.Engine.Connectors;

/// <summary>Names a connector by name, by id, or by the connector itself.</summary>
public sealed record ConnectorReference
{
    /// <summary>Takes a name or an id.</summary>
    public ConnectorReference(string connector) => Text = connector ?? throw new ArgumentNullException(nameof(connector));

    public ConnectorReference(Guid connector) => (Text, Id) = (connector.ToString(), connector);

    /// <summary>Takes an id, and the name that people know it by.</summary>
    public ConnectorReference(Guid connector, string name) => (Text, Id) = (name ?? throw new ArgumentNullException(nameof(name)), connector);

    public ConnectorReference(Connector connector)
    {
        ArgumentNullException.ThrowIfNull(connector);
        (Text, Id) = (connector.Name, connector.Id);
    }

    public string Text { get; }

    /// <summary>The id, where it or an object was given.</summary>
    public Guid? Id { get; }

    public override string ToString() => Text;
}
