"""A mail server process that takes mail only from who encrypts and signs in, and a certificate made for it.

python -m tests.factories.tls_relay MAILDIR FD CERTIFICATE smtp+ssl|smtp+tls
"""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent, start
from botkyrka_trygghet.local.smtp_catcher import Catcher

USER, PASSWORD = b"trygghet", b"hemligt-4711"


def make_certificate(path: Path) -> Path:
    """Write a key and a certificate for 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251  (OpenSSL's clock, not the house's)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    encoded = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(encoded + made.public_bytes(serialization.Encoding.PEM))
    return path


def launch(folder: Path, certificate: Path, way: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server; return it with its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        arguments = [str(folder), str(listening.fileno()), str(certificate), way]
        command = [*dies_with_parent(), sys.executable, "-m", "tests.factories.tls_relay", *arguments]
        return start(command, pass_fds=[listening.fileno()], cwd=ROOT), listening.getsockname()[1]


def _authenticate(_server: object, _session: object, _envelope: object, _how: str, given: object) -> AuthResult:
    known = isinstance(given, LoginPassword) and (given.login, given.password) == (USER, PASSWORD)
    return AuthResult(success=known, handled=False)


async def serve(folder: Path, listening: socket.socket, certificate: Path, way: str) -> None:
    """Serve until SIGTERM."""
    loop = asyncio.get_running_loop()
    handler, context = Catcher(folder), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    over_tls = way == "smtp+ssl"
    rules = {"auth_required": True, "auth_require_tls": not over_tls, "authenticator": _authenticate}
    rules |= {} if over_tls else {"tls_context": context, "require_starttls": True}
    await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", loop=loop, **rules),
        sock=listening,
        ssl=context if over_tls else None,
    )
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2])), Path(sys.argv[3]), sys.argv[4]))
