using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Profiles;

/// <summary>Takes a profile from a user; the result is the assignment that was taken.</summary>
public sealed record RevokeProfile(UserReference User, ProfileReference Profile) : IOperation<ProfileGrant>;

internal sealed class RevokeProfileHandler : ChangeHandler<RevokeProfile, ProfileGrantSubject, ProfileGrant>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User, TargetKind.Profile];

    public override ProfileGrantSubject Resolve(RevokeProfile request, OperationContext context) => ProfileGrantSubject.Find(context, request.User, request.Profile);

    public override ProfileGrant Handle(RevokeProfile request, ProfileGrantSubject subject, OperationContext context)
    {
        subject.RequireGiving(context, until: 0);
        ProfileGrantRow grant = ProfileGrantStore.Find(context.Db, subject.User.Guid, subject.Profile.Guid)
            ?? throw new NotFoundException("profile assignment", subject.Name);
        ProfileGrantStore.Delete(context.Db, subject.User.Guid, subject.Profile.Guid);
        context.PolicyChanged(subject.User.Guid);
        return subject.Show(context, grant) with { InEffect = false };
    }
}
