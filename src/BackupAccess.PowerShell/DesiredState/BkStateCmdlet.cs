using System.Management.Automation;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.DesiredState;

/// <summary>A cmdlet over desired-state files. All that come down the pipeline are one declaration: they may refer to each other.</summary>
public abstract class BkStateCmdlet : BkCmdlet
{
    private readonly List<StateDocument> _documents = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
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
        try
        {
            if (_documents.Count > 0)
            {
                Process(_documents);
            }
        }
        catch (InvalidStateException failure)
        {
            FailEach(failure);
        }
    });

    private protected abstract void Process(IReadOnlyList<StateDocument> documents);

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

    private void FailEach(InvalidStateException failure)
    {
        foreach (StateFinding finding in failure.Findings)
        {
            WriteError(Failures.ToErrorRecord(new InvalidStateException([finding]), finding));
        }
    }
}
