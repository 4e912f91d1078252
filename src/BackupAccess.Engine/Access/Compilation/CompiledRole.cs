namespace BackupAccess.Engine.Access.Compilation;

/// <summary>A role's definition, compiled: its operations as bits and its reach. One for all who hold the role.</summary>
internal sealed record CompiledRole(
    string Name,
    OperationSet Operations,
    ConnectorReach Connectors,
    ProfileReach Profiles,
    AccountReach Accounts,
    UserReach Users)
{
    /// <summary>Whether connector grants mean anything by it.</summary>
    public bool MakesGrantsCount => Connectors == ConnectorReach.Granted && Operations.Count > 0;
}
