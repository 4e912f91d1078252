namespace BackupAccess.Repository;

/// <summary>An object is missing, doesn't decrypt, doesn't match its name or doesn't parse.</summary>
public sealed class RepositoryDamagedException(string @object, string problem, Exception? inner = null)
    : RepositoryException($"\"{@object}\" is damaged: {problem}.", inner)
{
    /// <summary>The object that is damaged, as <c>pack 4f1e…</c>.</summary>
    public string Object { get; } = @object;

    /// <summary>What is wrong with it, without a full stop.</summary>
    public string Problem { get; } = problem;
}
