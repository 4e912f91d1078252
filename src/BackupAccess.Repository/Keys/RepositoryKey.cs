namespace BackupAccess.Repository.Keys;

/// <summary>One of the passwords that open a repository, as far as it is known without it.</summary>
/// <param name="Id">The key object's id.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Username">Who added it.</param>
/// <param name="Hostname">Where it was added.</param>
/// <param name="IsCurrent">Whether the repository was opened with it.</param>
public sealed record RepositoryKey(ObjectId Id, DateTimeOffset Created, string Username, string Hostname, bool IsCurrent);
