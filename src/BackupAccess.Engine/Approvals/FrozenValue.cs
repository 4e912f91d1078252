using System.Text.Json.Nodes;

namespace BackupAccess.Engine.Approvals;

/// <summary>One value of a request, exactly and for people.</summary>
/// <param name="Exact">What is compared.</param>
/// <param name="Shown">In words; null for nothing.</param>
internal readonly record struct FrozenValue(JsonNode? Exact, string? Shown);
