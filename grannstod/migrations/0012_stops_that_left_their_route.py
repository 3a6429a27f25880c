import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grannstod", "0011_what_is_told_and_taken_off"),
    ]

    operations = [
        migrations.AlterField(
            model_name="routestop",
            name="route",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stops",
                to="grannstod.route",
                verbose_name="route",
            ),
        ),
    ]
