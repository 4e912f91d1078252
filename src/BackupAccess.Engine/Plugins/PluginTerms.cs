namespace BackupAccess.Engine.Plugins;

/// <summary>What the entry of a plug-in says beyond that of any command.</summary>
/// <param name="Interpreter">The program, absolute, that is given the plug-in as its script; null where the plug-in is itself run.</param>
/// <param name="User">Whom it runs as: a user of the system, or <see cref="AccountUser"/>; null for who runs the engine.</param>
/// <param name="Operations">What it can be asked for.</param>
internal sealed record PluginTerms(string? Interpreter, string? User, IReadOnlyList<PluginTerm> Operations)
{
    /// <summary>Stands for the account's own user.</summary>
    public const string AccountUser = "{account}";

    public PluginTerm? Find(string operation) => Operations.FirstOrDefault(term => term.Name == operation);
}
