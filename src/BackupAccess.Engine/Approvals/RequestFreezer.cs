using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Approvals;

/// <summary>
/// Turns a request into what it is held to. Users, accounts, connectors, profiles and backups stand by id, roles, permissions and
/// storages by what they are, so that another object under the same name makes another request; secrets are left out.
/// What the same change makes first has no lasting id yet and stands by name.
/// </summary>
internal sealed class RequestFreezer
{
    private const string Hidden = "(secret)";

    private readonly OperationContext _context;
    private readonly ISubject _subject;
    private readonly Dictionary<string, string> _made = [];
    private bool _lacksSecret;

    private RequestFreezer(ISubject subject, OperationContext context) => (_subject, _context) = (subject, context);

    public static FrozenRequest Freeze(Handler handler, object request, ISubject subject, OperationContext context)
    {
        RequestFreezer freezer = new(subject, context);
        JsonObject exact = new()
        {
            ["operation"] = handler.Name,
            ["kind"] = subject.Kind,
            ["id"] = subject.Id,
            ["request"] = freezer.Record(request, out List<string> parameters),
        };
        if (subject.Name is { } name && freezer.Named(subject.Kind, name) is { } what)
        {
            exact["object"] = what;
        }

        string text = freezer._made.Aggregate(exact.ToJsonString(), (json, made) => json.Replace(made.Key, $"new:{made.Value}", StringComparison.Ordinal));
        return new FrozenRequest(handler.Name, subject.Kind, subject.Id, subject.Name, text, parameters, subject.Targets) { LacksSecret = freezer._lacksSecret };
    }

    private JsonObject Record(object record, out List<string> shown)
    {
        JsonObject exact = [];
        shown = [];
        foreach (PropertyInfo property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            FrozenValue value = Value(property.Name, property.GetValue(record));
            string name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            exact[name] = value.Exact;
            if (value.Shown is { Length: > 0 } words)
            {
                shown.Add($"{name}: {words}");
            }
        }

        return exact;
    }

    private FrozenValue Value(string name, object? value) => value switch
    {
        null => default,
        Secret => Hide(),
        UserReference user => User(UserLookup.Find(_context, user)),
        AccountReference account => Account(AccountLookup.Find(_context, account)),
        ConnectorReference connector => Connector(ConnectorLookup.Find(_context, connector)),
        ProfileReference profile => Profile(ProfileLookup.Find(_context, profile)),
        ConfigurationReference configuration => Configuration(ConfigurationLookup.Find(_context, configuration)),
        ScheduleReference schedule => Schedule(ScheduleLookup.Find(_context, schedule)),
        BackupReference backup => Backup(BackupLookup.Find(_context, backup)),
        PluginReference plugin => new FrozenValue(plugin.Text, plugin.Text),
        AccessKeyReference key => new FrozenValue(key.Text, key.Text),
        DownloadReference download => new FrozenValue(DownloadLookup.Find(_context, download).Id, $"{download}"),
        TaskReference task => new FrozenValue(TaskLookup.Find(_context, task).Id, $"{task}"),
        string text => Text(name, text),
        bool flag => new FrozenValue(flag, flag ? "true" : "false"),
        Enum or Guid => new FrozenValue($"{value}", $"{value}"),
        int or long => new FrozenValue(Convert.ToInt64(value, CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{value}")),
        double number => new FrozenValue(number, string.Create(CultureInfo.InvariantCulture, $"{number}")),
        TimeOnly time => new FrozenValue(time.ToString("HH:mm:ss", CultureInfo.InvariantCulture), time.ToString("HH:mm", CultureInfo.InvariantCulture)),
        DateTimeOffset time => new FrozenValue(time.ToMicroseconds(), time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture)),
        IEnumerable items => List(name, items),
        RestoreSelection selection => Selection(selection),
        _ when value.GetType().Assembly != typeof(object).Assembly => Nested(value),
        _ => throw new InvalidOperationException($"Nothing says how a request's {value.GetType().Name} is held to."),
    };

    private FrozenValue Hide()
    {
        _lacksSecret = true;
        return new FrozenValue(Hidden, Hidden);
    }

    private FrozenValue List(string name, IEnumerable items)
    {
        FrozenValue[] values = [.. items.Cast<object?>().Select(item => Value(name, item))];
        return new FrozenValue(new JsonArray([.. values.Select(value => value.Exact)]), string.Join(", ", values.Select(value => value.Shown)));
    }

    // An account's latest backup, and the same one by its id, are one request.
    private FrozenValue Selection(RestoreSelection selection) =>
        Nested(selection with { Account = null, Backup = new BackupReference(Guid.Parse(_subject.Id!)) });

    // Of what stands within the request, people are told what was said and not what was left at nothing.
    private FrozenValue Nested(object record)
    {
        JsonObject exact = Record(record, out List<string> shown);
        return new FrozenValue(exact, string.Join("; ", shown.Where(part => !part.EndsWith(": 0", StringComparison.Ordinal) && !part.EndsWith(": false", StringComparison.Ordinal))));
    }

    private FrozenValue Text(string property, string text) => new(Named(property.ToLowerInvariant().TrimEnd('s'), text) ?? text, Names.Printable(text));

    /// <summary>What a name stands for where there are no ids; null for other kinds.</summary>
    private JsonNode? Named(string? kind, string name) => kind switch
    {
        "role" => Role(name),
        "permission" => Permission(name),
        "storage" => Storage(name),
        "policy" => Policy(name),
        "controller" or "storageController" => Controller(name),
        _ => null,
    };

    private JsonNode Role(string name) => RoleStore.Find(_context.Db, name) is not { } role ? name : new JsonObject
    {
        ["name"] = role.Name,
        ["permissions"] = new JsonArray([.. role.Permissions.Select(Permission)]),
        ["ends"] = new JsonArray([.. role.Ends.Select(end => JsonValue.Create($"{end}"))]),
        ["reach"] = $"{role.Connectors} {role.Profiles} {role.Accounts}",
    };

    private JsonNode Permission(string name) => PermissionStore.Find(_context.Db, name) is not { } permission ? name : new JsonObject
    {
        ["name"] = permission.Name,
        ["operations"] = new JsonArray([.. permission.Operations.Order(StringComparer.Ordinal).Select(operation => JsonValue.Create(operation))]),
    };

    private JsonNode Storage(string name) => StorageStore.Find(_context.Db, name) is { } storage ? $"{storage.Name} at {storage.Path}" : name;

    private JsonNode Policy(string name) => PolicyStore.Find(_context.Db, name) is { } policy ? $"{policy.Name}: {policy.Deletion} {policy.Rules}" : name;

    private JsonNode Controller(string name) => StorageControllerStore.Find(_context.Db, name) is { } controller ? $"{controller.Name} at {StorageControllerRules.Describe(controller)}" : name;

    private FrozenValue User(UserRow user) => Object("app_user", user.Id, user.Name);

    private FrozenValue Account(AccountRow account) => Object("account", account.Id, account.Path);

    private FrozenValue Connector(ConnectorRow connector) => Object("connector", connector.Id, connector.Name);

    private FrozenValue Profile(ProfileRow profile) => Object("profile", profile.Id, profile.Name);

    private FrozenValue Configuration(ConfigurationRow configuration) => Object("configuration", configuration.Id, configuration.Path);

    private FrozenValue Schedule(ScheduleRow schedule) => Object("schedule", schedule.Id, schedule.Path);

    private FrozenValue Backup(BackupSubject backup) => Object("backup", backup.Id, backup.Id);

    private FrozenValue Object(string table, string id, string name)
    {
        if (_context.Db is StateTransaction && !IsCommitted(table, id))
        {
            _made[id] = name;
        }

        return new FrozenValue(id, name);
    }

    private bool IsCommitted(string table, string id)
    {
        using StateConnection committed = _context.Services.Database.Connect();
        return committed.QueryScalar<long>($"SELECT count(*) FROM {table} WHERE id = @id", new { id }) > 0;
    }
}
