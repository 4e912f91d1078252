using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Settings;

/// <summary>A setting whose value is read as a type of its own.</summary>
internal abstract class SettingDefinition<T>(string name, SettingKind kind, T initial, string description) : SettingDefinition(name, kind, description)
{
    public T Default { get; } = initial;

    public sealed override IReadOnlyList<string> DefaultText => Format(Default);

    public sealed override IReadOnlyList<string> Normalize(IReadOnlyList<string> value) => Format(Parse(value));

    /// <summary>The value in force.</summary>
    public T Read(StateConnection db) => SettingStore.Find(db, Name) is { } row ? Parse(JsonText.ToList(row.Value)) : Default;

    protected abstract T Parse(IReadOnlyList<string> value);

    protected abstract IReadOnlyList<string> Format(T value);
}
