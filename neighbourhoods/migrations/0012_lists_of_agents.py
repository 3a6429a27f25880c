from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("neighbourhoods", "0011_border_changes")]

    operations = [
        migrations.AddField(
            model_name="listrun",
            name="kind",
            field=models.CharField(
                choices=[("areas", "areas"), ("agents", "contact agents")],
                default="areas",
                editable=False,
                max_length=8,
                verbose_name="what it holds",
            ),
        ),
        migrations.RenameField(model_name="listrow", old_name="area_id_kept", new_name="kept_id"),
        migrations.AddField(
            model_name="listrow",
            name="made_person_id",
            field=models.BigIntegerField(null=True),
        ),
    ]
