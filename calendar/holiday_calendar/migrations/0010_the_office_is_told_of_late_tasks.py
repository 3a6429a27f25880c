from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0009_tasks_reminded_of")]
    operations = [
        migrations.AddField(
            model_name="meetingtask",
            name="office_told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
