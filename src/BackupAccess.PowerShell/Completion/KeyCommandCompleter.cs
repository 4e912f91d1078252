using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using BackupAccess.Engine.Commands;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the commands that the key of a state to be made may come from or go to. There is no session yet: they are those of the folder named before.</summary>
internal sealed class KeyCommandCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            CompletionWord word = CompletionWord.Parse(wordToComplete ?? "");
            return [.. CommandNames.Of(FullPath(fakeBoundParameters["Path"]!), CommandPurpose.Key)
                .Where(name => name.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase))
                .Select(name => new Suggestion(name, "").ToResult(word))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>Asks the runspace itself: a pipeline of it is running, so that its session state can't be reached from here.</summary>
    private static string FullPath(object path)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Convert-Path").AddParameter("LiteralPath", path).Invoke<string>().Single();
    }
}
