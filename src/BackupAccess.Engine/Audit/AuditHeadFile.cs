using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using Microsoft.Win32.SafeHandles;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// The log's end, outside the database: so that who holds only that can't cut it. One line of JSON in one sector of a
/// disk, written over in place, which neither a kill nor a power cut tears. One process at a time has the file open.
/// </summary>
internal sealed partial class AuditHeadFile : IDisposable
{
    private const string Purpose = "head";
    private const int Size = 512;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private AuditHeadFile(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Opens the file once nobody else has it open.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="ConflictException">Another process kept it open for too long.</exception>
    /// <exception cref="StateException">It can't be opened.</exception>
    public static AuditHeadFile? Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            return !SpinWait.SpinUntil(() => !File.Exists(path) || TryOpen(path, out handle), s_patience)
                ? throw new ConflictException("Busy", $"Another process has had the file \"{path}\" open for too long.")
                : handle is null ? null : new AuditHeadFile(handle, path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unavailable(path, e);
        }
    }

    /// <summary>Makes the file, whole from its first moment on.</summary>
    /// <exception cref="StateException">It can't be made.</exception>
    public static void Create(string path, AuditKeys keys, AuditHeadState state)
    {
        try
        {
            string temporary = $"{path}.new";
            File.Delete(temporary);
            using (FileStream file = PrivateFile.Create(temporary))
            {
                file.Write(Format(keys, state));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(path, e);
        }
    }

    /// <returns>Null where the engine didn't write what is there.</returns>
    public AuditHeadState? Read(AuditKeys keys) => ReadForm() is { } form && form.State is var state && keys.IsSealed(form.Seal, Purpose, Points(state)) ? state : null;

    /// <summary>What is there, whoever wrote it.</summary>
    public AuditHeadState? ReadUnproven() => ReadForm()?.State;

    /// <exception cref="StateException">It can't be written.</exception>
    public void Write(AuditKeys keys, AuditHeadState state)
    {
        try
        {
            RandomAccess.Write(_handle, Format(keys, state), fileOffset: 0);
        }
        catch (IOException e)
        {
            throw Unavailable(_path, e);
        }
    }

    public void Dispose() => _handle.Dispose();

    private static bool TryOpen(string path, [NotNullWhen(true)] out SafeFileHandle? handle)
    {
        handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            // Another process has it, or has just taken it away; the caller asks again.
            return false;
        }
    }

    private HeadForm? ReadForm()
    {
        Span<byte> buffer = stackalloc byte[Size];
        try
        {
            int length = RandomAccess.Read(_handle, buffer, fileOffset: 0);
            return JsonSerializer.Deserialize(buffer[..length], HeadJson.Default.HeadForm) is { IsWhole: true } form ? form : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (IOException e)
        {
            throw Unavailable(_path, e);
        }
    }

    private static byte[] Format(AuditKeys keys, AuditHeadState state)
    {
        HeadForm form = new(state.Confirmed.Sequence, state.Confirmed.Mac, state.Pending?.Sequence, state.Pending?.Mac, keys.Seal(Purpose, Points(state)));
        byte[] sector = new byte[Size];
        sector.AsSpan().Fill((byte)' ');
        JsonSerializer.SerializeToUtf8Bytes(form, HeadJson.Default.HeadForm).CopyTo(sector, 0);
        sector[^1] = (byte)'\n';
        return sector;
    }

    private static AuditPoint[] Points(AuditHeadState state) => state.Pending is { } pending ? [state.Confirmed, pending] : [state.Confirmed];

    private static StateException Unavailable(string path, Exception inner) =>
        new("StateUnavailable", $"The head of the audit log \"{path}\" can't be used: {inner.Message}", inner);

    private sealed record HeadForm(long Confirmed, byte[] Mac, long? Pending, byte[]? PendingMac, byte[] Seal)
    {
        /// <summary>An absent MAC is written as an empty text.</summary>
        [JsonIgnore]
        public bool IsWhole => Mac is not null && Seal is not null && (Pending is null) == (PendingMac is null or []);

        [JsonIgnore]
        public AuditHeadState State => new(new AuditPoint(Confirmed, Mac), Pending is { } sequence ? new AuditPoint(sequence, PendingMac!) : null);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(HeadForm))]
    private sealed partial class HeadJson : JsonSerializerContext;
}
