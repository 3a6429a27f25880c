from django.db import migrations, models

# A statement that enters or deletes rows, and each row whose border, district or being open really changes.
NOTE = """
CREATE FUNCTION neighbourhoods_note_border() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO neighbourhoods_borderchange DEFAULT VALUES;
  RETURN NULL;
END $$;
"""
WHOLE = """
CREATE TRIGGER note_borders AFTER INSERT OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION neighbourhoods_note_border();
CREATE TRIGGER note_border AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed})
  EXECUTE FUNCTION neighbourhoods_note_border();
"""
MOVED = "OLD.boundary IS DISTINCT FROM NEW.boundary"
AREA = f"{MOVED} OR OLD.district_id <> NEW.district_id OR (OLD.status = 'closed') <> (NEW.status = 'closed')"
TABLES = {
    "neighbourhoods_municipality": MOVED,
    "neighbourhoods_district": MOVED,
    "neighbourhoods_area": AREA,
}
MAKE = NOTE + "".join(WHOLE.format(table=table, changed=changed) for table, changed in TABLES.items())
UNDO = (
    "".join(f"DROP TRIGGER note_borders ON {table}; DROP TRIGGER note_border ON {table};" for table in TABLES)
    + "DROP FUNCTION neighbourhoods_note_border();"
)


class Migration(migrations.Migration):
    dependencies = [("neighbourhoods", "0010_lists_read_in")]

    operations = [
        migrations.CreateModel(
            name="BorderChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "change of a border",
                "verbose_name_plural": "changes of borders",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(MAKE, UNDO),
        migrations.RunSQL("INSERT INTO neighbourhoods_borderchange DEFAULT VALUES", migrations.RunSQL.noop),
    ]
