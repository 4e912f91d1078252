namespace BackupAccess.Engine.Configurations;

/// <summary>A file that is to be deleted, as long as it is what was written to it.</summary>
/// <param name="Path">Below the profiles' folder, as <c>team-a/shop.yaml</c>.</param>
/// <param name="Digest">The SHA-256 of what was written, hexadecimal.</param>
internal sealed record ConfigurationFileDue(string Path, string Digest);
