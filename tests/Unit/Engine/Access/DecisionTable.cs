using YamlDotNet.Serialization;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>The table of decisions in <c>tests/decisions</c>, whose README says what its words mean.</summary>
internal static class DecisionTable
{
    /// <summary>The roles by the short names that the files' headings give, in their order.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["Adm", "Opr", "Vwr", "Bkp", "Cmp", "Ful", "Std", "Ltd", "Aud", "Sso", "Own"];

    /// <summary>A word for each role, by operation.</summary>
    public static IReadOnlyDictionary<string, string[]> Read()
    {
        IDeserializer yaml = new DeserializerBuilder().Build();
        return Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "decisions"), "*.yaml")
            .SelectMany(file => yaml.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)))
            .ToDictionary(line => line.Key, line => Words(line.Key, line.Value, Roles.Count), StringComparer.Ordinal);
    }

    /// <summary>The table of which users declared roles reach, a word for each of so many.</summary>
    public static IReadOnlyDictionary<string, string[]> ReadReachOverUsers(int roles) => new DeserializerBuilder().Build()
        .Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "decisions", "reach", "users.yaml")))
        .ToDictionary(line => line.Key, line => Words(line.Key, line.Value, roles), StringComparer.Ordinal);

    private static string[] Words(string operation, string line, int roles)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(words.Length == roles && words.All(word => word.Length == 3), $"The line of {operation} has not a word of three letters for each role.");
        return words;
    }
}
