using System.Text.Json;

namespace BackupAccess.Engine.Tests.Plugins;

/// <summary>The published schema says what plug-ins are told.</summary>
public sealed class PluginSchemaTests
{
    [Fact]
    public async Task A_call_has_what_the_schema_requires_and_nothing_that_it_does_not_know()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("printf '%s\\n' \"$in\" >> \"$root/told\"; ok");
        await scene.BackUpAsync();
        JsonElement call = (await ReadSchemaAsync()).GetProperty("call");
        string[] told = scene.Read("told").Split('\n');

        foreach (JsonElement one in told.Select(text => JsonDocument.Parse(text).RootElement))
        {
            Assert.Empty(call.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Except(Names(one)));
            Assert.Empty(Names(one).Except(Names(call.GetProperty("properties"))));
            JsonElement account = call.GetProperty("properties").GetProperty("account");
            Assert.Equal(Names(account.GetProperty("properties")), Names(one.GetProperty("account")));
        }
    }

    [Fact]
    public async Task The_schema_knows_the_operations()
    {
        string pattern = (await ReadSchemaAsync()).GetProperty("operation").GetProperty("pattern").GetString()!;

        Assert.All(["describe", "quiesce", "custom:a-b.c"], operation => Assert.Matches(pattern, operation));
        Assert.All(["reboot", "custom:", "custom:a b", "quiesce\nunquiesce"], operation => Assert.DoesNotMatch(pattern, operation));
        Assert.All(["describe", "discover", "quiesce", "unquiesce", "preBackup", "postBackup", "preRestore", "postRestore", "preClone", "postClone"], operation =>
        {
            Assert.Matches(pattern, operation);
            Assert.True(Engine.Plugins.PluginOperations.IsKnown(operation));
        });
    }

    private static async Task<JsonElement> ReadSchemaAsync()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "BackupAccess.sln")))
        {
            root = root.Parent;
        }

        return JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "plugin-protocol.schema.json"))).RootElement.GetProperty("$defs");
    }

    private static string[] Names(JsonElement map) => [.. map.EnumerateObject().Select(property => property.Name)];
}
