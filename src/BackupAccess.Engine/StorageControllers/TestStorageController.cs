using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Signs in to a storage controller and asks for its version, and says what failed.</summary>
public sealed record TestStorageController(string Controller) : IOperation<ControllerTest>;

internal sealed class TestStorageControllerHandler : WorkHandler<TestStorageController, StorageControllerSubject, ControllerTest>
{
    /// <summary>Decided on the controller alone: what others have on it isn't touched.</summary>
    public override StorageControllerSubject Resolve(TestStorageController request, OperationContext context) =>
        StorageControllerLookup.Resolve(context, request.Controller) with { Users = [] };

    public override string? ToldOf(ControllerTest result) => result.Problem;

    public override async Task<Func<StateConnection, ControllerTest>> WorkAsync(
        TestStorageController request, StorageControllerSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        StorageControllerRow controller = subject.Controller;
        List<ControllerFinding> findings = [.. Warnings(controller)];
        string? version = null;
        long start = context.Services.Time.GetTimestamp();
        try
        {
            using ControllerClient client = ControllerClient.Open(controller, context.Services);
            version = await new OntapApi(client).GetVersionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ControllerException e)
        {
            findings.Insert(0, new ControllerFinding(e.Problem, e.Message));
        }

        TimeSpan duration = context.Services.Time.GetElapsedTime(start);
        return _ => new ControllerTest
        {
            Controller = controller.Name,
            Url = controller.Url,
            Passed = version is not null,
            Version = version,
            Milliseconds = (long)duration.TotalMilliseconds,
            Findings = findings,
        };
    }

    private static IEnumerable<ControllerFinding> Warnings(StorageControllerRow controller)
    {
        if (controller.Check is null)
        {
            yield return new ControllerFinding(ControllerProblem.InClear, $"The password of the storage controller \"{controller.Name}\" goes in clear: whoever listens on the way has it.");
        }
        else if (controller.Check == CertificateCheck.None)
        {
            yield return new ControllerFinding(ControllerProblem.CertificateUnchecked, $"The certificate of the storage controller \"{controller.Name}\" isn't checked: whoever answers in its place has the password.");
        }

        if (StorageControllerRules.IsAdministrator(controller.UserName))
        {
            yield return new ControllerFinding(ControllerProblem.AdministratorAccount, $"\"{controller.UserName}\" may do anything on the storage controller \"{controller.Name}\".");
        }
    }
}
