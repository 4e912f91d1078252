using System.Collections;
using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Completion;

/// <summary>What somebody is typing, and whom to ask about it.</summary>
/// <param name="Text">The word so far, without quotes.</param>
/// <param name="Bound">The parameters typed before, by name.</param>
internal sealed record CompletionQuery(IOperationClient Client, string Text, IDictionary Bound, CancellationToken CancellationToken)
{
    /// <summary>The pattern of names that begin with the word; wildcards typed in it stay.</summary>
    public string Pattern => $"{Text}*";

    /// <summary>The rows of a list that the caller may see.</summary>
    public IEnumerable<T> List<T>(IOperation<IAsyncEnumerable<T>> request) =>
        Client.InvokeAsync(request, progress: null, CancellationToken).GetAwaiter().GetResult().ToBlockingEnumerable(CancellationToken);

    /// <summary>What the first value of a parameter typed before is named by; null for none.</summary>
    public string? BoundText(string parameter) => NameOf(Bound[parameter]);

    private static string? NameOf(object? value) => value switch
    {
        null => null,
        PSObject wrapped => NameOf(wrapped.BaseObject),
        Backup backup => backup.Id.ToString(),
        IEnumerable values and not string => NameOf(values.Cast<object?>().FirstOrDefault()),
        _ => value.ToString(),
    };
}
