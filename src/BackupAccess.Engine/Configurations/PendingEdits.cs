using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Edits by hand that aren't imported, where another text is saved.</summary>
internal static class PendingEdits
{
    /// <summary>The row to save so that its file is written.</summary>
    /// <exception cref="ConflictException">There is an edit, and it is to be kept.</exception>
    public static ConfigurationRow Settle(OperationContext context, ConfigurationRow saved, ConfigurationRow before, PendingEdit edit)
    {
        if (ConfigurationFiles.StateOf(context.Services, before) != ConfigurationFileState.Edited)
        {
            return saved;
        }

        if (edit == PendingEdit.Keep)
        {
            throw new ConflictException("PendingEdit", $"The file of \"{before.Path}\" was edited by hand, and that isn't imported.");
        }

        return Accept(context, saved);
    }

    /// <summary>What the file holds now was seen: it may be written over.</summary>
    public static ConfigurationRow Accept(OperationContext context, ConfigurationRow saved) =>
        saved with { ShownDigest = ConfigurationFiles.Read(context.Services, ConfigurationFiles.RelativePathOf(saved)) is { } text ? ConfigurationFiles.DigestOf(text) : null };
}
