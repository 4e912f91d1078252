using System.Management.Automation;

namespace BackupAccess.PowerShell.Completion;

/// <summary>A value offered, and what is said about it.</summary>
internal sealed record Suggestion(string Value, string Description)
{
    /// <summary>As PowerShell takes it, quoted where the value or the word begun needs it.</summary>
    public CompletionResult ToResult(CompletionWord word) =>
        new(word.Write(Value), Value, CompletionResultType.ParameterValue, Description.Length > 0 ? Description : Value);
}
