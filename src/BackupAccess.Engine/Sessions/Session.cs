using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sessions;

/// <summary>Somebody who signed in. What they may is decided anew at each act, and so is whether the session still stands.</summary>
public sealed class Session
{
    /// <summary>Whom the audit log names where the engine acts for nobody; no user's name holds a space.</summary>
    internal const string Engine = "the engine";

    internal Session(Guid userId, string name, SignInMethod method, string channel, DateTimeOffset signedInAt)
    {
        UserId = userId;
        Name = name;
        Method = method;
        Channel = channel;
        SignedInAt = signedInAt;
    }

    internal static Session OfEngine(DateTimeOffset now) => new(Guid.Empty, Engine, SignInMethod.Local, "Engine", now);

    /// <summary>Empty for the local principal.</summary>
    internal Guid UserId { get; }

    /// <summary>The user's name, or <c>local:NAME</c>.</summary>
    public string Name { get; }

    public SignInMethod Method { get; }

    /// <summary>The face that the session came through.</summary>
    public string Channel { get; }

    public DateTimeOffset SignedInAt { get; }

    /// <summary>The access key signed in with, else null.</summary>
    public string? AccessKeyId { get; internal init; }

    /// <summary>The user's console epoch at sign-in with a password.</summary>
    internal long ConsoleEpoch { get; init; }

    /// <summary>When the access key's use was last written down, microseconds since 1970.</summary>
    internal long KeyUseWritten { get; set; }

    /// <summary>From where; a session in this process is <c>local</c>.</summary>
    internal string Address { get; } = "local";

    internal bool IsLocal => Method == SignInMethod.Local;
}
