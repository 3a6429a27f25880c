from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("neighbourhoods", "0015_borders_read_in")]

    operations = [
        migrations.AddField(
            model_name="yearlymeeting",
            name="moved_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="moved after the invitation was sent"
            ),
        ),
        migrations.AddField(
            model_name="yearlymeeting",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="called off"),
        ),
        migrations.AlterField(
            model_name="circlenote",
            name="kind",
            field=models.CharField(
                choices=[
                    ("note", "short note"),
                    ("letter", "newsletter passed on"),
                    ("meeting", "invitation to the yearly meeting"),
                    ("off", "the yearly meeting is called off"),
                ],
                default="note",
                max_length=8,
                verbose_name="kind",
            ),
        ),
    ]
