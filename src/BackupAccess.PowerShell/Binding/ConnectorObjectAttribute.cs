using BackupAccess.Engine.Connectors;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes connectors, also without their type: by id or name.</summary>
internal sealed class ConnectorObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is Connector connector ? new ConnectorReference(connector) : null;

    private protected override object? FromLoose(LooseObject value)
    {
        bool isConnector = value.Was<Connector>();
        if (!isConnector && !(value.IsPlain && value.Has("Name") && !value.Has("Connector")))
        {
            return null;
        }

        return (isConnector ? value.Id("Id") : null, value.Text("Name")) switch
        {
            ({ } id, var name) => new ConnectorReference(id, name ?? $"{id}"),
            (null, { } name) => new ConnectorReference(name),
            _ => Unnamed("connector", "Id or Name"),
        };
    }
}
