from __future__ import annotations

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    """A person's wish and our own stop stand side by side: docs/decisions/0330."""

    dependencies = [("post", "0009_what_somebody_waits_for_goes_first")]

    operations = [
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.UniqueConstraint(Lower("email"), F("reason"), name="suppression_once_each"),
        ),
        migrations.RemoveConstraint(model_name="suppression", name="suppression_once"),
    ]
