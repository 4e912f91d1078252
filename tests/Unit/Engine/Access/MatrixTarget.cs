namespace BackupAccess.Engine.Tests.Access;

/// <summary>What a cell of the matrix is asked about, in the order of its letters.</summary>
public enum MatrixTarget
{
    Own,
    Others,
    Missing,
}
