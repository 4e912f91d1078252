namespace BackupAccess.Repository.Trees;

/// <summary>An extended attribute; ACLs and file capabilities are such too.</summary>
/// <param name="Name">With its name space, as <c>user.comment</c>.</param>
/// <param name="Value">The bytes; null where the tree says null, which restic writes for a value it couldn't have.</param>
public sealed record ExtendedAttribute(string Name, byte[]? Value);
