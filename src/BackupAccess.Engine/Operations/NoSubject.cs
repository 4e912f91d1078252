using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;

namespace BackupAccess.Engine.Operations;

/// <summary>The request is about nothing that exists yet, or about a list.</summary>
/// <param name="Kind">The kind of object that is to be, lower case; null for none.</param>
/// <param name="Name">Its name.</param>
internal sealed record NoSubject(string? Kind = null, string? Name = null) : ISubject
{
    /// <summary>Null until it exists.</summary>
    public string? Id { get; init; }

    public IReadOnlyList<AuditedObject> Others { get; init; } = [];

    public Target[] Targets { get; init; } = [Target.None];
}
