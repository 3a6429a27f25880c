import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_records_officer"),
    ]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="user",
            index=django.contrib.postgres.indexes.GinIndex(
                OpClass(django.db.models.functions.text.Upper("full_name"), name="gin_trgm_ops"),
                name="user_name_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=django.contrib.postgres.indexes.GinIndex(
                OpClass(django.db.models.functions.text.Upper("email"), name="gin_trgm_ops"),
                name="user_email_trigrams",
            ),
        ),
    ]
