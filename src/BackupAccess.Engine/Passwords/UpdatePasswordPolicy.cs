using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Passwords;

/// <summary>Changes what passwords are held to from now on; null leaves a part as it is.</summary>
public sealed record UpdatePasswordPolicy(int? MinimumLength, int? RequiredClasses, int? History, int? MaximumAgeDays) : IOperation<PasswordPolicy>;

internal sealed class UpdatePasswordPolicyHandler : ChangeHandler<UpdatePasswordPolicy, NoSubject, PasswordPolicy>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    public override void Validate(UpdatePasswordPolicy request)
    {
        RequireWithin("minimum length", request.MinimumLength, PasswordRules.MinLength, PasswordRules.MaxLength);
        RequireWithin("number of required classes", request.RequiredClasses, 0, PasswordRules.Classes);
        RequireWithin("history", request.History, 0, PasswordRules.MaxHistory);
        RequireWithin("maximum age in days", request.MaximumAgeDays, 0, PasswordRules.MaxAgeDays);
    }

    public override NoSubject Resolve(UpdatePasswordPolicy request, OperationContext context) => new("setting", "password policy") { Targets = [Target.Setting] };

    public override string ReasonOf(UpdatePasswordPolicy request) => string.Join(", ", new[]
    {
        Say("minimum length", request.MinimumLength),
        Say("required classes", request.RequiredClasses),
        Say("history", request.History),
        Say("maximum age in days", request.MaximumAgeDays),
    }.OfType<string>());

    public override PasswordPolicy Handle(UpdatePasswordPolicy request, NoSubject subject, OperationContext context)
    {
        PasswordPolicy before = PasswordPolicyStore.Read(context.Db);
        PasswordPolicy after = new()
        {
            MinimumLength = request.MinimumLength ?? before.MinimumLength,
            RequiredClasses = request.RequiredClasses ?? before.RequiredClasses,
            History = request.History ?? before.History,
            MaximumAgeDays = request.MaximumAgeDays ?? before.MaximumAgeDays,
        };
        PasswordPolicyStore.Write(context.Db, after);
        return after;
    }

    private static void RequireWithin(string part, int? value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new InvalidRequestException(
                "InvalidValue", string.Create(CultureInfo.InvariantCulture, $"The password policy's {part} is a number from {least} to {most}."));
        }
    }

    private static string? Say(string part, int? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{part} {number}") : null;
}
