"""Calls to other systems: https, a certificate that holds, no private networks, no redirects, no endless answers."""

import socket
import ssl
import subprocess
import threading

import pytest

from common import outgoing
from common.outgoing import Call, LostAnswerError, NotSentError, call


@pytest.fixture
def listener():
    """A listening socket and how to answer whoever connects."""
    server = socket.create_server(("127.0.0.1", 0))
    seen = []

    def serve(answer, wrap=lambda line: line):
        def one():
            while True:
                try:
                    line = server.accept()[0]
                except OSError:
                    return
                try:
                    with wrap(line) as made:
                        seen.append(made.recv(65536))
                        made.sendall(answer)
                except OSError as error:
                    seen.append(error)

        threading.Thread(target=one, daemon=True).start()
        return server.getsockname()[1]

    serve.seen = seen
    yield serve
    server.close()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def test_an_allowed_host_is_reached(listener):
    port = listener(OK)
    answer = call(Call("POST", f"http://127.0.0.1:{port}/a?b=c", b"x=1", private_hosts=["127.0.0.1"]))
    assert (answer.status, answer.body) == (200, b"hi")
    assert listener.seen[0].startswith(b"POST /a?b=c HTTP/1.1")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0"],
)
def test_private_networks_are_refused_before_anything_is_sent(listener, host):
    port = listener(OK)
    with pytest.raises(NotSentError, match="private"):
        call(Call("GET", f"https://{host}:{port}/"))
    assert listener.seen == []


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["fd00::1"], ["100.64.0.1"]])
def test_a_name_is_judged_by_every_address_it_has(monkeypatch, addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    with pytest.raises(NotSentError, match="private"):
        call(Call("GET", "https://rebinding.example.com/"))


@pytest.mark.parametrize("address", ["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "nonsense", ""])
def test_only_https(address):
    with pytest.raises(NotSentError):
        call(Call("GET", address))


def test_a_redirect_is_an_answer(listener):
    port = listener(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/x\r\nContent-Length: 0\r\n\r\n")
    assert call(Call("GET", f"http://127.0.0.1:{port}/", private_hosts=["127.0.0.1"])).status == 302
    assert len(listener.seen) == 1


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"])
def test_half_an_answer_is_a_lost_one(listener, answer):
    port = listener(answer)
    with pytest.raises(LostAnswerError):
        call(Call("GET", f"http://127.0.0.1:{port}/", private_hosts=["127.0.0.1"]))


def test_an_endless_answer_is_cut(listener):
    port = listener(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000)
    with pytest.raises(LostAnswerError, match="too long"):
        call(Call("GET", f"http://127.0.0.1:{port}/", private_hosts=["127.0.0.1"], most_read=10))


def test_an_answer_that_drips_is_hung_up_on(listener, monkeypatch):
    monkeypatch.setattr(outgoing, "PATIENCE", 0)
    port = listener(b"HTTP/1.1 200 OK\r\nX-Told: yes\r\n\r\n" + b"x" * 1000)
    with pytest.raises(LostAnswerError, match="too long"):
        call(Call("GET", f"http://127.0.0.1:{port}/", private_hosts=["127.0.0.1"]))


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotSentError):
        call(Call("GET", f"http://127.0.0.1:{port}/", private_hosts=["127.0.0.1"]))


def test_a_certificate_nobody_vouches_for_is_refused_before_the_password_is_sent(listener, tmp_path):
    made = tmp_path / "made.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(made), "-out", str(tmp_path / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", made)
    port = listener(OK, lambda line: context.wrap_socket(line, server_side=True))
    headers = {"Authorization": "Basic secret"}
    with pytest.raises(NotSentError, match="SSLCertVerificationError"):
        call(Call("GET", f"https://127.0.0.1:{port}/", headers=headers, private_hosts=["127.0.0.1"]))
    assert not any(isinstance(said, bytes) and b"secret" in said for said in listener.seen)
