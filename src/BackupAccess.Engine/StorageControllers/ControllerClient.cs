using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>
/// Requests to one storage controller, each signed in. The password goes to that host and nowhere else: no redirect is
/// followed and no proxy is used. What comes back is bounded in time and length.
/// </summary>
internal sealed class ControllerClient : IDisposable
{
    private const int HeaderKilobytes = 64;
    private const int MostDepth = 32;

    private readonly HttpClient _http;
    private readonly StorageControllerRow _controller;
    private readonly ControllerLimits _limits;
    private ControllerProblem? _certificate;

    private ControllerClient(StorageControllerRow controller, AuthenticationHeaderValue authorization, EngineServices services)
    {
        _controller = controller;
        _limits = services.Controllers;
        Time = services.Time;
        _http = new HttpClient(CreateHandler(), disposeHandler: true) { BaseAddress = new Uri(controller.Url), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = authorization;
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/hal+json"));
    }

    public TimeProvider Time { get; }

    public ControllerLimits Limits => _limits;

    /// <exception cref="StateException">Its password can't be opened.</exception>
    public static ControllerClient Open(StorageControllerRow controller, EngineServices services)
    {
        using Secret password = services.Folder.Key.Open(controller.SealedPassword, StorageControllerStore.PurposeOf(controller.Name));
        byte[] plain = [.. Encoding.UTF8.GetBytes(controller.UserName + ':'), .. password.Utf8.Span];
        try
        {
            // The library takes a string and nothing else.
            return new ControllerClient(controller, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(plain)), services);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <returns>What the controller answers; undefined where that is nothing.</returns>
    /// <exception cref="ControllerException">It can't be reached, isn't who it should be, or refuses.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_limits.Answer, Time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = new(method, path);
            request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token).ConfigureAwait(false);
            return await ReadAsync(response, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(ControllerProblem.TimedOut, "doesn't answer in time", e);
        }
        catch (HttpRequestException e)
        {
            throw Failure(e);
        }
        catch (IOException e)
        {
            throw Failure(ControllerProblem.Unreachable, "broke its answer off", e);
        }
    }

    /// <summary>A failure of this controller.</summary>
    /// <param name="problem">What is amiss.</param>
    /// <param name="words">The same as a clause about the controller.</param>
    /// <param name="inner">What it came from.</param>
    public ControllerException Failure(ControllerProblem problem, string words, Exception? inner = null) =>
        new(problem, $"The storage controller \"{_controller.Name}\" ({_controller.Url}) {words}.", inner);

    public void Dispose() => _http.Dispose();

    private SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = _limits.Connection,
        MaxResponseHeadersLength = HeaderKilobytes,
        MaxResponseDrainSize = 0,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = CreateChainPolicy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                _certificate = Judge(certificate as X509Certificate2, chain, errors);
                return _certificate is null;
            },
        },
    };

    private X509ChainPolicy CreateChainPolicy()
    {
        // A certificate that nobody has checked yet doesn't say what is fetched. Private authorities often tell no list of revoked ones.
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_controller.CertificateAuthority is { } authority)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPem(authority);
        }

        return policy;
    }

    private ControllerProblem? Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors) => _controller.Check switch
    {
        CertificateCheck.None => null,
        CertificateCheck.Pin => certificate is not null && ControllerCertificate.IsPinned(certificate, _controller.CertificatePin!) ? null : ControllerProblem.CertificatePin,
        _ => ProblemOf(chain, errors),
    };

    /// <summary>A name or a date proves nothing in a certificate that nobody vouches for, so that is told first.</summary>
    private static ControllerProblem? ProblemOf(X509Chain? chain, SslPolicyErrors errors)
    {
        const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid;
        X509ChainStatusFlags status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return errors == SslPolicyErrors.None ? null
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) || (status & ~Dates) != 0 ? ControllerProblem.CertificateUntrusted
            : (status & Dates) != 0 ? ControllerProblem.CertificateExpired
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? ControllerProblem.CertificateName
            : ControllerProblem.CertificateUntrusted;
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.Unauthorized)
        {
            throw Failure(ControllerProblem.SignInRefused, "refuses the user name or the password");
        }

        if (status is >= 300 and < 400)
        {
            throw Failure(ControllerProblem.Redirected, string.Create(CultureInfo.InvariantCulture, $"sends the request elsewhere (status {status}), where the password doesn't go"));
        }

        byte[] body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
        JsonElement? answer = TryParse(body);
        if (response.IsSuccessStatusCode)
        {
            return answer ?? throw Failure(ControllerProblem.NotOntap, "doesn't answer as ONTAP does");
        }

        if (status < 500 && answer?.Find("error") is null && response.StatusCode is not HttpStatusCode.Forbidden)
        {
            throw Failure(ControllerProblem.NotOntap, string.Create(CultureInfo.InvariantCulture, $"doesn't answer as ONTAP does (status {status})"));
        }

        string said = MessageOf(answer) is { } message ? $": {message}" : "";
        throw response.StatusCode is HttpStatusCode.Forbidden
            ? Failure(ControllerProblem.Forbidden, $"doesn't let \"{Names.Printable(_controller.UserName)}\" do this{said}")
            : Failure(response.StatusCode is HttpStatusCode.NotFound ? ControllerProblem.NotFound : ControllerProblem.Failed, string.Create(CultureInfo.InvariantCulture, $"answers with status {status}{said}"));
    }

    private async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            while (await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                if (body.Length + read > _limits.AnswerBytes)
                {
                    throw Failure(ControllerProblem.AnswerTooLong, string.Create(CultureInfo.InvariantCulture, $"answers with more than {_limits.AnswerBytes} bytes"));
                }

                body.Write(buffer, 0, read);
            }
        }

        return body.ToArray();
    }

    /// <returns>Null for what is no JSON object.</returns>
    private static JsonElement? TryParse(byte[] body)
    {
        if (body.Length == 0)
        {
            return default(JsonElement);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MostDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What an answer says is wrong, as it may be shown; null for nothing.</summary>
    public static string? MessageOf(JsonElement? answer) =>
        answer is { } said && said.Find("error")?.FindText("message") is { Length: > 0 } message ? Names.Printable(message).TrimEnd('.') : null;

    private ControllerException Failure(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Failure(ControllerProblem.NameNotFound, "has a name that isn't found", e),
        HttpRequestError.SecureConnectionError => _certificate is { } problem ? Failure(problem, Say(problem), e) : Failure(ControllerProblem.NotEncrypted, "doesn't begin an encrypted connection", e),
        HttpRequestError.ConnectionError when e.InnerException is SocketException socket => socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => Failure(ControllerProblem.ConnectionRefused, "refuses the connection", e),
            SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => Failure(ControllerProblem.NameNotFound, "has a name that isn't found", e),
            SocketError.TimedOut => Failure(ControllerProblem.TimedOut, "doesn't answer in time", e),
            _ => Failure(ControllerProblem.Unreachable, "can't be reached", e),
        },
        HttpRequestError.InvalidResponse => Failure(ControllerProblem.NotOntap, "doesn't answer as ONTAP does", e),
        HttpRequestError.ConfigurationLimitExceeded => Failure(ControllerProblem.AnswerTooLong, "answers with more headers than are read", e),
        _ => Failure(ControllerProblem.Unreachable, "can't be reached, or broke the connection off", e),
    };

    private static string Say(ControllerProblem problem) => problem switch
    {
        ControllerProblem.CertificateName => "has a certificate of another name",
        ControllerProblem.CertificateExpired => "has a certificate that is no longer valid, or not yet",
        ControllerProblem.CertificatePin => "has another certificate than the one pinned",
        _ => "has a certificate that no trusted authority vouches for",
    };
}
