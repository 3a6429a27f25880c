from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0007_mailing_named_only")]

    operations = [
        migrations.AlterField(
            model_name="chunk",
            name="mailing",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chunks",
                to="post.mailing",
            ),
        ),
    ]
