"""django-post_office as its documentation says: queued by `mail.send_many`, sent by its own `send_queued`."""

from __future__ import annotations

import time

from common import FROM, LETTER, personal, recipients, rounds, set_up

set_up(
    "post_office",
    EMAIL_BACKEND="post_office.EmailBackend",
    POST_OFFICE={"BATCH_SIZE": 500, "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}},
)

from post_office import mail  # noqa: E402  (after the set-up)
from post_office.mail import send_queued  # noqa: E402
from post_office.models import STATUS, Email  # noqa: E402

for count in rounds():
    mail.send_many(
        [
            {
                "recipients": [one],
                "sender": FROM,
                "subject": "Tryggare höst i Tumba",
                "message": personal(LETTER["TEXT"], one),
                "html_message": personal(LETTER["HTML"], one),
            }
            for one in recipients(count)
        ]
    )
    began = time.monotonic()
    sent = 0
    while sent < count:
        accepted, failed, _again = send_queued(processes=1)
        if failed or not accepted:
            raise SystemExit("django-post_office failed")
        sent += accepted
    print(count / (time.monotonic() - began), flush=True)
    assert Email.objects.filter(status=STATUS.sent).count() >= count
    Email.objects.all().delete()
