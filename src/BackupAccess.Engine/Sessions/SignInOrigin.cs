namespace BackupAccess.Engine.Sessions;

/// <summary>Through which face and from where somebody signs in.</summary>
internal sealed record SignInOrigin(string Channel, string Address);
