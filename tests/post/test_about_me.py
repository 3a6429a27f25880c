"""No account, no password: no mail-outs at all, what is held about somebody, erasing them; links not ours."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache

from accounts.models import AuditEntry
from common import clock
from post import services
from post.lifecycle import SuppressionReason
from post.mail.links import email_of, person_token, token_for
from post.models import Delivery, Subscription, Suppression
from post.tasks import deliver
from post.transitions import suppress
from tests.factories import post as factory
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db

EMAIL = "reader0@example.com"


@pytest.fixture
def token() -> str:
    mailing = factory.mailing(readers=1)
    services.start_mailing(mailing=mailing)
    return token_for(0, Subscription.objects.get().pk)


@pytest.fixture
def caught(settings, mailoutbox):
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def own_link(email: str = EMAIL, **lasts) -> str:
    return f"/om-mig/{person_token(email, until=clock.now() + timedelta(**lasts or {'days': 1}))}/"


@pytest.mark.django_db(transaction=True)
def test_no_mail_outs_at_all_and_back_again(client, token, relay):
    server = relay()
    mine = Subscription.objects.get().list_id
    where = f"/installningar/{token}/"
    for _time in range(2):
        client.post(where, {"lists": [mine], "language": "sv", "nothing": "on"})
    assert Suppression.objects.get().reason == "asked"
    assert "inga utskick alls" in client.get(where).content.decode().lower()
    from post.models import Mailing

    deliver(Mailing.objects.get().pk)
    assert server.received == []
    client.post(where, {"lists": [mine], "language": "sv"})
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("reason", ["bounce", "desk"])
def test_what_we_stopped_stays_stopped(client, token, reason):
    Suppression.objects.create(email=EMAIL.upper(), reason=reason)
    where = f"/installningar/{token}/"
    assert "når inte den här adressen" in client.get(where).content.decode()
    client.post(where, {"lists": [], "language": "sv"})
    assert Suppression.objects.get().reason == reason


@pytest.mark.parametrize("wish", ["asked", "complaint"])
@pytest.mark.parametrize("ours", ["bounce", "desk"])
def test_a_wish_stands_beside_our_own_stop(client, token, coordinator, ours, wish):
    """Lifting ours leaves theirs, and they take back theirs alone."""
    where, off = f"/installningar/{token}/", {"lists": [], "language": "sv"}
    suppress(EMAIL.upper(), SuppressionReason(ours))
    if wish == "asked":
        client.post(where, {**off, "nothing": "on"})
    else:
        suppress(EMAIL, SuppressionReason.COMPLAINT)
    page = client.get(where)
    assert page.context["form"].initial["nothing"] is True
    assert "når inte den här adressen" in page.content.decode()
    client.force_login(coordinator)
    stop = Suppression.objects.get(reason=ours)
    let_go = client.post(f"/samordning/post/sparrade/{stop.pk}/slapp/", {"reason": "works_again"}, follow=True)
    assert "Ett annat stoppar fortfarande adressen" in let_go.content.decode()
    assert list(Suppression.objects.values_list("reason", flat=True)) == [wish]
    suppress(EMAIL, SuppressionReason(ours))
    client.post(where, off)
    assert list(Suppression.objects.values_list("reason", flat=True)) == [ours]


def test_links_of_somebody_erased_say_so_and_change_nothing(client, token):
    services.erase_person(EMAIL)
    page = client.get(f"/installningar/{token}/")
    assert page.status_code == 410
    assert "Du står inte på någon lista" in page.content.decode()
    assert client.post(f"/installningar/{token}/", {"nothing": "on"}).status_code == 410
    assert client.post(f"/installningar/{token}/om-mig/").status_code == 404
    assert client.post(f"/avsluta/{token}/").status_code == 200
    assert not Subscription.objects.exists()
    assert not Suppression.objects.exists()


def test_the_link_goes_to_the_address_not_to_who_holds_the_letter(client, token, caught):
    page = client.post(f"/installningar/{token}/om-mig/").content.decode()
    assert EMAIL not in page
    assert caught[0].to == [EMAIL]
    assert caught[0].extra_headers["X-House-Secret"] == "1"
    link = re.search(r"http://[^/]+(/om-mig/\S+)", caught[0].body)[1]
    assert EMAIL not in link
    shown = client.get(link)
    assert "Grannsamverkan i Tumba" in shown.content.decode()
    assert shown["Referrer-Policy"] == "strict-origin"
    assert shown["Cache-Control"] == "no-store"


def test_the_page_about_personal_data_leads_there(client):
    assert 'href="/om-mig/"' in client.get("/om/personuppgifter/").content.decode()


def test_the_answer_is_the_same_for_known_unknown_and_too_many(client, token, caught):
    asked = [EMAIL, "ingen@example.com", *[EMAIL] * 5]
    pages = [client.post("/om-mig/", {"email": email}).content.decode() for email in asked]
    answers = {re.search(r"<main.*</main>", page, re.DOTALL)[0] for page in pages}
    assert len(answers) == 1
    assert sorted(mail.to[0] for mail in caught) == ["ingen@example.com", EMAIL, EMAIL, EMAIL]
    assert client.post("/om-mig/", {"email": "inte en adress"}).status_code == 400


def test_what_is_held_stands_there_and_as_a_file_and_is_noted(client, token):
    make_report(reporter_email=EMAIL, text="Lampan är trasig.")
    page = client.get(own_link()).content.decode()
    assert "Lampan är trasig." in page
    file = client.get(own_link() + "fil/")
    assert file["Content-Disposition"].startswith("attachment")
    pack = zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content)))
    assert {"post", "incidents"} <= {room for room, rows in json.loads(pack.read("om-mig.json")).items() if rows}
    assert "Lampan är trasig." in pack.read("om-mig.html").decode()
    noted = AuditEntry.objects.filter(action="person.exported_by_link")
    assert noted.count() == 2
    assert "@" not in noted[0].object_id


@pytest.mark.django_db(transaction=True)
def test_erased_everywhere_after_saying_one_is_sure_and_again_is_harmless(client, token):
    report = make_report(reporter_email=EMAIL)
    link = own_link()
    assert client.post(link, {}).status_code == 400
    assert Subscription.objects.exists()
    assert client.post(link, {"sure": "on"}).status_code == 200
    report.refresh_from_db()
    assert report.reporter_email == ""
    assert not Subscription.objects.exists()
    assert "ingenting" in client.get(link).content.decode()
    assert client.post(link, {"sure": "on"}).status_code == 200
    assert AuditEntry.objects.filter(action="person.erased_everywhere").count() == 2


def test_who_has_an_account_signs_in_instead(client, coordinator):
    link = own_link(coordinator.email.upper())
    assert "Logga in" in client.get(link).content.decode()
    client.post(link, {"sure": "on"})
    coordinator.refresh_from_db()
    assert coordinator.is_active
    assert client.get(link + "fil/").status_code == 410


def test_old_forged_and_other_tokens_open_nothing(client, token):
    from common.crypto import encrypt

    assert client.get(own_link(seconds=-1)).status_code == 410
    other = encrypt(b'another:{"email": "reader0@example.com", "until": 99999999999}').decode()
    for forged in ("x", token, other, person_token(EMAIL, until=clock.now() + timedelta(days=1))[:-3], "å", "%00"):
        assert client.get(f"/om-mig/{forged}/").status_code == 410
        assert client.post(f"/om-mig/{forged}/", {"sure": "on"}).status_code == 410
    assert Subscription.objects.exists()
    assert email_of("", now=clock.now()) is None


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_person_is_left_anywhere_in_the_post(relay):
    relay()
    from django.apps import apps
    from django.core.mail import EmailMessage
    from django.db import connection

    people = [services.Recipient(email=EMAIL, variables={"name": "Kim Provsson"}, person="user:77")]
    mailing = factory.mailing(readers=2, extra_recipients=people)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    EmailMessage("Till Kim Provsson", "Hej Kim Provsson", to=[EMAIL, "annan@example.com"]).send()
    EmailMessage("Din kod", "Kim Provsson 4711", to=[EMAIL], headers={"X-House-Secret": "1"}).send()
    deliver()
    Suppression.objects.create(email=EMAIL, reason="asked")
    held = {row["what"] for row in services.export_person(EMAIL)}
    assert {"message", "list", "no mail-outs"} <= held
    services.erase_person(EMAIL.upper())
    with connection.cursor() as cursor:
        for model in apps.get_app_config("post").get_models():
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table} t WHERE t::text ~* %s", ["reader0@|Kim Prov"])
            assert cursor.fetchone() == (0,), model
            for field in model._meta.fields:
                if field.get_internal_type() == "BinaryField":
                    column = f"encode({field.column}, 'escape')"
                    cursor.execute(f"SELECT count(*) FROM {model._meta.db_table} WHERE {column} ~* %s", ["reader0@"])
                    assert cursor.fetchone() == (0,), (model, field.name)
    assert services.export_person(EMAIL) == []
    assert Delivery.objects.filter(recipient="annan@example.com").exists()
