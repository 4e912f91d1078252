"""A mail server for tests: server.py FOLDER [CERTIFICATE KEY USER PASSWORD]. It prints its port, and writes each message that it takes into the
folder. With a certificate it speaks STARTTLS, and takes mail from that user only. It refuses mail to refused@example.org."""
import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder = pathlib.Path(sys.argv[1])
certificate, key, user, password = (sys.argv[2:] + [None] * 4)[:4]


class Server(SMTP):
    # aiosmtpd's own upgrade doesn't work with the asyncio of Python 3.11.
    async def smtp_STARTTLS(self, arg):
        await self.push("220 Ready to start TLS")
        await self._writer.start_tls(self.tls_context)
        self.transport = self._writer.transport
        self._tls_protocol = True
        self.session.host_name = None


class Handler:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "refused@example.org":
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        (folder / f"{self.count:04}.partial").write_bytes(envelope.content)
        (folder / f"{self.count:04}.partial").rename(folder / f"{self.count:04}.eml")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data == LoginPassword(user.encode(), password.encode()), handled=False)


async def main():
    handler = Handler()
    options = {}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        options = {"tls_context": context, "require_starttls": True, "authenticator": authenticate, "auth_required": True}
    server = await asyncio.get_running_loop().create_server(lambda: Server(handler, hostname="localhost", **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
