using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Backups;

namespace BackupAccess.PowerShell.Tests;

public sealed class BackupsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(RestoreConflict.Overwrite)]
    [InlineData(RestoreConflict.Keep)]
    [InlineData(RestoreConflict.Rename)]
    public void A_restore_in_place_always_asks(RestoreConflict conflict) =>
        Assert.True(new RestoreTarget(Folder: null, conflict).Destroys);

    [Fact]
    public void A_restore_into_a_missing_or_empty_folder_destroys_nothing()
    {
        Assert.False(new RestoreTarget(_folder, RestoreConflict.Overwrite).Destroys);
        Assert.False(new RestoreTarget(Path.Combine(_folder, "missing"), RestoreConflict.Overwrite).Destroys);
    }

    [Fact]
    public void A_restore_over_files_in_a_folder_destroys_unless_they_are_kept()
    {
        File.WriteAllText(Path.Combine(_folder, "there"), "");
        Assert.True(new RestoreTarget(_folder, RestoreConflict.Overwrite).Destroys);
        Assert.False(new RestoreTarget(_folder, RestoreConflict.Keep).Destroys);
        Assert.False(new RestoreTarget(_folder, RestoreConflict.Rename).Destroys);
    }

    [Theory]
    [InlineData(RestoreConflict.Overwrite, typeof(RestoreOverwrite))]
    [InlineData(RestoreConflict.Keep, typeof(RestoreKeep))]
    [InlineData(RestoreConflict.Rename, typeof(RestoreRename))]
    public void Each_way_to_resolve_a_conflict_in_place_is_an_operation_of_its_own(RestoreConflict conflict, Type operation)
    {
        RestoreSelection selection = new(new AccountReference("alice"), Backup: null, [], []);
        Assert.IsType(operation, new RestoreTarget(Folder: null, conflict).Request(selection));
        Assert.IsType<RestoreToFolder>(new RestoreTarget(_folder, conflict).Request(selection));
    }

    [Fact]
    public void A_name_is_looked_for_on_the_connectors_named_with_it()
    {
        IEnumerable<AccountReference> accounts = AccountSelection.Qualify(
            [new("alice"), new("web02/bob")],
            [new ConnectorReference("web01"), new ConnectorReference("web03")]);
        Assert.Equal(["web01/alice", "web03/alice", "web02/bob"], accounts.Select(account => account.Text));
    }

    [Fact]
    public void A_name_without_connector_stays_as_typed() =>
        Assert.Equal(["alice"], AccountSelection.Qualify([new("alice")], []).Select(account => account.Text));
}
