using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Settings;

/// <summary>A setting that is to be changed.</summary>
internal sealed record SettingSubject(SettingDefinition Definition) : ISubject
{
    public string Kind => "setting";

    public string Id => Definition.Name;

    public string Name => Definition.Name;

    public Target[] Targets => [Target.Setting];
}
