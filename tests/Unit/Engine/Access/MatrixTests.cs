using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>
/// Every built-in role against every operation, through the real door. A cell has three letters, for a target of one's
/// own (oneself, a granted connector, an account on it, or an owned one), for another's, and for one that isn't there:
/// A is allowed, D refused with AccessDenied, N answered with NotFound; where an operation has no target, only the last
/// is asked. The table is written by hand from the design.
/// </summary>
public sealed class MatrixTests(MatrixWorld world) : IClassFixture<MatrixWorld>
{
    private const string Table = """
        operation            Adm Opr Vwr Bkp Cmp Ful Std Ltd Aud Sso Own
        createUser           --A --D --D --D --D --D --D --D --D --D --D
        updateUser           DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        removeUser           DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        enableUser           DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        disableUser          DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        setConsoleAccess     DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        setPassword          DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        assignRole           DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        unassignRole         DAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        createAccessKey      AAN DNN DNN DDN DDN DNN DNN DNN DDN DNN DNN
        enableAccessKey      AAN DNN DNN DNN DDN DNN DNN DNN DDN DNN DNN
        disableAccessKey     AAN DNN DNN DNN DDN DNN DNN DNN DDN DNN DNN
        removeAccessKey      AAN DNN DNN DNN DDN DNN DNN DNN DDN DNN DNN
        testAccess           AAN ANN ANN ADN AAN ANN ANN ANN AAN ANN ANN
        changeOwnPassword    --A --A --A --A --A --A --A --A --A --A --A
        listUsers            --A --A --A --A --A --A --A --A --A --A --A
        listUserNames        --A --D --D --A --D --D --D --D --D --D --D
        listAccessKeys       --A --A --A --A --A --A --A --A --A --A --A
        listRoles            --A --D --D --D --A --D --D --D --A --D --D
        listPermissions      --A --D --D --D --A --D --D --D --A --D --D
        listOperations       --A --A --A --A --A --A --A --A --A --A --A
        createRole           --A --D --D --D --D --D --D --D --D --D --D
        updateRole           -AN -DD -DD -DD -DD -DD -DD -DD -DD -DD -DD
        createConnector      --A --D --D --D --D --D --D --D --D --D --D
        listConnectors       --A --A --A --A --A --A --A --A --D --D --A
        removeConnector      AAN ADN DDN ADN DDN DDN DDN DDN NNN NNN NNN
        synchronizeConnector AAN ADN DDN ADN DDN DDN DDN DDN NNN NNN NNN
        grantConnector       AAN NNN NNN ADN DDN NNN NNN NNN NNN NNN NNN
        revokeConnector      AAN NNN NNN ADN DDN NNN NNN NNN NNN NNN NNN
        listConnectorGrants  --A --D --D --A --A --D --D --D --A --D --D
        listAccounts         --A --A --A --A --A --A --A --A --D --D --A
        updateAccount        AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        updateOwnAccount     AAN ANN DNN DNN DDN DNN DNN DNN NNN NNN ANN
        setAccountOwner      AAN DNN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        exportEncryptionKey  AAN DNN DNN DNN DDN DNN DNN DNN NNN NNN DNN
        createStorage        --A --D --D --D --D --D --D --D --D --D --D
        listStorage          --A --D --D --D --D --D --D --D --D --D --D
        updateStorage        -AN -NN -NN -NN -NN -NN -NN -NN -NN -NN -NN
        removeStorage        -AN -NN -NN -NN -NN -NN -NN -NN -NN -NN -NN
        testStorage          -AN -NN -NN -NN -NN -NN -NN -NN -NN -NN -NN
        backupAccount        AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN ANN
        listBackups          --A --A --A --A --A --A --A --A --D --D --A
        getBackup            AAN ANN ANN ANN AAN ANN ANN ANN NNN NNN ANN
        listBackupItems      AAN ANN DNN ANN AAN ANN ANN ANN NNN NNN ANN
        listBackupFiles      AAN ANN DNN ANN AAN ANN ANN ANN NNN NNN ANN
        lockBackup           AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN ANN
        unlockBackup         AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN ANN
        restoreOverwrite     AAN ANN DNN ANN DDN ANN ANN DNN NNN NNN ANN
        restoreKeep          AAN ANN DNN ANN DDN ANN ANN ANN NNN NNN ANN
        restoreRename        AAN ANN DNN ANN DDN ANN ANN ANN NNN NNN ANN
        restoreToFolder      AAN ANN DNN ANN DDN ANN DNN DNN NNN NNN ANN
        copyBackup           AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        deleteBackup         AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        verifyBackup         AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        verifyRepository     AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        applyRetention       AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        rebuildCatalogue     AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        adoptCopy            AAN DNN DNN DNN DDN DNN DNN DNN NNN NNN DNN
        repairRepository     AAN ANN DNN ANN DDN DNN DNN DNN NNN NNN DNN
        adoptAccounts        --A --D --D --D --D --D --D --D --D --D --D
        listAuditEvents      --A --D --D --D --D --D --D --D --A --D --D
        confirmClock         --A --D --D --D --D --D --D --D --D --D --D
        validateState        --A --A --A --A --A --A --A --A --A --A --A
        planState            --A --A --A --A --A --A --A --A --A --A --A
        applyState           --A --A --A --A --A --A --A --A --A --A --A
        """;

    private static readonly string[][] s_lines = [.. Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public static TheoryData<string> Operations => [.. s_lines.Skip(1).Select(line => line[0])];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_role_may_exactly_what_the_table_says(string operation)
    {
        string[] expected = s_lines.Single(line => line[0] == operation)[1..];
        List<string> actual = [];
        foreach ((string role, string cell) in s_lines[0][1..].Zip(expected))
        {
            actual.Add(await AskAsync(operation, role, cell));
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_table_has_every_operation() =>
        Assert.Equal(OperationCatalogue.Handlers.Select(handler => handler.Name).Order(), s_lines.Skip(1).Select(line => line[0]).Order());

    private async Task<string> AskAsync(string operation, string role, string cell)
    {
        char[] answers = ['-', '-', '-'];
        foreach (MatrixTarget target in Enum.GetValues<MatrixTarget>().Where(target => cell[(int)target] != '-'))
        {
            (Func<IOperationClient, Task> ask, string typed) = await world.ArrangeAsync(operation, role, target);
            answers[(int)target] = await AnswerAsync(ask, world.ClientOf(role), typed);
        }

        return string.Concat(answers);
    }

    /// <summary>What fails for another reason than access was allowed. Hidden and missing are told apart by nothing but what was typed.</summary>
    private static async Task<char> AnswerAsync(Func<IOperationClient, Task> ask, IOperationClient client, string typed)
    {
        try
        {
            await ask(client);
            return 'A';
        }
        catch (AccessDeniedException)
        {
            return 'D';
        }
        catch (NotFoundException e)
        {
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"There is no {e.Kind} \"{typed}\"."), e.Message);
            return 'N';
        }
        catch (EngineException)
        {
            return 'A';
        }
    }
}
