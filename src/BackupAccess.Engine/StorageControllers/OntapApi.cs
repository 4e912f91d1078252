using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>The part of ONTAP's REST API that volumes' snapshots take.</summary>
/// <exception cref="ControllerException">Thrown by every call: the controller can't be reached, isn't who it should be, or refuses.</exception>
internal sealed class OntapApi(ControllerClient client)
{
    private const int MostPages = 16;

    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        JsonElement cluster = await client.SendAsync(HttpMethod.Get, "/api/cluster?fields=version", body: null, cancellationToken).ConfigureAwait(false);
        return cluster.Find("version")?.FindText("full") is { Length: > 0 } version ? Names.Printable(version) : throw NotOntap();
    }

    /// <param name="volume">A UUID, or <c>svm:volume</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The volume's UUID.</returns>
    public async Task<Guid> FindVolumeAsync(string volume, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(volume, out Guid id))
        {
            return id;
        }

        string[] parts = volume.Split(':');
        List<JsonElement> found = await ListAsync($"/api/storage/volumes?name={parts[1]}&svm.name={parts[0]}&fields=uuid", cancellationToken).ConfigureAwait(false);
        return found.Count == 1
            ? found[0].FindGuid("uuid") ?? throw NotOntap()
            : throw client.Failure(ControllerProblem.NotFound, $"has no volume \"{volume}\"");
    }

    /// <param name="volume">The volume's UUID.</param>
    /// <param name="name">A snapshot's name; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<OntapSnapshot>> ListSnapshotsAsync(Guid volume, string? name, CancellationToken cancellationToken)
    {
        string filter = name is null ? "" : $"&name={name}";
        List<JsonElement> records = await ListAsync($"/api/storage/volumes/{volume}/snapshots?fields=uuid,name,create_time{filter}", cancellationToken).ConfigureAwait(false);
        IEnumerable<OntapSnapshot> snapshots = records.Select(record => new OntapSnapshot(
            record.FindGuid("uuid") ?? throw NotOntap(),
            record.FindText("name") ?? throw NotOntap(),
            DateTimeOffset.TryParse(record.FindText("create_time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null));
        return [.. snapshots.Where(snapshot => name is null || snapshot.Name == name)];
    }

    public async Task CreateSnapshotAsync(Guid volume, string name, string comment, CancellationToken cancellationToken)
    {
        JsonObject body = new() { ["name"] = name, ["comment"] = comment };
        await AwaitJobAsync(await client.SendAsync(HttpMethod.Post, $"/api/storage/volumes/{volume}/snapshots", body, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteSnapshotAsync(Guid volume, Guid snapshot, CancellationToken cancellationToken) =>
        await AwaitJobAsync(await client.SendAsync(HttpMethod.Delete, $"/api/storage/volumes/{volume}/snapshots/{snapshot}", body: null, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Where an answer tells of a job, what was asked for is done when that has ended.</summary>
    private async Task AwaitJobAsync(JsonElement answer, CancellationToken cancellationToken)
    {
        if (answer.Find("job") is not { } told)
        {
            return;
        }

        Guid job = told.FindGuid("uuid") ?? throw NotOntap();
        long start = client.Time.GetTimestamp();
        while (client.Time.GetElapsedTime(start) < client.Limits.Job)
        {
            JsonElement state = await client.SendAsync(HttpMethod.Get, $"/api/cluster/jobs/{job}?fields=state,message,error", body: null, cancellationToken).ConfigureAwait(false);
            switch (state.FindText("state"))
            {
                case "success":
                    return;
                case "failure" or "error":
                    string message = ControllerClient.MessageOf(state) ?? Names.Printable(state.FindText("message")).TrimEnd('.');
                    throw client.Failure(ControllerProblem.Failed, $"failed at what it was asked for: {message}");
                case null:
                    throw NotOntap();
            }

            await Task.Delay(client.Limits.Poll, client.Time, cancellationToken).ConfigureAwait(false);
        }

        throw client.Failure(ControllerProblem.TimedOut, "doesn't end what it was asked for in time");
    }

    private async Task<List<JsonElement>> ListAsync(string path, CancellationToken cancellationToken)
    {
        List<JsonElement> records = [];
        string? next = path;
        long start = client.Time.GetTimestamp();
        for (int page = 0; next is not null; page++)
        {
            if (client.Time.GetElapsedTime(start) > client.Limits.Job)
            {
                throw client.Failure(ControllerProblem.TimedOut, "doesn't end a list in time");
            }

            if (page == MostPages)
            {
                throw client.Failure(ControllerProblem.AnswerTooLong, string.Create(CultureInfo.InvariantCulture, $"answers with more than {MostPages} pages"));
            }

            JsonElement answer = await client.SendAsync(HttpMethod.Get, next, body: null, cancellationToken).ConfigureAwait(false);
            records.AddRange(answer.Find("records") is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : throw NotOntap());
            next = answer.Find("_links")?.Find("next")?.FindText("href");
            if (next is not null && !next.StartsWith("/api/storage/volumes", StringComparison.Ordinal))
            {
                // A next page anywhere else would take the password there.
                throw client.Failure(ControllerProblem.Redirected, "sends the request elsewhere, where the password doesn't go");
            }
        }

        return records;
    }

    private ControllerException NotOntap() => client.Failure(ControllerProblem.NotOntap, "doesn't answer as ONTAP does");
}
