using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Whose documents these are, and what becomes of what they declared before and declare no more.</summary>
/// <param name="Owner">A name for the set of documents, as that of the repository they are in; null for documents that own nothing.</param>
/// <param name="Prune">How much of it is removed.</param>
public sealed record StateOwnership(string? Owner, PruneLimit Prune)
{
    private const int Few = 5;

    public static StateOwnership None { get; } = new(Owner: null, PruneLimit.Nothing);

    /// <exception cref="InvalidRequestException">The name can't be one, or there is none to prune by.</exception>
    internal void Validate()
    {
        if (Owner is not null)
        {
            Names.RequireValid("owner of documents", Owner);
        }
        else if (Prune != PruneLimit.Nothing)
        {
            throw new InvalidRequestException("InvalidValue", "Only what an owner's documents declared before is pruned, and no owner is named.");
        }
    }

    /// <summary>Keeps a mistake in the documents from removing much.</summary>
    /// <param name="removed">How many objects would be removed.</param>
    /// <param name="declared">How many the documents declare.</param>
    /// <exception cref="ConflictException">It is more than the limit.</exception>
    internal void RequireWithin(int removed, int declared)
    {
        if (removed > 0 && declared == 0 && Prune != PruneLimit.All)
        {
            throw new ConflictException("PruneRefused", $"The documents declare nothing, and {removed} objects of \"{Owner}\" would be removed.");
        }

        if (Prune == PruneLimit.Few && (removed > Few || removed * Few > declared + removed))
        {
            throw new ConflictException("PruneRefused", string.Create(
                CultureInfo.InvariantCulture, $"{removed} of {declared + removed} objects of \"{Owner}\" would be removed, which is more than {Few} or a fifth."));
        }
    }
}
