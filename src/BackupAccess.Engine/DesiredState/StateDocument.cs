namespace BackupAccess.Engine.DesiredState;

/// <summary>One YAML file as read by the face: where it came from and its text.</summary>
/// <param name="Source">The path as typed, for findings.</param>
/// <param name="BaseFolder">The absolute folder that relative paths in it mean.</param>
public sealed record StateDocument(string Source, string BaseFolder, string Text);
