using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Configurations and policies, each made for the cell that asks about it, in a profile of its own.</summary>
public sealed partial class MatrixWorld
{
    private static readonly string[] s_ofConfigurations =
    [
        "createConfiguration", "listConfigurations", "getEffectiveConfiguration", "updateConfiguration", "importConfiguration", "removeConfiguration",
        "listGlobalConfigurations", "updateGlobalConfiguration", "runConfiguration", "listJobs",
        "addPolicy", "listPolicies", "updatePolicy", "removePolicy", "assignPolicy", "detachPolicy",
    ];

    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfConfigurationAsync(string operation, string role, MatrixTarget target)
    {
        if (!s_ofConfigurations.Contains(operation))
        {
            return null;
        }

        string profile = target == MatrixTarget.Missing ? "nowhere" : await MakeProfileAsync(target, role);
        ProfileReference reference = new(profile);
        string path = $"{profile}/nightly";
        ConfigurationReference configuration = new(path);
        string policy = $"policy{++_made}";
        (Func<IOperationClient, Task> Ask, string Typed) ask = operation switch
        {
            "createConfiguration" => (Do(new CreateConfiguration(reference, "made", "")), profile),
            "listConfigurations" => (Do(new ListConfigurations([], [])), profile),
            "getEffectiveConfiguration" => (Do(new GetEffectiveConfiguration(configuration)), path),
            "updateConfiguration" => (Do(new UpdateConfiguration(configuration, "", PendingEdit.Keep)), path),
            "importConfiguration" => (Do(new ImportConfiguration(reference, "nightly")), profile),
            "removeConfiguration" => (Do(new RemoveConfiguration(configuration, PendingEdit.Keep)), path),
            "listGlobalConfigurations" => (Do(new ListGlobalConfigurations([])), profile),
            "updateGlobalConfiguration" => (Do(new UpdateGlobalConfiguration(reference, "", PendingEdit.Keep)), profile),
            "runConfiguration" => (Do(new RunConfiguration(configuration, RetentionLabel.Daily, Schedule: null)), path),
            "listJobs" => (Do(new ListJobs([], [], [], Since: null)), profile),
            "addPolicy" => (Do(new AddPolicy($"{policy}b", [], PolicyDeletion.Never)), policy),
            "listPolicies" => (Do(new ListPolicies([])), policy),
            "updatePolicy" => (Do(new UpdatePolicy(policy, [], PolicyDeletion.Never)), policy),
            "removePolicy" => (Do(new RemovePolicy(policy)), policy),
            "assignPolicy" => (Do(new AssignPolicy(policy, configuration, Profile: null)), path),
            _ => (Do(new DetachPolicy(policy, configuration, Profile: null)), path),
        };
        if (target != MatrixTarget.Missing)
        {
            await _store.Local.DoAsync(new AddPolicy(policy, [], PolicyDeletion.Never));
            await _store.Local.DoAsync(new CreateConfiguration(reference, "nightly", $"connector: web01\npolicy: {policy}\n"));
        }

        return ask;
    }
}
