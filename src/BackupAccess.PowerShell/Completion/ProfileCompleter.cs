using BackupAccess.Engine.Profiles;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of profiles.</summary>
internal sealed class ProfileCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListProfiles([query.Pattern])).Select(profile => new Suggestion(profile.Name, profile.Folder));
}
