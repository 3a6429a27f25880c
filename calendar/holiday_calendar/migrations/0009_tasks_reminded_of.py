from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0008_check_ins_of_a_break"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingtask",
            name="reminded_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
