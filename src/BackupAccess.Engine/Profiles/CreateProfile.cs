using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Profiles;

/// <summary>Creates a profile. Who creates it through an assigned reach is assigned it.</summary>
public sealed record CreateProfile(string Name) : IOperation<Profile>;

internal sealed class CreateProfileHandler : ChangeHandler<CreateProfile, NoSubject, Profile>
{
    public override void Validate(CreateProfile request) => Names.RequireValid("profile", request.Name);

    public override NoSubject Resolve(CreateProfile request, OperationContext context) => new("profile", request.Name);

    public override ISubject About(NoSubject subject, Profile result) => subject with { Id = result.Id.ToString() };

    public override Profile Handle(CreateProfile request, NoSubject subject, OperationContext context)
    {
        ProfileReach reach = CreatorReach.OfProfiles(context, Number);
        if (reach == ProfileReach.None)
        {
            throw context.Refuse(request.Name, CreatorReach.OutOfReach);
        }

        if (ProfileStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a profile \"{request.Name}\" already.");
        }

        ProfileRow profile = new(context.NewId().ToString(), ProfileStore.TakeNumber((StateTransaction)context.Db), request.Name, context.Now);
        ProfileStore.Insert(context.Db, profile);
        if (reach == ProfileReach.Assigned)
        {
            ProfileGrantStore.Save(context.Db, context.Policy.UserId, profile.Guid, until: null, context.Policy.Name, context.Now);
            context.Tell(CreatorReach.Told);
            context.PolicyChanged(context.Policy.UserId);
        }

        ProfileFolders.Mend(context.Db, context.Services);
        return ProfileLookup.Show(context, profile);
    }
}
