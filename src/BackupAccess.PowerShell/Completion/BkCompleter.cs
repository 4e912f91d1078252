using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Completion;

/// <summary>
/// Offers names from the runspace's session. Never connects, never prompts, gives up after two seconds and swallows
/// failure, since somebody is in the middle of typing.
/// </summary>
internal abstract class BkCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (RunspaceSession.Current is not { } client)
        {
            return [];
        }

        try
        {
            using CancellationTokenSource patience = new(s_patience);
            CompletionWord word = CompletionWord.Parse(wordToComplete ?? "");
            return [.. Suggest(new CompletionQuery(client, word.Text, fakeBoundParameters, patience.Token))
                .Select(suggestion => suggestion.ToResult(word))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    private protected abstract IEnumerable<Suggestion> Suggest(CompletionQuery query);
}
