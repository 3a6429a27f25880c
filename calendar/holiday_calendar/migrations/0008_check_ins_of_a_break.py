import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0007_activities_rules_proposals"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendaritem",
            name="of_break",
            field=models.ForeignKey(
                blank=True,
                help_text="A check-in meeting stands in the room of its break.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="items",
                to="calendar.schoolbreak",
                verbose_name="belongs to the break",
            ),
        ),
        migrations.AddField(
            model_name="historicalcalendaritem",
            name="of_break",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="A check-in meeting stands in the room of its break.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="calendar.schoolbreak",
                verbose_name="belongs to the break",
            ),
        ),
    ]
