from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0008_a_claim_reads_one_bundle")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="of_many",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_queue"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("queued_at", None), _negated=True),
                fields=["of_many", "queued_at", "id"],
                name="delivery_queue",
            ),
        ),
    ]
