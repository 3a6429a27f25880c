import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# What is counted by district: one row of changes a statement, and one each area or appointment that really changes.
NOTE = """
CREATE FUNCTION neighbourhoods_note_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO neighbourhoods_countedchange DEFAULT VALUES;
  RETURN NULL;
END $$;
CREATE TRIGGER note_counts AFTER INSERT OR DELETE OR TRUNCATE ON neighbourhoods_area
  FOR EACH STATEMENT EXECUTE FUNCTION neighbourhoods_note_count();
CREATE TRIGGER note_count AFTER UPDATE ON neighbourhoods_area FOR EACH ROW
  WHEN ((OLD.status, OLD.district_id, OLD.last_contact_on)
        IS DISTINCT FROM (NEW.status, NEW.district_id, NEW.last_contact_on))
  EXECUTE FUNCTION neighbourhoods_note_count();
CREATE TRIGGER note_counts AFTER INSERT OR DELETE OR TRUNCATE ON neighbourhoods_contactagent
  FOR EACH STATEMENT EXECUTE FUNCTION neighbourhoods_note_count();
CREATE TRIGGER note_count AFTER UPDATE ON neighbourhoods_contactagent FOR EACH ROW
  WHEN ((OLD.area_id, OLD.period) IS DISTINCT FROM (NEW.area_id, NEW.period))
  EXECUTE FUNCTION neighbourhoods_note_count();
CREATE TRIGGER note_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON neighbourhoods_areavitality
  FOR EACH STATEMENT EXECUTE FUNCTION neighbourhoods_note_count();
"""
UNDO = """
DROP TRIGGER note_counts ON neighbourhoods_areavitality;
DROP TRIGGER note_count ON neighbourhoods_contactagent;
DROP TRIGGER note_counts ON neighbourhoods_contactagent;
DROP TRIGGER note_count ON neighbourhoods_area;
DROP TRIGGER note_counts ON neighbourhoods_area;
DROP FUNCTION neighbourhoods_note_count();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("neighbourhoods", "0013_words_for_two_heads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalAreaGroup",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=120, verbose_name="name")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical group of areas",
                "verbose_name_plural": "historical groups of areas",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGroupedArea",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical area of a group",
                "verbose_name_plural": "historical areas of a group",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGroupHead",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="From the first day up to, but not including, the last.", verbose_name="period"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical head of a group",
                "verbose_name_plural": "historical heads of groups",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterField(
            model_name="historicalsign",
            name="place",
            field=models.CharField(
                blank=True,
                help_text="The entrance by the bus stop, say.",
                max_length=200,
                verbose_name="where it stands",
            ),
        ),
        migrations.AlterField(
            model_name="sign",
            name="place",
            field=models.CharField(
                blank=True,
                help_text="The entrance by the bus stop, say.",
                max_length=200,
                verbose_name="where it stands",
            ),
        ),
        migrations.AddIndex(
            model_name="area",
            index=models.Index(fields=["district", "name"], name="area_district_name"),
        ),
        migrations.AddField(
            model_name="historicalareagroup",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalgroupedarea",
            name="area",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="neighbourhoods.area",
                verbose_name="area",
            ),
        ),
        migrations.AddField(
            model_name="historicalgroupedarea",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="neighbourhoods.areagroup",
                verbose_name="group",
            ),
        ),
        migrations.AddField(
            model_name="historicalgroupedarea",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalgrouphead",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="neighbourhoods.areagroup",
                verbose_name="group",
            ),
        ),
        migrations.AddField(
            model_name="historicalgrouphead",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="CountedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "change of the counts of areas",
                "verbose_name_plural": "changes of the counts of areas",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(NOTE, UNDO),
    ]
