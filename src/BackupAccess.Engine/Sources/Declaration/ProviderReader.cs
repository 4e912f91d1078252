using BackupAccess.Engine.Backups;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Sources.Databases;
using BackupAccess.Engine.Sources.Places;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources.Declaration;

/// <summary>Reads one source of an item: files, entries of a file, a database server, or a command.</summary>
internal static class ProviderReader
{
    private static readonly string[] s_kinds = ["files", "entries", "server", "command"];

    /// <summary>Null after a finding.</summary>
    public static IItemProvider? Read(MapReader reader, BackupItem item)
    {
        string[] kinds = [.. s_kinds.Where(reader.Has)];
        if (kinds.Length != 1)
        {
            reader.Report("MissingField", $"A source has one of the fields {string.Join(", ", s_kinds)}.");
            return null;
        }

        IItemProvider? provider = kinds[0] switch
        {
            "files" => Places(reader),
            "entries" => Entries(reader),
            "server" => Server(reader, item),
            _ => Command(reader),
        };
        reader.Finish();
        return provider;
    }

    private static PlacesProvider Places(MapReader reader)
    {
        IReadOnlyList<string> patterns = reader.TextList("files") ?? [];
        foreach (string pattern in patterns)
        {
            RequirePattern(reader, "files", pattern);
        }

        string under = reader.Text("under").Value ?? "";
        if (under.Length > 0 && !IsName(under))
        {
            reader.Report("InvalidValue", "\"under\" is the name of a folder.");
        }

        return new PlacesProvider(patterns, under);
    }

    private static EntriesProvider Entries(MapReader reader)
    {
        string path = reader.RequireText("entries");
        RequirePattern(reader, "entries", path);
        return new EntriesProvider(path);
    }

    private static IItemProvider? Server(MapReader reader, BackupItem item)
    {
        DatabaseProduct product = reader.RequireChoice<DatabaseProduct>("server");
        if (item is not (BackupItem.Databases or BackupItem.DatabaseUsers))
        {
            reader.Report("InvalidValue", $"A database server is no source of \"{item}\".");
            return null;
        }

        string? programs = AbsolutePath(reader, "programs");
        string? socket = AbsolutePath(reader, "socket");
        if (product == DatabaseProduct.MariaDb)
        {
            MariaDbServer server = new() { IsDeclared = true, Programs = programs, Socket = socket, OptionsFile = AbsolutePath(reader, "optionsFile") };
            return item == BackupItem.Databases ? new MariaDbDatabases(server) : new MariaDbUsers(server);
        }

        string? passwords = AbsolutePath(reader, "passwordFile");
        PostgreSqlServer postgres = new()
        {
            IsDeclared = true,
            Programs = programs,
            Socket = socket ?? PostgreSqlServer.DefaultSocket,
            Port = reader.Integer("port").Value ?? PostgreSqlServer.DefaultPort,
            User = reader.Text("user").Value ?? PostgreSqlServer.DefaultUser,
            // A password file is for who can read it.
            SystemUser = reader.Text("systemUser").Value ?? (passwords is null ? PostgreSqlServer.DefaultUser : null),
            PasswordFile = passwords,
        };
        return item == BackupItem.Databases ? new PostgreSqlDatabases(postgres) : new PostgreSqlRoles(postgres);
    }

    private static CommandProvider Command(MapReader reader)
    {
        string name = reader.RequireText("command");
        if (name.Length > 0 && !IsName(name))
        {
            reader.Report("InvalidValue", "\"command\" is the name of a file in the backup.");
        }

        return new CommandProvider(
            name, reader.RequireText("dump"), reader.Text("restore").Value, reader.Text("list").Value, reader.Boolean("ownersRestore") ?? false);
    }

    private static string? AbsolutePath(MapReader reader, string field)
    {
        string? path = reader.Text(field).Value;
        if (path is not null && !Path.IsPathFullyQualified(path))
        {
            reader.Report("InvalidValue", $"\"{field}\" is an absolute path.");
        }

        return path;
    }

    private static void RequirePattern(MapReader reader, string field, string pattern)
    {
        if (AccountPattern.FindFault(pattern) is { } fault)
        {
            reader.Report("InvalidValue", $"\"{field}\": a path {fault}.");
        }
    }

    private static bool IsName(string text) => FileName.TryCreate(System.Text.Encoding.UTF8.GetBytes(text), out _);
}
