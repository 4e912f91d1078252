
namespace BackupAccess.Engine.Access;

/// <summary>The answer to "may this user do this to that", with every role considered.</summary>
public sealed record AccessDecision
{
    public required bool Allowed { get; init; }

    public required string User { get; init; }

    public required string Operation { get; init; }

    /// <summary>The object asked about, as <c>web01/alice</c>; null for an operation without target.</summary>
    public required string? Target { get; init; }

    /// <summary>What was assumed besides what the user holds, as <c>role FullSupport</c>; empty for the answer as things are.</summary>
    public required IReadOnlyList<string> Assuming { get; init; }

    /// <summary>The role that allows it, else null.</summary>
    public required string? Role { get; init; }

    /// <summary>One reason a role, in the order of the roles' names.</summary>
    public required IReadOnlyList<AccessReason> Reasons { get; init; }

    /// <summary>The smallest change that would allow it, in words; null where it is allowed.</summary>
    public required string? SmallestChange { get; init; }
}
