using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Settings;

/// <summary>A setting that there is: its name, what it takes and what it is while nobody has set it.</summary>
internal abstract class SettingDefinition(string name, SettingKind kind, string description)
{
    public string Name { get; } = name;

    public SettingKind Kind { get; } = kind;

    public string Description { get; } = description;

    /// <summary>Whether it bears on what users may do, so that every compiled policy is out of date once it changes.</summary>
    public bool BearsOnAccess { get; init; }

    public abstract IReadOnlyList<string> DefaultText { get; }

    /// <summary>Whether a change of it needs a second person wherever approvals are on: else one person could switch them off.</summary>
    public virtual bool IsGuarded => false;

    /// <summary>The value as it is kept.</summary>
    /// <exception cref="InvalidRequestException">The setting doesn't take it.</exception>
    public abstract IReadOnlyList<string> Normalize(IReadOnlyList<string> value);

    /// <summary>What must hold of the state, or of the caller, for the setting to take the value.</summary>
    /// <exception cref="EngineException">It doesn't.</exception>
    public virtual void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
    }

    protected InvalidRequestException Refuse(string takes) =>
        new("InvalidValue", $"The setting \"{Name}\" takes {takes}.");
}
