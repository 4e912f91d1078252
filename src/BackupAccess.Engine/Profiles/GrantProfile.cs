using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Profiles;

/// <summary>Assigns a profile to a user, for good or until a time.</summary>
public sealed record GrantProfile(UserReference User, ProfileReference Profile, DateTimeOffset? Until) : IOperation<ProfileGrant>;

internal sealed class GrantProfileHandler : ChangeHandler<GrantProfile, ProfileGrantSubject, ProfileGrant>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User, TargetKind.Profile];

    public override ProfileGrantSubject Resolve(GrantProfile request, OperationContext context) => ProfileGrantSubject.Find(context, request.User, request.Profile);

    public override ProfileGrant Handle(GrantProfile request, ProfileGrantSubject subject, OperationContext context)
    {
        UserRules.RequireFuture(context, request.Until);
        long until = request.Until?.ToMicroseconds() ?? UnixTime.Never;
        subject.RequireGiving(context, until);
        if (until > context.Policy.AllowedUntil(Number, subject.Profile.Target, context.Now))
        {
            throw context.Refuse(subject.Name, "the assignment would outlast the giver's own access");
        }

        ProfileGrantStore.Save(context.Db, subject.User.Guid, subject.Profile.Guid, request.Until?.ToMicroseconds(), context.Policy.Name, context.Now);
        context.PolicyChanged(subject.User.Guid);
        return subject.Show(context, ProfileGrantStore.Find(context.Db, subject.User.Guid, subject.Profile.Guid)!);
    }
}
