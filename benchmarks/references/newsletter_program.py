"""django-newsletter as its documentation says: one Submission to the subscribers of a Newsletter."""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

from common import LETTER, recipients, rounds, set_up

folder = tempfile.TemporaryDirectory()
templates = Path(folder.name) / "newsletter" / "message"
templates.mkdir(parents=True)
head = "{% load i18n %}"
marks = {
    "{{{{recipient}}}}": "{{ subscription.email }}",
    "{{{{unsubscribe_url}}}}": "https://example.com/{{ subscription.activation_code }}",
}


def as_template(text: str) -> str:
    for mark, variable in marks.items():
        text = text.replace(mark, variable)
    return head + text


(templates / "message.txt").write_text(as_template(LETTER["TEXT"]))
(templates / "message.html").write_text(as_template(LETTER["HTML"]))
(templates / "message_subject.txt").write_text("{{ message.title }}")
urls = Path(folder.name) / "reference_urls.py"
urls.write_text('from django.urls import include, path\nurlpatterns = [path("n/", include("newsletter.urls"))]\n')
sys.path.insert(0, folder.name)
set_up(
    "django.contrib.sites",
    "sorl.thumbnail",
    "newsletter",
    NEWSLETTER_THUMBNAIL="sorl-thumbnail",
    NEWSLETTER_USE_HTTPS=True,
    template_folder=folder.name,
    SITE_ID=1,
    ROOT_URLCONF="reference_urls",
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
)
from django.contrib.sites.models import Site  # noqa: E402
from django.utils import timezone  # noqa: E402
from newsletter.models import Message, Newsletter, Submission, Subscription  # noqa: E402

for count in rounds():
    site, _made = Site.objects.get_or_create(pk=1, defaults={"domain": "example.com", "name": "x"})
    letter = Newsletter.objects.create(title="Brev", slug=uuid.uuid4().hex[:20], email="a@example.com", sender="Brev")
    letter.site.add(site)
    Subscription.objects.bulk_create(
        Subscription(newsletter=letter, email_field=one, subscribed=True, activation_code=uuid.uuid4().hex)
        for one in recipients(count)
    )
    message = Message.objects.create(title="Tryggare höst i Tumba", slug="brev", newsletter=letter)
    submission = Submission.objects.create(
        newsletter=letter, message=message, publish=True, prepared=True, publish_date=timezone.now() - timedelta(days=1)
    )
    submission.subscriptions.set(letter.subscription_set.all())
    began = time.monotonic()
    submission.submit()
    if not submission.sent:
        raise SystemExit("django-newsletter failed")
    print(count / (time.monotonic() - began), flush=True)
