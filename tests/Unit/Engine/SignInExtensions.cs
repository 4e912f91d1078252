using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests;

/// <summary>Short ways to sign in with a password, from somewhere.</summary>
internal static class SignInExtensions
{
    public static async Task<LocalClient> ConnectAsync(this Store store, string address, string user, string password, string? code = null, string? next = null)
    {
        using Secret secret = Secret.FromChars(password);
        using Secret? oneTime = code is null ? null : Secret.FromChars(code);
        using Secret? after = next is null ? null : Secret.FromChars(next);
        return await LocalClient.ConnectAsync(
            store.Description with { Address = address }, new SignIn.Password(user, secret) { OneTimePassword = oneTime, NewPassword = after }, default);
    }

    /// <summary>Asserts that the sign-in fails with this error id.</summary>
    public static async Task<EngineException> KeptOutAsync(
        this Store store, string errorId, string address, string user, string password, string? code = null, string? next = null)
    {
        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => store.ConnectAsync(address, user, password, code, next));
        Assert.Equal(errorId, failure.ErrorId);
        return failure;
    }

    /// <summary>Makes a user with a password.</summary>
    public static async Task<User> AddUserAsync(this Store store, string name, string password, params string[] roles)
    {
        using Secret secret = Secret.FromChars(password);
        return await store.Local.DoAsync(new CreateUser(name, roles, ConsoleAccess.On, secret, null));
    }
}
