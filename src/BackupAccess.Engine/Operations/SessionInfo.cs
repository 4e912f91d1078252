namespace BackupAccess.Engine.Operations;

/// <summary>A session as people see it.</summary>
public sealed record SessionInfo
{
    /// <summary>The state folder, or a server's address.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user's name, or <c>local:NAME</c>.</summary>
    public required string Principal { get; init; }

    public required SignInMethod Method { get; init; }

    /// <summary>The access key signed in with, else null.</summary>
    public string? AccessKeyId { get; init; }

    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>The password is older than the password policy allows, and only the last Administrator is let in with it.</summary>
    public bool PasswordExpired { get; init; }
}
