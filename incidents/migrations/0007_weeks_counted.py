from django.db import migrations, models

# What is counted of a report, and when it counts: one found to be the same as another does not.
COLUMNS = "category_id, district_id, area_id, latitude, longitude, received_at, due_at, closed_at"
FUNCTIONS = """
CREATE FUNCTION incidents_count_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO incidents_countchange (sign, {columns})
    SELECT 1, {columns} FROM fresh WHERE merged_into_id IS NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION incidents_count_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO incidents_countchange (sign, {columns})
    SELECT -1, {columns} FROM gone WHERE merged_into_id IS NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION incidents_count_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO incidents_countchange (sign, {columns})
    SELECT sign, {columns} FROM (
      SELECT -1 AS sign, {gone_columns}, gone.merged_into_id FROM gone JOIN fresh USING (id) WHERE {differs}
      UNION ALL
      SELECT 1, {fresh_columns}, fresh.merged_into_id FROM gone JOIN fresh USING (id) WHERE {differs}
    ) AS both_sides WHERE merged_into_id IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER count_new AFTER INSERT ON incidents_report REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION incidents_count_new();
CREATE TRIGGER count_gone AFTER DELETE ON incidents_report REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION incidents_count_gone();
CREATE TRIGGER count_changed AFTER UPDATE ON incidents_report REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION incidents_count_changed();
"""


def _of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in COLUMNS.split(", "))


# An open report's deadline is not counted: moving it changes nothing.
DIFFERS = """(gone.category_id, gone.district_id, gone.area_id, gone.latitude, gone.longitude, gone.received_at,
  gone.closed_at, gone.merged_into_id, CASE WHEN gone.closed_at IS NULL THEN NULL ELSE gone.due_at END)
  IS DISTINCT FROM (fresh.category_id, fresh.district_id, fresh.area_id, fresh.latitude, fresh.longitude,
  fresh.received_at, fresh.closed_at, fresh.merged_into_id,
  CASE WHEN fresh.closed_at IS NULL THEN NULL ELSE fresh.due_at END)"""
MAKE = FUNCTIONS.format(columns=COLUMNS, gone_columns=_of("gone"), fresh_columns=_of("fresh"), differs=DIFFERS)
UNDO = """
DROP TRIGGER count_new ON incidents_report;
DROP TRIGGER count_gone ON incidents_report;
DROP TRIGGER count_changed ON incidents_report;
DROP FUNCTION incidents_count_new();
DROP FUNCTION incidents_count_gone();
DROP FUNCTION incidents_count_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0006_keys_to_open311"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sign", models.SmallIntegerField()),
                ("category_id", models.BigIntegerField()),
                ("district_id", models.BigIntegerField(null=True)),
                ("area_id", models.BigIntegerField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "change of the counts",
                "verbose_name_plural": "changes of the counts",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="WeekCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "face",
                    models.SmallIntegerField(
                        choices=[
                            (1, "kind and district"),
                            (2, "area"),
                            (3, "weekday and hour"),
                            (4, "large square"),
                            (5, "square"),
                            (6, "how long it took"),
                        ],
                        verbose_name="seen from",
                    ),
                ),
                ("week", models.DateField(verbose_name="week")),
                ("category_id", models.BigIntegerField(default=0, verbose_name="category")),
                ("key", models.BigIntegerField(default=0, verbose_name="what")),
                ("count", models.IntegerField(verbose_name="reports")),
            ],
            options={
                "verbose_name": "count of a week",
                "verbose_name_plural": "counts of weeks",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("face", "week", "category_id", "key"), name="week_count_once")
                ],
            },
        ),
        migrations.RunSQL(MAKE, UNDO),
    ]
