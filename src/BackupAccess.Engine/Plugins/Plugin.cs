namespace BackupAccess.Engine.Plugins;

/// <summary>A plug-in of the list of commands.</summary>
public sealed record Plugin
{
    public required string Name { get; init; }

    /// <summary>The executable or script, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>The program that is given the script; null where the plug-in is itself run.</summary>
    public required string? Interpreter { get; init; }

    /// <summary>Whom it runs as: a user of the system, or <c>{account}</c>; null for who runs the engine.</summary>
    public required string? User { get; init; }

    /// <summary>What it can be asked for.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>Of these, what people may ask it for; the others belong around work.</summary>
    public IReadOnlyList<string> Askable => [.. Operations.Where(PluginOperations.IsAskable)];

    /// <summary>How long each of the operations may take.</summary>
    public required IReadOnlyList<TimeSpan> Timeouts { get; init; }

    /// <summary>Whether its files are such that they are run.</summary>
    public required bool Usable { get; init; }

    /// <summary>Why it isn't usable, else null.</summary>
    public required string? Problem { get; init; }

    /// <summary>How many things that it has begun are still to be ended, those of work under way among them.</summary>
    public required long Begun { get; init; }

    public override string ToString() => Name;
}
