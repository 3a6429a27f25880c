from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0019_released_by_kind")]
    operations = [migrations.RemoveIndex(model_name="report", name="report_words")]
