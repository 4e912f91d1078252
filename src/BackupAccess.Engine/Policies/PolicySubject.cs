using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Policies;

/// <summary>A policy that is changed or removed, decided on every profile that it holds for: all of them where the global configuration names it.</summary>
internal sealed record PolicySubject(PolicyRow Policy, IReadOnlyList<ProfileRow> Profiles) : ISubject
{
    public string? Kind => "policy";

    public string? Id => Policy.Id;

    public string? Name => Policy.Name;

    public Target[] Targets => [Target.None, .. Profiles.Select(profile => profile.Target)];

    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public static PolicySubject Find(OperationContext context, string name)
    {
        PolicyRow policy = PolicyLookup.Find(context, name);
        IReadOnlyList<ConfigurationRow> users = ConfigurationStore.NamingPolicy(context.Db, policy.Name);
        IReadOnlyList<ProfileRow> profiles = ProfileStore.All(context.Db);
        return new PolicySubject(policy, users.Any(user => user.Scope == ConfigurationScope.Global)
            ? profiles
            : [.. profiles.Where(profile => users.Any(user => user.ProfileId == profile.Id))]);
    }
}
