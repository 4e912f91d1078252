using System.Text.Json;

namespace BackupAccess.Engine.Policies;

/// <summary>A row of the policy table.</summary>
internal sealed record PolicyRow(string Id, string Name, string Rules, string Deletion, long CreatedAt)
{
    public PolicyDeletion DeletionKind => Enum.Parse<PolicyDeletion>(Deletion);

    public IReadOnlyList<LabelRule> RuleList => JsonSerializer.Deserialize<LabelRule[]>(Rules, s_json)!;

    private static readonly JsonSerializerOptions s_json = new() { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    public static string ToJson(IEnumerable<LabelRule> rules) => JsonSerializer.Serialize(rules.OrderBy(rule => rule.Label), s_json);
}
