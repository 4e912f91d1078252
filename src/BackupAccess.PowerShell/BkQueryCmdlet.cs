using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Accounts;

namespace BackupAccess.PowerShell;

/// <summary>
/// A cmdlet that looks things up by name: a name without wildcards that isn't there is an error, a pattern that matches
/// nothing isn't.
/// </summary>
public abstract class BkQueryCmdlet : BkCmdlet
{
    private readonly HashSet<Guid> _met = [];
    private readonly Dictionary<string, Guid?> _accountIds = new(StringComparer.Ordinal);

    /// <summary>Writes each object as it comes, then an error for each literal name that none of them answered to.</summary>
    /// <param name="kind">What is looked for, lower case: <c>user</c>.</param>
    /// <param name="names">The names and patterns that were asked for.</param>
    /// <param name="found">What the engine found by them.</param>
    /// <param name="answers">Whether an object is the one that a name means.</param>
    private protected void EmitNamed<T>(string kind, IEnumerable<string> names, IEnumerable<T> found, Func<T, string, bool> answers)
    {
        List<string> missing = [.. names.Where(IsLiteral)];
        foreach (T result in found)
        {
            missing.RemoveAll(name => answers(result, name));
            Emit(result);
        }

        FailMissing(kind, missing);
    }

    /// <summary>Reports the literal names that nothing found answers to.</summary>
    private protected void RequireNamed(string kind, IEnumerable<string> names, Func<string, bool> isFound) =>
        FailMissing(kind, names.Where(name => IsLiteral(name) && !isFound(name)));

    /// <summary>Reports the literal names among some users that name nobody.</summary>
    private protected void RequireUsers(IEnumerable<UserReference> users)
    {
        List<string> names = [.. users.Where(user => IsUnproven(user.Id, user.Text)).Select(user => user.Text)];
        if (names.Count > 0)
        {
            List<User> found = [.. List(new ListUsers(names))];
            FailMissing("user", names.Where(name => !found.Exists(user => IsNamed(user.Name, user.Id, name))));
        }
    }

    /// <summary>Reports the literal names among some connectors that name none.</summary>
    private protected void RequireConnectors(IEnumerable<ConnectorReference> connectors)
    {
        List<string> names = [.. connectors.Where(connector => IsUnproven(connector.Id, connector.Text)).Select(connector => connector.Text)];
        if (names.Count > 0)
        {
            List<Connector> found = [.. List(new ListConnectors(names))];
            FailMissing("connector", names.Where(name => !found.Exists(connector => IsNamed(connector.Name, connector.Id, name))));
        }
    }

    /// <summary>Reports the literal names among some profiles that name none.</summary>
    private protected void RequireProfiles(IEnumerable<ProfileReference> profiles)
    {
        List<string> names = [.. profiles.Where(profile => IsUnproven(profile.Id, profile.Text)).Select(profile => profile.Text)];
        if (names.Count > 0)
        {
            List<Profile> found = [.. List(new ListProfiles(names))];
            FailMissing("profile", names.Where(name => !found.Exists(profile => IsNamed(profile.Name, profile.Id, name))));
        }
    }

    /// <summary>Reports the literal names among some tags that name none.</summary>
    private protected void RequireTags(IEnumerable<ObjectName> tags)
    {
        List<string> names = [.. tags.Where(tag => IsUnproven(id: null, tag.Text)).Select(tag => tag.Text)];
        if (names.Count > 0)
        {
            List<Tag> found = [.. List(new ListTags(names))];
            FailMissing("tag", names.Where(name => !found.Exists(tag => IsNamed(tag.Name, tag.Id, name))));
        }
    }

    /// <summary>Reports the literal names among some accounts that name none; an orphan is named by its UUID only.</summary>
    private protected void RequireAccounts(IEnumerable<AccountReference> accounts)
    {
        List<string> names = [.. accounts.Where(account => IsUnproven(account.Id, account.Text)).Select(account => account.Text)];
        RemoveNamed(names, names, AccountPresence.Live);
        RemoveNamed(names, names.FindAll(name => Guid.TryParse(name, out _)), AccountPresence.Orphan);
        FailMissing("account", names);
    }

    /// <summary>
    /// The accounts that are named, or all live ones of the connectors that are. Connectors' are listed whole beforehand: a
    /// list that is still being read would see what is done to the first meanwhile.
    /// </summary>
    /// <exception cref="InvalidRequestException">Neither is named.</exception>
    private protected IReadOnlyList<AccountReference> Named(AccountReference[] accounts, ConnectorReference[] connectors)
    {
        if (MyInvocation.BoundParameters.ContainsKey("Account"))
        {
            return [.. AccountSelection.Qualify(accounts, connectors)];
        }

        if (connectors.Length == 0)
        {
            throw new InvalidRequestException("InvalidValue", "Neither an account nor a connector is named.");
        }

        RequireConnectors(connectors);
        return [.. List(new ListAccounts([], [.. connectors.Select(connector => connector.Text)], [], AccountPresence.Live)).Select(account => new AccountReference(account))];
    }

    /// <summary>
    /// Whether an account comes for the first time, by whatever name: what is piped may name one many times, as backups do
    /// theirs. A name that means none, or several, is the operation's to refuse.
    /// </summary>
    private protected bool IsFirst(AccountReference account)
    {
        Guid? id = account.Id ?? (Guid.TryParse(account.Text, out Guid typed) ? typed : IdOf(account.Text));
        return id is null || _met.Add(id.Value);
    }

    private Guid? IdOf(string name)
    {
        if (!_accountIds.TryGetValue(name, out Guid? id))
        {
            Account[] found = [.. List(new ListAccounts([WildcardPattern.Escape(name)], [], [], AccountPresence.Live)).Take(2)];
            id = found is [Account only] ? only.Id : null;
            _accountIds.Add(name, id);
        }

        return id;
    }

    /// <summary>Whether a literal name means a user, role, connector, permission, operation or storage: in any case, or its id.</summary>
    private protected static bool IsNamed(string name, Guid? id, string asked) =>
        string.Equals(name, asked, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(asked, out Guid typed) && id == typed);

    /// <summary>Whether a literal name means an account: exactly, save the connector's, or its UUID.</summary>
    private protected static bool IsNamed(Account account, string asked)
    {
        int slash = asked.IndexOf('/', StringComparison.Ordinal);
        return (account.Name == asked[(slash + 1)..] && (slash < 0 || account.Connector.Equals(asked[..slash], StringComparison.OrdinalIgnoreCase)))
            || (Guid.TryParse(asked, out Guid id) && account.Id == id);
    }

    private void RemoveNamed(List<string> names, IReadOnlyList<string> asked, AccountPresence presence)
    {
        if (asked.Count > 0)
        {
            List<Account> found = [.. List(new ListAccounts(asked, [], [], presence))];
            names.RemoveAll(name => found.Exists(account => IsNamed(account, name)));
        }
    }

    // An object was listed a moment ago; a bare id is as good as a name.
    private static bool IsUnproven(Guid? id, string text) => id is null ? IsLiteral(text) : Guid.TryParse(text, out _);

    private protected static bool IsLiteral(string name) => !WildcardPattern.ContainsWildcardCharacters(name);

    private void FailMissing(string kind, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            Fail(new NotFoundException(kind, name), name);
        }
    }
}
