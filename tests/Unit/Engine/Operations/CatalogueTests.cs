using System.Reflection;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Operations;

/// <summary>There is one door, and nothing stands beside it.</summary>
public sealed class CatalogueTests
{
    private static readonly Type[] s_types = typeof(BackupEngine).Assembly.GetTypes();

    [Fact]
    public void Every_request_has_exactly_one_handler()
    {
        Type[] requests = [.. s_types.Where(type => type is { IsInterface: false, IsAbstract: false } && type.GetInterfaces().Any(IsOperation))];

        Assert.NotEmpty(requests);
        Assert.Equal(requests.Select(type => type.Name).Order(), OperationCatalogue.Handlers.Select(handler => handler.RequestType.Name).Order());
    }

    [Fact]
    public void Every_handler_is_in_the_catalogue_and_internal()
    {
        Type[] handlers = [.. s_types.Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Handler)))];

        Assert.Equal(handlers.Select(type => type.Name).Order(), OperationCatalogue.Handlers.Select(handler => handler.GetType().Name).Order());
        Assert.DoesNotContain(s_types.Where(type => type == typeof(Handler) || type.IsSubclassOf(typeof(Handler))), type => type.IsPublic);
    }

    [Fact]
    public void Backups_are_destroyed_by_few_operations_and_each_can_need_an_approval()
    {
        Handler[] destroying = [.. OperationCatalogue.Handlers.Where(handler => handler.DestroysBackups)];

        Assert.Equal(["adoptCopy", "applyRetention", "assignPolicy", "deleteBackup", "detachPolicy", "repairRepository", "resetEncryptionKey", "updatePolicy"], destroying.Select(handler => handler.Name).Order());
        Assert.All(destroying, handler => Assert.True(ApprovalGate.CanNeed(handler)));
    }

    [Fact]
    public void What_reads_and_writes_the_state_can_not_be_reached_from_outside()
    {
        Assert.DoesNotContain(s_types.Where(type => type.Namespace == typeof(StateDatabase).Namespace), type => type.IsPublic);
        Assert.DoesNotContain(s_types.Where(type => type.IsPublic).SelectMany(PublicMembers), Exposes);
    }

    [Fact]
    public void A_session_is_made_by_signing_in_only() =>
        Assert.Empty(typeof(BackupAccess.Engine.Sessions.Session).GetConstructors());

    [Fact]
    public void An_operation_is_named_after_its_request()
    {
        Assert.All(OperationCatalogue.Handlers, handler => Assert.Equal(handler.RequestType.Name, char.ToUpperInvariant(handler.Name[0]) + handler.Name[1..]));
        Assert.Equal(Enumerable.Range(0, OperationCatalogue.Handlers.Count), OperationCatalogue.Handlers.Select(handler => handler.Number));
        Assert.True(OperationCatalogue.Handlers.Count <= OperationSet.Capacity);
    }

    private static bool IsOperation(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOperation<>);

    private static IEnumerable<MemberInfo> PublicMembers(Type type) => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static);

    private static bool Exposes(MemberInfo member) => member switch
    {
        MethodInfo method => IsState(method.ReturnType) || method.GetParameters().Any(parameter => IsState(parameter.ParameterType)),
        PropertyInfo property => IsState(property.PropertyType),
        ConstructorInfo constructor => constructor.GetParameters().Any(parameter => IsState(parameter.ParameterType)),
        _ => false,
    };

    private static bool IsState(Type type) => type.Namespace is "BackupAccess.Engine.State" or "Microsoft.Data.Sqlite";
}
