using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;

namespace BackupAccess.Engine.Operations;

/// <summary>What a request turned out to be about: named for the audit log, with the targets it is decided on.</summary>
internal interface ISubject
{
    /// <summary>The kind of object, lower case; null for none.</summary>
    string? Kind { get; }

    string? Id { get; }

    string? Name { get; }

    /// <summary>What else it is about, for the audit log.</summary>
    IReadOnlyList<AuditedObject> Others => [];

    /// <summary>What stays the same for as long as work on it lasts, while the request is resolved anew.</summary>
    string? Anchor => Id;

    Target[] Targets { get; }
}
