using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>A storage that something is done to, decided on it and on what uses it.</summary>
internal sealed record StorageSubject(StorageRow Storage, IReadOnlyList<Target> Users) : ISubject
{
    public string? Kind => "storage";

    public string? Id => Storage.Name;

    public string? Name => Storage.Name;

    public Target[] Targets => [Target.Storage, .. Users];
}
