"""The look that every test takes at the mail it has sent finds what it is for."""

import pytest
from django.core.mail import EmailMultiAlternatives

from tests.fixtures.secret_links import open_secrets

TOKEN = "0123456789abcdef0123456789abcdef01234567"
LINK = f"http://localhost:8000/arende/{TOKEN}/"


@pytest.mark.parametrize("words", [f"Se {LINK} nu", f'<a href="{LINK}">Se</a>', f"{LINK}sluta/?ny=1"])
@pytest.mark.parametrize("where", ["text", "html"])
def test_a_mail_with_a_secret_link_has_to_say_so(words, where):
    letter = EmailMultiAlternatives("Hej", words if where == "text" else "Hej", to=["a@example.com"])
    if where == "html":
        letter.attach_alternative(words, "text/html")
    assert open_secrets(letter)
    letter.extra_headers["X-House-Secret"] = "1"
    assert not open_secrets(letter)


def test_other_links_need_not():
    addresses = ["/anmald/2026-12345/", "/samordning/anmalningar/?heap=late", "/finns-inte/" + TOKEN + "/"]
    letter = EmailMultiAlternatives("Hej", " ".join("https://example.com" + path for path in addresses))
    assert not open_secrets(letter)
