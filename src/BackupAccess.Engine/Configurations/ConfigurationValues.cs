using BackupAccess.Engine.Backups;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.Engine.Configurations;

/// <summary>What one text says; null, or not given, where it says nothing. A policy or plug-in that is given as null is none, whatever stands above.</summary>
internal sealed record ConfigurationValues(
    string? Connector,
    AccountSelection? Accounts,
    IReadOnlyList<BackupItem>? Items,
    IReadOnlyList<string>? Excludes,
    Field<string> Policy,
    IReadOnlyList<string>? Schedules,
    Field<string> Plugin,
    RepositoryOptions? Repository);
