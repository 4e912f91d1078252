using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Configurations;

/// <summary>A row of the configuration table, with its profile's name and number.</summary>
internal sealed record ConfigurationRow(
    string Id,
    string? ProfileId,
    string? ProfileName,
    long? ProfileNumber,
    string ScopeName,
    string Name,
    string Text,
    string? SavedById,
    string SavedBy,
    long SavedAt,
    long Revision,
    long ShownRevision,
    string? ShownDigest) : ISubject
{
    public Guid Guid => Guid.Parse(Id);

    public ConfigurationScope Scope => Enum.Parse<ConfigurationScope>(ScopeName);

    /// <summary>As <c>team-a/shop</c>.</summary>
    public string Path => PathOf(Scope, ProfileName, Name);

    public static string PathOf(ConfigurationScope scope, string? profile, string name) => scope switch
    {
        ConfigurationScope.Configuration => $"{profile}/{name}",
        ConfigurationScope.Profile => profile!,
        _ => "(global)",
    };

    /// <summary>A session as whom it runs: who last saved it.</summary>
    public Session SessionAt(DateTimeOffset now) => Session.OfTask(SavedById is null ? Guid.Empty : Guid.Parse(SavedById), SavedBy, now);

    /// <summary>Whether a session is that of who last saved it.</summary>
    public bool IsSavedBy(Session session) => SavedById is null ? session.UserId == Guid.Empty && session.Name == SavedBy : session.UserId == Guid.Parse(SavedById);

    string ISubject.Kind => "configuration";

    string ISubject.Name => Path;

    Target[] ISubject.Targets => [Target.OfProfile((int)ProfileNumber!.Value)];
}
