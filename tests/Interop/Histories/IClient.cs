namespace BackupAccess.Interop.Histories;

/// <summary>One of the two programs that work on a shared repository. A step that fails throws.</summary>
internal interface IClient
{
    /// <summary>Backs up the folder "Home" of <paramref name="folder"/> as <c>/Home</c>, under one tag.</summary>
    Task BackUpAsync(HistoryRepository repository, string folder, string tag);

    /// <summary>Removes the snapshot of a tag.</summary>
    Task ForgetAsync(HistoryRepository repository, string tag);

    /// <summary>Gives back the room of what no snapshot needs; <paramref name="atOnce"/> where the client would set it aside first.</summary>
    Task PruneAsync(HistoryRepository repository, bool atOnce);

    /// <summary>Copies every snapshot that the destination lacks.</summary>
    Task CopyAsync(HistoryRepository source, HistoryRepository destination);

    /// <summary>Makes the index say what the packs hold.</summary>
    Task RebuildIndexAsync(HistoryRepository repository);

    /// <summary>Puts a new password in the place of the present one.</summary>
    Task ChangeKeyAsync(HistoryRepository repository, string password);

    /// <summary>Reads every byte; anything wrong fails.</summary>
    Task CheckAsync(HistoryRepository repository);

    /// <summary>Restores the snapshot of a tag so that its folder "Home" lies below <paramref name="target"/>.</summary>
    Task RestoreAsync(HistoryRepository repository, string tag, string target);
}
