using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>What an account's priority follows from: the built-in groups, of which <c>gold</c> is linked to High and <c>trial</c> to Low.</summary>
internal sealed class ModelAccount
{
    public static readonly string[] Groups = ["High", "Normal", "Low"];

    public static readonly string[] Tags = ["gold", "trial"];

    public string? Group { get; set; }

    public HashSet<string> Carries { get; } = [];

    public AccountType Type { get; set; }

    public int Priority(TaskKind kind)
    {
        int number = Group switch
        {
            "High" => 10,
            "Normal" => 50,
            "Low" => 90,
            _ => Carries.Contains("gold") ? 10 : Carries.Contains("trial") ? 90 : 50,
        };
        int behind = Type == AccountType.Administrator ? 1000 : Type == AccountType.Reseller ? 10_000 : 100_000;
        return kind == TaskKind.Restore ? number + behind : number;
    }
}
