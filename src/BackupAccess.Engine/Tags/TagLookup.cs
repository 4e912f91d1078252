using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tags;

/// <summary>Finds tags for a caller, and shows them.</summary>
internal static class TagLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static TagRow Find(OperationContext context, string name)
    {
        TagRow? tag = TagStore.Find(context.Db, name);
        return tag is not null && context.MayKnow<ListTags>(Target.None)
            ? tag
            : throw new NotFoundException("tag", Names.Printable(name)) { IsHidden = tag is not null };
    }

    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static TagSubject Resolve(OperationContext context, string name)
    {
        TagRow tag = Find(context, name);
        return new TagSubject(tag, AccountStore.Tagged(context.Db, tag.Id));
    }

    public static Tag Show(TagRow tag, int accounts) => new()
    {
        Id = tag.Guid,
        Name = tag.Name,
        Color = tag.Color,
        Accounts = accounts,
        Created = tag.CreatedAt.ToTime(),
    };

    /// <exception cref="ConflictException">Another tag has the name.</exception>
    public static void RequireFree(OperationContext context, string name)
    {
        if (TagStore.Find(context.Db, name) is { } other)
        {
            throw new ConflictException("AlreadyExists", $"There is a tag \"{other.Name}\" already.");
        }
    }
}
