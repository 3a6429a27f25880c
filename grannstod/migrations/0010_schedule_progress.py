from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grannstod", "0009_areas_shown_drafts_and_idle"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="schedule",
            name="percent",
        ),
        migrations.AddField(
            model_name="schedule",
            name="progress",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
