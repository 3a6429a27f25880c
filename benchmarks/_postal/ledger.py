"""What the ledger itself costs at 300,000 rows."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks._postal import sets, sink
from botkyrka_trygghet.local.places import ROOT

ROWS, FAN_OUT_ROWS = 300_000, 100_000
CLAIMS = 60  # at the start and in the middle


def fan_out_rate(*, runs: int) -> float:
    """Return rows a second of one mail-out's fan-out, bundles and all, committed."""
    from django.db import connection

    from post.sending import run as engine

    rates = []
    for _run in range(runs):
        made = sets.mailing(FAN_OUT_ROWS)
        began = time.monotonic()
        engine.begin(made.pk)
        rates.append(FAN_OUT_ROWS / (time.monotonic() - began))
        made.delete()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM post_delivery")
    return statistics.median(rates)


def claim_growth() -> float:
    """Return how long a claim takes in the middle of 300,000 rows, over the start: medians of 60 claims each."""
    from post.models import Delivery
    from post.sending import chunks
    from post.sending import run as engine

    made = sets.mailing(ROWS)
    engine.begin(made.pk)
    times = []
    for _number in range(ROWS // chunks.CHUNK // 2 + CLAIMS):
        began = time.monotonic()
        bundle = chunks.claim(made.pk)
        times.append(time.monotonic() - began)
        assert bundle is not None
        Delivery.objects.filter(mailing=made, chunk=bundle.number).update(status="accepted")
        chunks.release(bundle)
    made.delete()
    start, middle = statistics.median(times[:CLAIMS]), statistics.median(times[-CLAIMS:])
    print(f"claim: {start * 1000:.2f} ms at the start, {middle * 1000:.2f} ms in the middle", file=sys.stderr)
    return middle / start


def rss_growth() -> float:
    """Return by how many MB a process that sends to 50,000 grows beyond one that sends to 5,000."""
    with sink.served() as port:
        peaks = []
        for count in (5_000, 50_000):
            made = sets.mailing(count)
            command = [sys.executable, "-m", "benchmarks._postal.ledger", str(made.pk), str(port)]
            said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
            peaks.append(float(said))
            made.delete()
    print(f"memory: {peaks[0]:.1f} MB at 5,000, {peaks[1]:.1f} MB at 50,000", file=sys.stderr)
    return peaks[1] - peaks[0]


def most_memory() -> float:
    """Return the most memory this program has had, in MB. Linux's ru_maxrss would hold its parent's too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def main() -> None:
    """Send one mail-out in a process of its own and print the most memory it had, in MB."""
    import django

    django.setup()
    from django.conf import settings

    from post import tasks
    from post.models import Mailing

    settings.POST_RELAY = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": int(sys.argv[2])}
    while Mailing.objects.get(pk=sys.argv[1]).status != "sent":
        tasks.deliver(int(sys.argv[1]))
    print(most_memory())


if __name__ == "__main__":
    main()
