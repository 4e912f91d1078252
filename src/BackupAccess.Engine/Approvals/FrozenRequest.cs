using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Approvals;

/// <summary>A request as it is held to: what it names stands by id, secrets are left out.</summary>
/// <param name="Text">What two requests are compared by.</param>
/// <param name="Parameters">The request for people.</param>
internal sealed record FrozenRequest(
    string Operation,
    string? SubjectKind,
    string? SubjectId,
    string? SubjectName,
    string Text,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<Target> Targets)
{
    /// <summary>Whether a secret was left out, without which it can't be run.</summary>
    public bool LacksSecret { get; init; }
}
