namespace BackupAccess.Engine.DesiredState;

/// <summary>Where in which document something stands; line and column from 1.</summary>
internal readonly record struct Position(string Source, int Line, int Column);
