namespace BackupAccess.HelpBuilder;

/// <summary>One parameter, with a binding for each way that its parameter sets take it.</summary>
internal sealed record PageParameter(string Name, IReadOnlyList<string> Description, IReadOnlyList<ParameterBinding> Bindings);
