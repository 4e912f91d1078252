using System.Management.Automation;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.DesiredState;

/// <summary>A cmdlet over desired-state files. All that come down the pipeline are one declaration: they may refer to each other.</summary>
public abstract class BkStateCmdlet : BkCmdlet
{
    private readonly List<StateDocument> _documents = [];

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    protected sealed override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            ReadDocuments(path);
        }
    }

    protected sealed override void EndProcessing() => Attempt(Path, () =>
    {
        if (_documents.Count > 0)
        {
            Process(_documents);
        }
        else
        {
            ProcessNothing();
        }
    });

    private protected abstract void Process(IReadOnlyList<StateDocument> documents);

    /// <summary>What is done where no file is named.</summary>
    private protected virtual void ProcessNothing()
    {
    }

    // A file left out would make another declaration of it, so what can't be read ends the cmdlet.
    private void ReadDocuments(string path)
    {
        try
        {
            foreach (string file in StateFiles.Find(path, FullPath, Resolve))
            {
                _documents.Add(StateFiles.Read(file, typed: file == FullPath(path) ? path : file));
            }
        }
        catch (EngineException failure)
        {
            ThrowTerminatingError(Failures.ToErrorRecord(failure, path));
        }
    }

    private IEnumerable<string> Resolve(string pattern) => GetResolvedProviderPathFromPSPath(pattern, out _);
}
