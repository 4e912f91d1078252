using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;

namespace BackupAccess.Engine.Tests.Permissions;

public sealed class OperationTableTests
{
    // backup-access operations > docs/operations.md
    [Fact]
    public async Task The_published_table_is_what_is_enforced() =>
        Assert.Equal(OperationTable.Markdown(), await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "operations.md")));

    [Fact]
    public void Every_operation_stands_in_the_table()
    {
        string table = OperationTable.Markdown();

        Assert.All(OperationCatalogue.Handlers, operation => Assert.Contains($"| `{operation.Name}` |", table, StringComparison.Ordinal));
        Assert.All(BuiltInAccess.Current.Permissions.Keys, permission => Assert.Contains($"\n## {permission}\n", table, StringComparison.Ordinal));
    }
}
