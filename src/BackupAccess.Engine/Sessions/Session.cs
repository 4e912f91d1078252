using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Sessions;

/// <summary>Somebody who signed in. What they may is decided anew at each act, and so is whether the session still stands.</summary>
public sealed class Session
{
    /// <summary>Whom the audit log names where the engine acts for nobody; no user's name holds a space.</summary>
    internal const string Engine = "the engine";

    internal Session(Guid userId, string name, SignInMethod method, SignInOrigin origin, DateTimeOffset signedInAt)
    {
        UserId = userId;
        Name = name;
        Method = method;
        Channel = origin.Channel;
        Address = origin.Address;
        SignedInAt = signedInAt;
    }

    internal static Session OfEngine(DateTimeOffset now) => new(Guid.Empty, Engine, SignInMethod.Local, new SignInOrigin("Engine", "local"), now);

    /// <summary>Acts as who asked for a task; it stands as long as the user does.</summary>
    internal static Session OfTask(Guid userId, string name, DateTimeOffset now) =>
        new(userId, name, userId == Guid.Empty ? SignInMethod.Local : SignInMethod.Task, new SignInOrigin("Queue", "local"), now);

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

    /// <summary>The password is older than allowed, and the last Administrator was let in with it all the same.</summary>
    public bool PasswordExpired { get; internal set; }

    /// <summary>The user's console epoch at sign-in with a password, or after a change of a credential in this session.</summary>
    internal long ConsoleEpoch { get; private set; }

    /// <summary>When the access key's use was last written down, microseconds since 1970.</summary>
    internal long KeyUseWritten { get; set; }

    /// <summary>From where: <c>local</c>, or a peer's address.</summary>
    internal string Address { get; }

    internal bool IsLocal => Method == SignInMethod.Local;

    /// <summary>Goes on where the user's other console sessions end: the change was made in this one, by the user.</summary>
    internal void Follow(UserRow user)
    {
        if (Method == SignInMethod.Password && user.Guid == UserId)
        {
            ConsoleEpoch = user.ConsoleEpoch;
            PasswordExpired = false;
        }
    }
}
