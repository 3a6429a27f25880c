"""One Celery task for each recipient through Valkey: what most Django projects write themselves.

python task_program.py             the sender
celery -A task_program worker      what it starts
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

from celery import Celery

from common import FROM, LETTER, personal, recipients, rounds, set_up

broker = os.environ["REDIS_URL"].replace("unix://", "redis+socket://", 1)
app = Celery("task_program", broker=broker)
app.conf.update(task_ignore_result=True, broker_connection_retry_on_startup=True, task_acks_late=True)
set_up(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend")

from django.core.mail import EmailMultiAlternatives  # noqa: E402
from django.db import connection  # noqa: E402


@app.task
def send(key: int) -> None:
    """Send one row's mail and mark it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient FROM task_rows WHERE id = %s AND NOT sent", [key])
        row = cursor.fetchone()
        if row is None:
            return
        message = EmailMultiAlternatives("Tryggare höst i Tumba", personal(LETTER["TEXT"], row[0]), FROM, [row[0]])
        message.attach_alternative(personal(LETTER["HTML"], row[0]), "text/html")
        message.send()
        cursor.execute("UPDATE task_rows SET sent = true WHERE id = %s", [key])


def main() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS task_rows (id bigint PRIMARY KEY, recipient text, sent bool)")
    connection.close()
    options = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
    command = [sys.executable, "-m", "celery", "-A", "task_program", "worker", *options]
    ends_with_us = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    worker = subprocess.Popen(
        [*ends_with_us, *command], stdout=sys.stderr, cwd=os.path.dirname(os.path.abspath(__file__))
    )
    try:
        for count in rounds():
            one_round(count)
    finally:
        worker.terminate()
        worker.wait()


def one_round(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM task_rows")
        for key, one in enumerate(recipients(count)):
            cursor.execute("INSERT INTO task_rows VALUES (%s, %s, false)", [key, one])
        began = time.monotonic()
        for key in range(count):
            send.delay(key)
        while True:
            cursor.execute("SELECT count(*) FROM task_rows WHERE NOT sent")
            if cursor.fetchone()[0] == 0:
                break
            time.sleep(0.01)
    print(count / (time.monotonic() - began), flush=True)


if __name__ == "__main__":
    main()
