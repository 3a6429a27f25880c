from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("neighbourhoods", "0014_areas_order_and_groups")]

    operations = [
        migrations.AddIndex(model_name="area", index=models.Index(fields=["name"], name="area_by_name")),
        migrations.AlterField(
            model_name="listrun",
            name="kind",
            field=models.CharField(
                choices=[("areas", "areas"), ("agents", "contact agents"), ("borders", "borders of areas")],
                default="areas",
                editable=False,
                max_length=8,
                verbose_name="what it holds",
            ),
        ),
    ]
