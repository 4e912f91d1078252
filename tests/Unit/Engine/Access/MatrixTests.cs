using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Every built-in role against every operation, through the real door, as the table written by hand says (<c>tests/decisions</c>).</summary>
public sealed class MatrixTests(MatrixWorld world) : IClassFixture<MatrixWorld>
{
    private static readonly IReadOnlyDictionary<string, string[]> s_table = DecisionTable.Read();

    public static TheoryData<string> Operations => [.. s_table.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_role_may_exactly_what_the_table_says(string operation)
    {
        string[] expected = s_table[operation];
        List<string> actual = [];
        foreach ((string role, string cell) in DecisionTable.Roles.Zip(expected))
        {
            actual.Add(await AskAsync(operation, role, cell));
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_table_has_every_operation() =>
        Assert.Equal(OperationCatalogue.Handlers.Select(handler => handler.Name).Order(), s_table.Keys.Order());

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
