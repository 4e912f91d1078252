using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;

namespace BackupAccess.Engine.Users;

/// <summary>
/// Lists the credentials of the users whose name or id matches any of the patterns, none means all that the caller may
/// report on: what each has, how old it is and how long unused. Null takes the days from the settings.
/// </summary>
public sealed record GetCredentialReport(IReadOnlyList<string> Users, int? UnusedDays, int? OldDays) : IOperation<IAsyncEnumerable<CredentialReportEntry>>;

internal sealed class GetCredentialReportHandler : ListHandler<GetCredentialReport, CredentialReportEntry>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    public override void Validate(GetCredentialReport request)
    {
        RequireDays(request.UnusedDays);
        RequireDays(request.OldDays);
    }

    protected override IReadOnlyList<CredentialReportEntry> List(GetCredentialReport request, OperationContext context)
    {
        NamePatterns names = new(request.Users);
        CredentialJudge judge = new(
            context.Now,
            request.UnusedDays ?? CredentialReportSettings.UnusedDays.Read(context.Db),
            request.OldDays ?? CredentialReportSettings.OldDays.Read(context.Db),
            PasswordPolicyStore.Read(context.Db));
        ILookup<string, UserRoleRow> roles = UserStore.AllRoles(context.Db).ToLookup(role => role.UserId, StringComparer.Ordinal);
        ILookup<string, AccessKeyRow> keys = AccessKeyStore.All(context.Db).ToLookup(key => key.UserId, StringComparer.Ordinal);
        Dictionary<string, ConsoleUse> uses = ConsoleUse.All(context.Db).ToDictionary(use => use.UserId, StringComparer.Ordinal);
        HashSet<string> enrolled = OneTimePasswordStore.Users(context.Db).ToHashSet(StringComparer.Ordinal);
        return [.. UserStore.All(context.Db)
            .Where(user => names.Matches(user.Name, user.Id) && context.Allows(user.Target))
            .Select(user => judge.Show(user, roles[user.Id], [.. keys[user.Id]], uses.GetValueOrDefault(user.Id), enrolled.Contains(user.Id)))];
    }

    private static void RequireDays(int? days)
    {
        if (days is < 1 or > CredentialReportSettings.MostDays)
        {
            throw new InvalidRequestException(
                "InvalidValue", string.Create(CultureInfo.InvariantCulture, $"A credential is reported after a number of days from 1 to {CredentialReportSettings.MostDays}."));
        }
    }
}
