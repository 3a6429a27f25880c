from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("neighbourhoods", "0016_meetings_called_off")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="search",
            field=models.GeneratedField(
                db_persist=True, expression=Lower("name"), output_field=models.CharField(max_length=120)
            ),
        ),
    ]
