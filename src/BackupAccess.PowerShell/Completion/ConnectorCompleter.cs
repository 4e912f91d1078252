using BackupAccess.Engine.Connectors;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of connectors, faded ones too.</summary>
internal sealed class ConnectorCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListConnectors([query.Pattern]))
            .Select(connector => new Suggestion(connector.Name, connector.Restricted ? "Restricted" : $"{connector.Kind} {connector.Path}"));
}
