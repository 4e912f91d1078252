using System.Text.Json.Nodes;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Commands;

namespace BackupAccess.Engine.Plugins;

/// <summary>What a plug-in is asked for the sake of.</summary>
/// <param name="Account">On which account.</param>
/// <param name="Configuration">By which configuration, as <c>profile/name</c>; null for none.</param>
/// <param name="Job">In which job; null for none.</param>
/// <param name="Backup">The backup that is made or put back; null for none.</param>
internal sealed record PluginWork(AccountRow Account, string? Configuration, Guid? Job, Guid? Backup)
{
    /// <summary>What the plug-in is told.</summary>
    public JsonObject Document(AllowedCommand plugin, string operation, IEnumerable<PluginParameter> parameters) => new()
    {
        ["version"] = PluginAnswer.Version,
        ["operation"] = operation,
        ["plugin"] = new JsonObject { ["name"] = plugin.Name, ["path"] = plugin.Path },
        ["account"] = new JsonObject
        {
            ["name"] = Account.AccountName,
            ["connector"] = Account.Connector,
            ["home"] = Account.Home,
            ["uuid"] = Account.Id,
            ["uid"] = Account.Uid,
        },
        ["configuration"] = Configuration,
        ["job"] = Job?.ToString(),
        ["backup"] = Backup?.ToString(),
        ["parameters"] = new JsonObject(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.ToJson()))),
    };
}
