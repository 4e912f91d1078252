using System.Net;
using System.Net.Sockets;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace BackupAccess.Engine.Mail;

/// <summary>A connection to the mail server, signed in where it is to be.</summary>
internal sealed class MailConnection : IAsyncDisposable
{
    private const int PatienceMilliseconds = 20_000;

    private readonly SmtpClient _client;
    private readonly MailServerRow _server;

    private MailConnection(SmtpClient client, MailServerRow server) => (_client, _server) = (client, server);

    /// <exception cref="MailException">It can't be reached, isn't who it should be, or refuses.</exception>
    /// <exception cref="StateException">Its password can't be opened.</exception>
    public static async Task<MailConnection> OpenAsync(MailServerRow server, StateKey key, CancellationToken cancellationToken)
    {
        // A certificate is checked against the system's authorities; those of a private authority often tell no list of revoked ones.
        SmtpClient client = new() { Timeout = PatienceMilliseconds, CheckCertificateRevocation = false };
        try
        {
            await GuardAsync(server, () => EnterAsync(client, server, key, cancellationToken)).ConfigureAwait(false);
            MailConnection connection = new(client, server);
            client = null!;
            return connection;
        }
        finally
        {
            client?.Dispose();
        }
    }

    /// <summary>Hands over a message in plain text.</summary>
    /// <exception cref="MailException">The server refuses it or is gone.</exception>
    public Task SendAsync(string to, string subject, string text, DateTimeOffset date, CancellationToken cancellationToken) => GuardAsync(_server, async () =>
    {
        using MimeMessage message = new();
        message.From.Add(new MailboxAddress("BackupAccess", _server.Sender));
        message.To.Add(MailboxAddress.Parse(to));
        message.Subject = subject;
        message.Date = date;
        // No answer from a machine is wanted (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = text };
        await _client.SendAsync(message, cancellationToken).ConfigureAwait(false);
    });

    public async ValueTask DisposeAsync()
    {
        using (_client)
        {
            try
            {
                await _client.DisconnectAsync(quit: true, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (IsFailure(e))
            {
                // What was to be sent is sent or was told of.
            }
        }
    }

    private static async Task EnterAsync(SmtpClient client, MailServerRow server, StateKey key, CancellationToken cancellationToken)
    {
        SecureSocketOptions options = Enum.Parse<MailSecurity>(server.Security) switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        await client.ConnectAsync(server.Host, (int)server.Port, options, cancellationToken).ConfigureAwait(false);
        if (server is { UserName: { } user, SealedPassword: { } box })
        {
            using Secret password = key.Open(box, MailServerStore.Purpose);
            char[] chars = password.RevealChars();
            try
            {
                // The library takes a string and nothing else.
                await client.AuthenticateAsync(new NetworkCredential(user, new string(chars)), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Array.Clear(chars);
            }
        }
    }

    private static async Task GuardAsync(MailServerRow server, Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new MailException($"The mail server \"{server.Host}:{server.Port}\" {Say(e)}: {Names.Printable(e.Message.ReplaceLineEndings(" ")).TrimEnd('.')}.", e) { IsOfMessage = e is SmtpCommandException };
        }
    }

    private static bool IsFailure(Exception e) =>
        e is SocketException or IOException or TimeoutException or AuthenticationException or SslHandshakeException or ProtocolException or CommandException or ServiceNotConnectedException or NotSupportedException;

    private static string Say(Exception e) => e switch
    {
        AuthenticationException => "refuses the user name or the password",
        SslHandshakeException => "isn't proven by its certificate",
        NotSupportedException => "doesn't offer what is asked of it",
        SmtpCommandException => "refuses the message",
        _ => "can't be reached",
    };
}
