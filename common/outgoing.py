"""Calls to other systems over HTTPS: verified TLS, no redirects, no private networks, nothing read without end.

The name is looked up once and the address that was judged is the one connected to, so that a name which answers
differently a moment later leads nowhere else.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MOST_READ = 256 * 1024  # bytes of an answer, unless the call says otherwise
PATIENCE = 3  # times the time-out of one step, for a whole body


class NotSentError(Exception):
    """The call never left: no such name, no connection, a refused network, a certificate that does not hold."""


class LostAnswerError(Exception):
    """The call left and no whole answer came back: the other system may have done what was asked."""


@dataclass(frozen=True)
class Call:
    """One request. `private_hosts` are host names that may lie in a private network and speak plain HTTP."""

    method: str
    address: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    timeout: float = 20.0  # seconds for each step: connecting, sending, each read
    private_hosts: Collection[str] = ()
    most_read: int = MOST_READ  # bytes of the answer


@dataclass(frozen=True)
class Answer:
    """What came back; a redirect is an answer like any other and is never followed."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters


def call(request: Call) -> Answer:
    """Make the call. Raises NotSentError or LostAnswerError."""
    parts = urlsplit(request.address)
    line = _connect(request, parts.scheme, parts.hostname or "", parts.port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        line.request(request.method, target, body=request.body or None, headers=request.headers)
        answer = line.getresponse()
        body = _read(answer, request)
        return Answer(answer.status, body, {name.lower(): value for name, value in answer.getheaders()})
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise LostAnswerError(type(error).__name__) from error
    finally:
        line.close()


def _read(answer: http.client.HTTPResponse, request: Call) -> bytes:
    """Read the answer's body, neither longer nor for longer than wanted: a server that drips is hung up on."""
    body, until = b"", time.monotonic() + PATIENCE * request.timeout
    while piece := answer.read1(request.most_read + 1 - len(body)):
        body += piece
        if len(body) > request.most_read:
            raise LostAnswerError("the answer is too long")
        if time.monotonic() > until:
            raise LostAnswerError("the answer takes too long")
    if answer.length:  # bytes that were promised
        raise LostAnswerError("half an answer")
    return body


def _connect(request: Call, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """Open a connection whose socket leads to a judged address. Raises NotSentError."""
    trusted = host in request.private_hosts
    if not host or scheme not in ({"https", "http"} if trusted else {"https"}):
        raise NotSentError("only https is spoken")
    secure = scheme == "https"
    made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    try:
        line: http.client.HTTPConnection = made(host, port, timeout=request.timeout)
        found = _judged(host, line.port, trusted=trusted)
        raw = socket.create_connection(found, timeout=request.timeout)
        line.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if secure else raw
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotSentError(type(error).__name__) from error
    return line


def _judged(host: str, port: int, *, trusted: bool) -> tuple[str, int]:
    """Return the first address of a name. Raises NotSentError if any of them lies in a private network."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not (trusted or all(_is_public(address) for address in found)):
        raise NotSentError("a private network")
    return found[0], port


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast
