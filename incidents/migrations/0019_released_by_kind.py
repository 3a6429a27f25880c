from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0018_rules_by_area"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", True), ("released_at__isnull", False)),
                fields=["category", "-received_at", "-id"],
                name="report_released_kind",
            ),
        ),
    ]
