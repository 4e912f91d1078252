using BackupAccess.Engine.Connectors;

namespace BackupAccess.Engine.Sources.Programs;

/// <summary>A program that is to be run, without a shell: with what, and as whom.</summary>
/// <param name="Title">What messages call it.</param>
/// <param name="Path">The program, absolute.</param>
/// <param name="Arguments">As it gets them; never secret.</param>
internal sealed record ProgramCall(string Title, string Path, IReadOnlyList<string> Arguments)
{
    // The session is a new one, lest the program type into the administrator's terminal.
    private const string NewSession = "/usr/bin/setsid";
    private const string LimitResources = "/usr/bin/prlimit";

    /// <summary>The variables that it gets beside PATH and LANG.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The system's user to run it as, with no group but its own and no way to more rights; null for who runs the engine.</summary>
    public string? SystemUser { get; init; }

    /// <summary>Whether it is kept from starting any other program: what it reads may hold commands to do so. Only for another than root.</summary>
    public bool IsAlone { get; init; }

    /// <summary>What the lines of its standard error begin with that tell of a failure; the others may hold what it was given.</summary>
    public string ErrorMark { get; init; } = "";

    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>What is started, so that it runs as it should.</summary>
    /// <exception cref="ItemFailedException">There is no such user, or the engine may not run anything as another.</exception>
    public (string Path, IReadOnlyList<string> Arguments) ToStart()
    {
        if (SystemUser is null)
        {
            return (Path, Arguments);
        }

        PasswordEntry user = PasswordDatabase.Read().FirstOrDefault(entry => entry.Name == SystemUser)
            ?? throw new ItemFailedException($"There is no user \"{SystemUser}\" to run \"{Title}\" as.");
        if (!System.Environment.IsPrivilegedProcess)
        {
            throw new ItemFailedException($"\"{Title}\" can't be run as \"{SystemUser}\" by who isn't root.");
        }

        string[] limit = IsAlone ? [LimitResources, "--nproc=0:0"] : [];
        return (NewSession, [UserSwitch.Program, .. UserSwitch.Arguments(user), .. limit, Path, .. Arguments]);
    }
}
