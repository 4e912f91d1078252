using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Bench.Policies;

/// <summary>
/// Questions that another engine is asked as well (<c>bench/casbin</c>), by the same arithmetic: user u holds role u % 20,
/// role r holds the operations (7r + k) % 60 for k below 15, and u is granted connectors (31u + 97k) % connectors for k
/// below 20.
/// </summary>
internal static class Questions
{
    private const int Roles = 20;
    private const int Operations = 60;
    private const int Asked = 4_000;
    private const int Rounds = 200;

    public static void Measure(int users, int connectors, TextWriter output)
    {
        AccessSet set = new(1, new Dictionary<string, CompiledRole>(), UserTable.Of(Policies(users, connectors)));
        (Guid User, int Operation, Target Target)[] questions = [.. Enumerable.Range(0, Asked).Select(question => Ask(question, users, connectors))];
        double least = double.MaxValue;
        int allowed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long started = Stopwatch.GetTimestamp();
            allowed = questions.Count(question => set.Find(question.User)!.Decide(question.Operation, question.Target, now: 1));
            least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Asked);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours {users} users: {least:f0} ns, {allowed} of {Asked} allowed"));
    }

    private static (Guid User, int Operation, Target Target) Ask(int question, int users, int connectors)
    {
        int user = question * 7919 % users;
        int connector = ((user * 31) + (question % 40 * 97)) % connectors;
        return (LargeState.UserId(user), question * 13 % Operations, Target.OfConnector(connector, openLegacy: false));
    }

    private static List<AccessPolicy> Policies(int users, int connectors)
    {
        RoleHolding[][] roles = [.. Enumerable.Range(0, Roles).Select(role => new[] { Hold(role) })];
        return [.. Enumerable.Range(0, users).Select(user => new AccessPolicy(
            LargeState.UserId(user),
            $"user{user}",
            enabled: true,
            until: long.MaxValue,
            roles[user % Roles],
            GrantSet.Of(Enumerable.Range(0, LargeState.Grants).Select(grant => (user * 31 + (grant * 97)) % connectors).Distinct().Select(connector => (connector, long.MaxValue))),
            GrantSet.None))];
    }

    private static RoleHolding Hold(int role)
    {
        OperationSet operations = default;
        for (int k = 0; k < 15; k++)
        {
            operations.Add(((7 * role) + k) % Operations);
        }

        return new RoleHolding(new CompiledRole($"role{role}", operations, ConnectorReach.Granted, ProfileReach.None, AccountReach.None, UserReach.Self), long.MaxValue);
    }
}
