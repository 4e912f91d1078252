namespace BackupAccess.Engine.DesiredState;

/// <summary>What a document declares of one object.</summary>
/// <param name="At">Where.</param>
/// <param name="Name">The object's name, as the document has it.</param>
internal abstract record Declaration(Position At, string Name);
