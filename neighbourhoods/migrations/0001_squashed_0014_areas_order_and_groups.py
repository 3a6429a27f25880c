"""All tables as they stood after the migrations named below, made in one step: see `common/squashing.py`."""

import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.form_tokens
import common.squashing
import neighbourhoods.models.startup

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

# What is counted by district: one row of changes a statement, and one each area or appointment that really changes.
NOTE_COUNTED = """
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
FORGET_COUNTED = """
DROP TRIGGER note_counts ON neighbourhoods_areavitality;
DROP TRIGGER note_count ON neighbourhoods_contactagent;
DROP TRIGGER note_counts ON neighbourhoods_contactagent;
DROP TRIGGER note_count ON neighbourhoods_area;
DROP TRIGGER note_counts ON neighbourhoods_area;
DROP FUNCTION neighbourhoods_note_count();
"""


class Migration(migrations.Migration):
    replaces = [
        ("neighbourhoods", "0001_initial"),
        ("neighbourhoods", "0002_borders_and_place_names"),
        ("neighbourhoods", "0003_prevention_checklist"),
        ("neighbourhoods", "0004_signs_of_life"),
        ("neighbourhoods", "0005_startups_and_sign_orders"),
        ("neighbourhoods", "0006_trainings"),
        ("neighbourhoods", "0007_vitality_revival_measures"),
        ("neighbourhoods", "0008_portal_circle_and_messages"),
        ("neighbourhoods", "0009_vitality_after_silence"),
        ("neighbourhoods", "0010_lists_read_in"),
        ("neighbourhoods", "0011_border_changes"),
        ("neighbourhoods", "0012_lists_of_agents"),
        ("neighbourhoods", "0013_words_for_two_heads"),
        ("neighbourhoods", "0014_areas_order_and_groups"),
    ]

    initial = True

    dependencies = [
        # Sign-in's tables first: each of their steps draws anew every model that is related to a person.
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        common.squashing.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Area",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("slug", models.SlugField(max_length=140, unique=True, verbose_name="address word")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("interest", "interest"),
                                    ("forming", "forming"),
                                    ("active", "active"),
                                    ("dormant", "dormant"),
                                    ("closed", "closed"),
                                ],
                                default="interest",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "housing",
                            models.CharField(
                                choices=[
                                    ("community", "housing community (samfällighet)"),
                                    ("cooperative", "housing co-operative (bostadsrätt)"),
                                    ("rented", "rented flats (hyresrätt)"),
                                    ("house_owners", "house owners' association"),
                                    ("mixed", "mixed"),
                                ],
                                default="mixed",
                                max_length=16,
                                verbose_name="housing type",
                            ),
                        ),
                        ("households", models.PositiveIntegerField(default=0, verbose_name="households")),
                        (
                            "households_joined",
                            models.PositiveIntegerField(default=0, verbose_name="households that take part"),
                        ),
                        ("boundary", models.JSONField(blank=True, null=True, verbose_name="border (GeoJSON, WGS84)")),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="started")),
                        ("last_contact_on", models.DateField(blank=True, null=True, verbose_name="last contact")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="areas",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="areas",
                                to="neighbourhoods.organisation",
                                verbose_name="owner organisation",
                            ),
                        ),
                        (
                            "households_declined",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="A number only: nobody's name is kept.",
                                verbose_name="households that decline",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "area",
                        "verbose_name_plural": "areas",
                        "ordering": ["district__name", "name"],
                        "permissions": [("see_all_areas", "See every area"), ("use_portal", "Use the agents' portal")],
                        "indexes": [
                            models.Index(fields=["status", "district"], name="neighbourho_status_e945a0_idx"),
                            models.Index(fields=["district", "name"], name="area_district_name"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("district"),
                                django.db.models.functions.text.Lower("name"),
                                name="area_name_once_in_district",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("households_joined__lte", models.F("households"))),
                                name="area_joined_within_households",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "households_declined__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("households"), "-", models.F("households_joined")
                                        ),
                                    )
                                ),
                                name="area_answers_within_households",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="District",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address word")),
                        ("boundary", models.JSONField(blank=True, null=True, verbose_name="border (GeoJSON, WGS84)")),
                        ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                        ("dwellings", models.PositiveIntegerField(blank=True, null=True, verbose_name="dwellings")),
                    ],
                    options={
                        "verbose_name": "district",
                        "verbose_name_plural": "districts",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("municipality", "municipal department"),
                                    ("police", "police"),
                                    ("fire_service", "fire service"),
                                    ("housing", "housing company or association"),
                                    ("association", "association or faith community"),
                                    ("company", "company"),
                                    ("other", "other"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("duty_hours", models.CharField(blank=True, max_length=200, verbose_name="duty hours")),
                    ],
                    options={
                        "verbose_name": "organisation",
                        "verbose_name_plural": "organisations",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Address",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("street", models.CharField(max_length=120, verbose_name="street")),
                        ("number", models.CharField(blank=True, max_length=16, verbose_name="number")),
                        ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postal code")),
                        ("locality", models.CharField(blank=True, max_length=80, verbose_name="locality")),
                        ("latitude", models.FloatField(verbose_name="latitude")),
                        ("longitude", models.FloatField(verbose_name="longitude")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Lower(
                                    django.db.models.functions.text.Concat("street", models.Value(" "), "number")
                                ),
                                output_field=models.CharField(max_length=140),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "address",
                        "verbose_name_plural": "addresses",
                        "ordering": ["street", "number"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(models.F("search"), name="gin_trgm_ops"),
                                name="address_search_trigrams",
                            ),
                            models.Index(fields=["postal_code"], name="neighbourho_postal__8345ed_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("street", "number", "postal_code"), name="address_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("interest", "interest"),
                                    ("forming", "forming"),
                                    ("active", "active"),
                                    ("dormant", "dormant"),
                                    ("closed", "closed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("interest", "interest"),
                                    ("forming", "forming"),
                                    ("active", "active"),
                                    ("dormant", "dormant"),
                                    ("closed", "closed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "area event",
                        "verbose_name_plural": "area events",
                        "ordering": ["at", "pk"],
                        "default_permissions": ("view",),
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalArea",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("slug", models.SlugField(max_length=140, verbose_name="address word")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("interest", "interest"),
                                    ("forming", "forming"),
                                    ("active", "active"),
                                    ("dormant", "dormant"),
                                    ("closed", "closed"),
                                ],
                                default="interest",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "housing",
                            models.CharField(
                                choices=[
                                    ("community", "housing community (samfällighet)"),
                                    ("cooperative", "housing co-operative (bostadsrätt)"),
                                    ("rented", "rented flats (hyresrätt)"),
                                    ("house_owners", "house owners' association"),
                                    ("mixed", "mixed"),
                                ],
                                default="mixed",
                                max_length=16,
                                verbose_name="housing type",
                            ),
                        ),
                        ("households", models.PositiveIntegerField(default=0, verbose_name="households")),
                        (
                            "households_joined",
                            models.PositiveIntegerField(default=0, verbose_name="households that take part"),
                        ),
                        ("boundary", models.JSONField(blank=True, null=True, verbose_name="border (GeoJSON, WGS84)")),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="started")),
                        ("last_contact_on", models.DateField(blank=True, null=True, verbose_name="last contact")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.organisation",
                                verbose_name="owner organisation",
                            ),
                        ),
                        (
                            "households_declined",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="A number only: nobody's name is kept.",
                                verbose_name="households that decline",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical area",
                        "verbose_name_plural": "historical areas",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OrganisationContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=120, verbose_name="role")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="neighbourhoods.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact at an organisation",
                        "verbose_name_plural": "contacts at organisations",
                        "ordering": ["organisation", "role"],
                    },
                ),
                migrations.CreateModel(
                    name="ContactAgent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_head", models.BooleanField(default=False, verbose_name="head contact agent")),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="From the first day up to, but not including, the last.",
                                verbose_name="period",
                            ),
                        ),
                        (
                            "agrees_to_be_shown",
                            models.BooleanField(default=False, verbose_name="agrees to be shown by name"),
                        ),
                        ("trained_on", models.DateField(blank=True, null=True, verbose_name="basic course")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agents",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appointments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact agent",
                        "verbose_name_plural": "contact agents",
                        "ordering": ["area", "-is_head", "pk"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("user", "="), ("area", "="), ("period", "&&")],
                                name="agent_once_per_area_at_a_time",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("is_head", True)),
                                expressions=[("area", "="), ("period", "&&")],
                                name="one_head_per_area_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalContactAgent",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("is_head", models.BooleanField(default=False, verbose_name="head contact agent")),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="From the first day up to, but not including, the last.",
                                verbose_name="period",
                            ),
                        ),
                        (
                            "agrees_to_be_shown",
                            models.BooleanField(default=False, verbose_name="agrees to be shown by name"),
                        ),
                        ("trained_on", models.DateField(blank=True, null=True, verbose_name="basic course")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical contact agent",
                        "verbose_name_plural": "historical contact agents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDistrict",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(db_index=True, max_length=80, verbose_name="name")),
                        ("slug", models.SlugField(max_length=80, verbose_name="address word")),
                        ("boundary", models.JSONField(blank=True, null=True, verbose_name="border (GeoJSON, WGS84)")),
                        ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("dwellings", models.PositiveIntegerField(blank=True, null=True, verbose_name="dwellings")),
                    ],
                    options={
                        "verbose_name": "historical district",
                        "verbose_name_plural": "historical districts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMunicipality",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "code",
                            models.CharField(
                                db_index=True, default="0127", max_length=4, verbose_name="municipal code"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("boundary", models.JSONField(blank=True, null=True, verbose_name="border (GeoJSON, WGS84)")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source of the border")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical municipality",
                        "verbose_name_plural": "historical municipality",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(db_index=True, max_length=120, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("municipality", "municipal department"),
                                    ("police", "police"),
                                    ("fire_service", "fire service"),
                                    ("housing", "housing company or association"),
                                    ("association", "association or faith community"),
                                    ("company", "company"),
                                    ("other", "other"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("duty_hours", models.CharField(blank=True, max_length=200, verbose_name="duty hours")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical organisation",
                        "verbose_name_plural": "historical organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisationContact",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("role", models.CharField(max_length=120, verbose_name="role")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical contact at an organisation",
                        "verbose_name_plural": "historical contacts at organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Municipality",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(default="0127", max_length=4, unique=True, verbose_name="municipal code"),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("boundary", models.JSONField(blank=True, null=True, verbose_name="border (GeoJSON, WGS84)")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source of the border")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                    ],
                    options={
                        "verbose_name": "municipality",
                        "verbose_name_plural": "municipality",
                        "constraints": [models.UniqueConstraint(models.Value(1), name="one_municipality")],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("place", "place"), ("postal_code", "postal code")],
                                default="place",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name or code")),
                        ("locality", models.CharField(blank=True, max_length=80, verbose_name="locality")),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                        ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Lower("name"),
                                output_field=models.CharField(max_length=80),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place name or postal code",
                        "verbose_name_plural": "place names and postal codes",
                        "ordering": ["kind", "name"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(models.F("search"), name="gin_trgm_ops"),
                                name="place_search_trigrams",
                            )
                        ],
                        "constraints": [models.UniqueConstraint(fields=("kind", "name"), name="place_name_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                        ("key", models.CharField(max_length=40, verbose_name="key")),
                        (
                            "answer",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("skip", "Does not apply")],
                                max_length=4,
                                verbose_name="answer",
                            ),
                        ),
                        ("times", models.PositiveIntegerField(default=0, verbose_name="times")),
                    ],
                    options={
                        "verbose_name": "count of the checklist",
                        "verbose_name_plural": "counts of the checklist",
                        "ordering": ["-month", "key", "answer"],
                        "constraints": [
                            models.UniqueConstraint(fields=("month", "key", "answer"), name="checklist_count_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("sv", "Swedish"), ("en", "English")],
                                default="sv",
                                max_length=8,
                                verbose_name="language",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="begun"),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version of the checklist",
                        "verbose_name_plural": "versions of the checklist",
                        "ordering": ["language", "-number"],
                        "permissions": [("edit_checklist", "Edit and publish the prevention checklist")],
                        "constraints": [
                            models.UniqueConstraint(fields=("language", "number"), name="checklist_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at", None)),
                                fields=("language",),
                                name="checklist_one_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                help_text="Stays the same from version to version.", max_length=40, verbose_name="key"
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("alarm_deter", "Alarm that deters"),
                                    ("alarm_scare", "Alarm that scares"),
                                    ("doors", "Doors"),
                                    ("windows", "Windows"),
                                    ("locks", "Locks"),
                                    ("bars", "Bars and shutters"),
                                    ("marking", "Marking"),
                                    ("registering", "Registering"),
                                    ("tricks", "Tricks"),
                                    ("care", "Care"),
                                    ("attention", "Attention"),
                                    ("witness", "Alert and witness"),
                                ],
                                max_length=12,
                                verbose_name="topic",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                        ("question", models.CharField(max_length=200, verbose_name="question")),
                        ("advice", models.CharField(max_length=500, verbose_name="advice")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="neighbourhoods.checklistversion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "question of the checklist",
                        "verbose_name_plural": "questions of the checklist",
                        "ordering": ["place", "pk"],
                        "constraints": [models.UniqueConstraint(fields=("version", "key"), name="checklist_key_once")],
                    },
                ),
                migrations.CreateModel(
                    name="AreaActivity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("answer", "answer from the agent"),
                                    ("meeting", "yearly meeting"),
                                    ("training", "training"),
                                    ("sign_check", "signs checked"),
                                    ("passed_on", "newsletter passed on"),
                                    ("report", "report from the agent"),
                                    ("note", "note to the neighbours"),
                                    ("count", "households counted"),
                                    ("welcome", "newcomer welcomed"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="day")),
                        (
                            "source",
                            models.CharField(
                                blank=True, help_text="A code, never a name.", max_length=40, verbose_name="source"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="activities",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sign of life",
                        "verbose_name_plural": "signs of life",
                        "ordering": ["-on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("area", "kind", "on"), name="activity_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSign",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="The entrance by the bus stop, say.",
                                max_length=200,
                                verbose_name="where it stands",
                            ),
                        ),
                        (
                            "latitude",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="latitude",
                            ),
                        ),
                        (
                            "longitude",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="longitude",
                            ),
                        ),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("good", "good"),
                                    ("worn", "worn"),
                                    ("damaged", "damaged"),
                                    ("missing", "missing"),
                                ],
                                default="good",
                                max_length=8,
                                verbose_name="condition",
                            ),
                        ),
                        ("put_up_on", models.DateField(blank=True, null=True, verbose_name="put up on")),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                        ("removed_on", models.DateField(blank=True, null=True, verbose_name="taken down on")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical sign",
                        "verbose_name_plural": "historical signs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSignOrder",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "quantity",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="number of signs",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for release"),
                                    ("released", "released"),
                                    ("delivered", "delivered"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "override_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="why released before its time"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="asked for"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.sign",
                                verbose_name="replaces",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical order of signs",
                        "verbose_name_plural": "historical orders of signs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStartupCase",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "under way"), ("done", "done"), ("abandoned", "given up")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "threshold",
                            models.PositiveSmallIntegerField(
                                default=neighbourhoods.models.startup.default_threshold,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="share that should join (per cent)",
                            ),
                        ),
                        ("counted_on", models.DateField(blank=True, null=True, verbose_name="households counted on")),
                        (
                            "meeting_held_on",
                            models.DateField(blank=True, null=True, verbose_name="start meeting held on"),
                        ),
                        (
                            "meeting_people",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="people at the meeting"
                            ),
                        ),
                        (
                            "course_held_on",
                            models.DateField(blank=True, null=True, verbose_name="basic course held on"),
                        ),
                        ("agreement_on", models.DateField(blank=True, null=True, verbose_name="agreement signed on")),
                        (
                            "opened_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="opened"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical start-up case",
                        "verbose_name_plural": "historical start-up cases",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="InterestedPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        ("address", models.CharField(max_length=200, verbose_name="address")),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                        ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                        (
                            "wants_to_be_agent",
                            models.BooleanField(default=False, verbose_name="would like to be contact agent"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("unconfirmed", "not confirmed"),
                                    ("new", "new"),
                                    ("contacted", "contacted"),
                                    ("joined", "takes part"),
                                    ("agent", "became contact agent"),
                                    ("declined", "said no"),
                                ],
                                default="unconfirmed",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        (
                            "consented_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="agreed"),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="confirmed"),
                        ),
                        ("expires_on", models.DateField(verbose_name="is forgotten on")),
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="interested",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="interested",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "interested person",
                        "verbose_name_plural": "interested people",
                        "ordering": ["-consented_at", "-pk"],
                        "permissions": [("recruit_interested", "See and contact people who would like to take part")],
                        "indexes": [
                            models.Index(fields=["status", "-consented_at"], name="neighbourho_status_99ff59_idx"),
                            models.Index(fields=["expires_on"], name="neighbourho_expires_44c737_idx"),
                            models.Index(fields=["email"], name="neighbourho_email_144e22_idx"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterestEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unconfirmed", "not confirmed"),
                                    ("new", "new"),
                                    ("contacted", "contacted"),
                                    ("joined", "takes part"),
                                    ("agent", "became contact agent"),
                                    ("declined", "said no"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("unconfirmed", "not confirmed"),
                                    ("new", "new"),
                                    ("contacted", "contacted"),
                                    ("joined", "takes part"),
                                    ("agent", "became contact agent"),
                                    ("declined", "said no"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.interestedperson",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of an interest",
                        "verbose_name_plural": "events of interests",
                        "ordering": ["at", "pk"],
                        "default_permissions": ("view",),
                    },
                ),
                migrations.CreateModel(
                    name="Sign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="The entrance by the bus stop, say.",
                                max_length=200,
                                verbose_name="where it stands",
                            ),
                        ),
                        (
                            "latitude",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="latitude",
                            ),
                        ),
                        (
                            "longitude",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="longitude",
                            ),
                        ),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("good", "good"),
                                    ("worn", "worn"),
                                    ("damaged", "damaged"),
                                    ("missing", "missing"),
                                ],
                                default="good",
                                max_length=8,
                                verbose_name="condition",
                            ),
                        ),
                        ("photo", models.CharField(blank=True, editable=False, max_length=120, verbose_name="photo")),
                        ("put_up_on", models.DateField(blank=True, null=True, verbose_name="put up on")),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                        ("removed_on", models.DateField(blank=True, null=True, verbose_name="taken down on")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signs",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sign",
                        "verbose_name_plural": "signs",
                        "ordering": ["area", "place", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("removed_on", None)),
                                fields=["condition"],
                                name="sign_standing_condition",
                            ),
                            models.Index(
                                condition=models.Q(("removed_on", None)),
                                fields=["checked_on"],
                                name="sign_standing_checked",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude", None), ("longitude", None)),
                                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                                    _connector="OR",
                                ),
                                name="sign_position_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("good", "good"),
                                    ("worn", "worn"),
                                    ("damaged", "damaged"),
                                    ("missing", "missing"),
                                ],
                                max_length=8,
                                verbose_name="condition",
                            ),
                        ),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="neighbourhoods.sign",
                                verbose_name="sign",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "check of a sign",
                        "verbose_name_plural": "checks of signs",
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("view",),
                    },
                ),
                migrations.CreateModel(
                    name="SignOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "quantity",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="number of signs",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for release"),
                                    ("released", "released"),
                                    ("delivered", "delivered"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "override_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="why released before its time"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="asked for"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sign_orders",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="orders",
                                to="neighbourhoods.sign",
                                verbose_name="replaces",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "order of signs",
                        "verbose_name_plural": "orders of signs",
                        "ordering": ["-created_at", "-pk"],
                        "permissions": [("release_signs", "Release orders of signs")],
                        "indexes": [
                            models.Index(fields=["status", "-created_at"], name="neighbourho_status_7baee2_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("asked", "released"))),
                                fields=("replaces",),
                                name="sign_replaced_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1), ("quantity__lte", 50)),
                                name="sign_order_quantity",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignOrderEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("asked", "waits for release"),
                                    ("released", "released"),
                                    ("delivered", "delivered"),
                                    ("cancelled", "cancelled"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for release"),
                                    ("released", "released"),
                                    ("delivered", "delivered"),
                                    ("cancelled", "cancelled"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.signorder",
                                verbose_name="order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a sign order",
                        "verbose_name_plural": "events of sign orders",
                        "ordering": ["at", "pk"],
                        "default_permissions": ("view",),
                    },
                ),
                migrations.CreateModel(
                    name="StartupCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "under way"), ("done", "done"), ("abandoned", "given up")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "threshold",
                            models.PositiveSmallIntegerField(
                                default=neighbourhoods.models.startup.default_threshold,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="share that should join (per cent)",
                            ),
                        ),
                        ("counted_on", models.DateField(blank=True, null=True, verbose_name="households counted on")),
                        (
                            "meeting_held_on",
                            models.DateField(blank=True, null=True, verbose_name="start meeting held on"),
                        ),
                        (
                            "meeting_people",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="people at the meeting"
                            ),
                        ),
                        (
                            "course_held_on",
                            models.DateField(blank=True, null=True, verbose_name="basic course held on"),
                        ),
                        ("agreement_on", models.DateField(blank=True, null=True, verbose_name="agreement signed on")),
                        (
                            "opened_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="opened"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="startups",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "start-up case",
                        "verbose_name_plural": "start-up cases",
                        "ordering": ["-opened_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["status", "-opened_at"], name="neighbourho_status_528036_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("area",),
                                name="one_open_startup_per_area",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("threshold__gte", 1), ("threshold__lte", 100)),
                                name="startup_threshold_percent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("status", "open")),
                                    models.Q(models.Q(("status", "open"), _negated=True), ("closed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="startup_closed_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StartupEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[("open", "under way"), ("done", "done"), ("abandoned", "given up")],
                                max_length=10,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[("open", "under way"), ("done", "done"), ("abandoned", "given up")],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.startupcase",
                                verbose_name="case",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a start-up case",
                        "verbose_name_plural": "events of start-up cases",
                        "ordering": ["at", "pk"],
                        "default_permissions": ("view",),
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "training",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="neighbourhoods.training",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "seat",
                        "verbose_name_plural": "seats",
                        "ordering": ["training", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("training", "number"), name="seat_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTraining",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("basic_course", "basic course"),
                                    ("theme_evening", "theme evening"),
                                    ("grannstod", "Grannstöd's training"),
                                    ("other", "other"),
                                ],
                                default="basic_course",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("about", models.TextField(blank=True, max_length=4000, verbose_name="what it is about")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("open", "open for sign-up"),
                                    ("cancelled", "cancelled"),
                                    ("held", "held"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        (
                            "venue",
                            models.CharField(
                                help_text="Street and house, and which door.", max_length=200, verbose_name="place"
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                default=20,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(300),
                                ],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("agents", "contact agents"),
                                    ("volunteers", "Grannstöd's volunteers"),
                                    ("members", "contact agents and Grannstöd's volunteers"),
                                    ("everybody", "everybody"),
                                ],
                                default="agents",
                                max_length=12,
                                verbose_name="who may come",
                            ),
                        ),
                        ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="sign up until")),
                        ("serves_food", models.BooleanField(default=False, verbose_name="something to eat is served")),
                        (
                            "offer_hours",
                            models.PositiveSmallIntegerField(
                                default=48,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(336),
                                ],
                                verbose_name="hours an offer of a place stands",
                            ),
                        ),
                        (
                            "question",
                            models.CharField(
                                blank=True,
                                help_text="Asked once by mail. Leave empty for none.",
                                max_length=200,
                                verbose_name="question afterwards",
                            ),
                        ),
                        (
                            "farewell",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it is cancelled"
                            ),
                        ),
                        ("link_number", models.PositiveSmallIntegerField(default=1, editable=False)),
                        ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "changed_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="entered"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical training",
                        "verbose_name_plural": "historical trainings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SignUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("full_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        ("dietary", models.CharField(blank=True, max_length=300, verbose_name="wishes about the food")),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for the answer to our mail"),
                                    ("confirmed", "has a place"),
                                    ("waiting", "on the waiting list"),
                                    ("offered", "offered a place"),
                                    ("withdrawn", "not coming"),
                                    ("attended", "was there"),
                                    ("absent", "was not there"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("form_token", models.CharField(blank=True, editable=False, max_length=32)),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="asked on"),
                        ),
                        (
                            "queued_at",
                            models.DateTimeField(
                                default=common.clock.now, editable=False, verbose_name="in line since"
                            ),
                        ),
                        ("seated_at", models.DateTimeField(editable=False, null=True, verbose_name="place since")),
                        (
                            "offer_until",
                            models.DateTimeField(editable=False, null=True, verbose_name="offer stands until"),
                        ),
                        ("told_sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "week_reminder_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="reminded a week before"),
                        ),
                        (
                            "day_reminder_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="reminded the day before"),
                        ),
                        (
                            "question_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="asked afterwards"),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered")),
                        (
                            "seat",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                to="neighbourhoods.seat",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="trainings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "training",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sign_ups",
                                to="neighbourhoods.training",
                                verbose_name="training",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sign-up",
                        "verbose_name_plural": "sign-ups",
                        "ordering": ["training", "full_name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("seat__isnull", False),
                                        ("status__in", ["absent", "attended", "confirmed", "offered"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", ["absent", "attended", "confirmed", "offered"]),
                                            _negated=True,
                                        ),
                                        ("seat__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="sign_up_seated_has_seat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("offer_until__isnull", False), ("status", "offered")),
                                    models.Q(
                                        models.Q(("status", "offered"), _negated=True), ("offer_until__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="sign_up_offer_has_an_end",
                            ),
                            models.UniqueConstraint(
                                models.F("training"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("email", ""), _negated=True),
                                name="sign_up_once_an_address",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("form_token", ""), _negated=True),
                                fields=("form_token",),
                                name="sign_up_once_a_form",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("training", "user"),
                                name="sign_up_once_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignUpEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("asked", "waits for the answer to our mail"),
                                    ("confirmed", "has a place"),
                                    ("waiting", "on the waiting list"),
                                    ("offered", "offered a place"),
                                    ("withdrawn", "not coming"),
                                    ("attended", "was there"),
                                    ("absent", "was not there"),
                                ],
                                max_length=12,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for the answer to our mail"),
                                    ("confirmed", "has a place"),
                                    ("waiting", "on the waiting list"),
                                    ("offered", "offered a place"),
                                    ("withdrawn", "not coming"),
                                    ("attended", "was there"),
                                    ("absent", "was not there"),
                                ],
                                max_length=12,
                                verbose_name="to",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40, verbose_name="reason")),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="when")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "sign_up",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.signup",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a sign-up",
                        "verbose_name_plural": "events of sign-ups",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Training",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("basic_course", "basic course"),
                                    ("theme_evening", "theme evening"),
                                    ("grannstod", "Grannstöd's training"),
                                    ("other", "other"),
                                ],
                                default="basic_course",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("about", models.TextField(blank=True, max_length=4000, verbose_name="what it is about")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("open", "open for sign-up"),
                                    ("cancelled", "cancelled"),
                                    ("held", "held"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        (
                            "venue",
                            models.CharField(
                                help_text="Street and house, and which door.", max_length=200, verbose_name="place"
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                default=20,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(300),
                                ],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("agents", "contact agents"),
                                    ("volunteers", "Grannstöd's volunteers"),
                                    ("members", "contact agents and Grannstöd's volunteers"),
                                    ("everybody", "everybody"),
                                ],
                                default="agents",
                                max_length=12,
                                verbose_name="who may come",
                            ),
                        ),
                        ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="sign up until")),
                        ("serves_food", models.BooleanField(default=False, verbose_name="something to eat is served")),
                        (
                            "offer_hours",
                            models.PositiveSmallIntegerField(
                                default=48,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(336),
                                ],
                                verbose_name="hours an offer of a place stands",
                            ),
                        ),
                        (
                            "question",
                            models.CharField(
                                blank=True,
                                help_text="Asked once by mail. Leave empty for none.",
                                max_length=200,
                                verbose_name="question afterwards",
                            ),
                        ),
                        (
                            "farewell",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it is cancelled"
                            ),
                        ),
                        ("link_number", models.PositiveSmallIntegerField(default=1, editable=False)),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "changed_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="entered"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                    ],
                    options={
                        "verbose_name": "training",
                        "verbose_name_plural": "trainings",
                        "ordering": ["-starts_at", "-pk"],
                        "permissions": [("manage_trainings", "Plan trainings, see who comes and mark attendance")],
                        "indexes": [models.Index(fields=["status", "starts_at"], name="training_status_starts")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="training_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__range", (1, 300))), name="training_has_seats"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("times", models.PositiveIntegerField(default=0, verbose_name="times")),
                        (
                            "training",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follow_up",
                                to="neighbourhoods.training",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answers afterwards",
                        "verbose_name_plural": "answers afterwards",
                        "constraints": [
                            models.UniqueConstraint(fields=("training", "answer"), name="follow_up_answer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("draft", "draft"),
                                    ("open", "open for sign-up"),
                                    ("cancelled", "cancelled"),
                                    ("held", "held"),
                                ],
                                max_length=12,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("open", "open for sign-up"),
                                    ("cancelled", "cancelled"),
                                    ("held", "held"),
                                ],
                                max_length=12,
                                verbose_name="to",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40, verbose_name="reason")),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="when")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "training",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.training",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a training",
                        "verbose_name_plural": "events of trainings",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=120, verbose_name="subject")),
                        ("words", models.TextField(max_length=4000, verbose_name="message")),
                        (
                            "sent_to",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="sent to"),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "sent_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="when"),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "training",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="neighbourhoods.training",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "message to those who come",
                        "verbose_name_plural": "messages to those who come",
                        "ordering": ["-sent_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeasure",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("camera", "camera"),
                                    ("alarm", "alarm"),
                                    ("lighting", "lighting"),
                                    ("mechanical", "mechanical protection"),
                                    ("personal", "personal protection"),
                                    ("guards", "guard rounds"),
                                    ("night_walkers", "night walkers"),
                                    ("safe_school", "safe school"),
                                    ("building", "building guidelines"),
                                    ("holiday", "holiday activities"),
                                    ("social_care", "social care"),
                                    ("grannstod", "Grannstöd"),
                                    ("other", "something else"),
                                ],
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "approach",
                            models.CharField(
                                choices=[("social", "social"), ("situational", "situational")],
                                max_length=12,
                                verbose_name="prevention",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                        (
                            "until",
                            models.DateField(
                                blank=True,
                                help_text="The last day; empty while it goes on.",
                                null=True,
                                verbose_name="until",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="Where exactly, how much. No names.",
                                max_length=300,
                                verbose_name="note",
                            ),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="whole district",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.organisation",
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical measure",
                        "verbose_name_plural": "historical measures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RevivalCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("waiting", "waits"), ("underway", "under way"), ("done", "closed")],
                                default="waiting",
                                editable=False,
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "opened_on",
                            models.DateField(default=common.clock.today, editable=False, verbose_name="opened on"),
                        ),
                        ("closed_on", models.DateField(editable=False, null=True, verbose_name="closed on")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("revived", "the area is awake again"),
                                    ("resting", "it may rest until a day"),
                                    ("closed", "the area has closed for good"),
                                    ("mistaken", "it was alive all along"),
                                ],
                                editable=False,
                                max_length=8,
                                verbose_name="how it ended",
                            ),
                        ),
                        ("rest_until", models.DateField(editable=False, null=True, verbose_name="rests until")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="revivals",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "revival case",
                        "verbose_name_plural": "revival cases",
                        "ordering": ["-opened_on", "-pk"],
                        "permissions": [("handle_revival", "Handle areas that have fallen asleep")],
                        "indexes": [models.Index(fields=["status", "opened_on"], name="neighbourho_status_c86bbc_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "done"), _negated=True),
                                fields=("area",),
                                name="one_open_revival_an_area",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RevivalEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[("waiting", "waits"), ("underway", "under way"), ("done", "closed")],
                                max_length=8,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[("waiting", "waits"), ("underway", "under way"), ("done", "closed")],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.revivalcase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a revival",
                        "verbose_name_plural": "events of a revival",
                        "ordering": ["at", "pk"],
                        "default_permissions": ("view",),
                    },
                ),
                migrations.CreateModel(
                    name="RevivalNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="note")),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="neighbourhoods.revivalcase",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note of a revival",
                        "verbose_name_plural": "notes of a revival",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RevivalStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                choices=[
                                    ("call", "Call the contact agent and ask how it is"),
                                    (
                                        "recruit",
                                        "Ask the interested neighbours whether one of them wants to be contact agent",
                                    ),
                                    ("head_agent", "Ask the head contact agent to visit"),
                                    (
                                        "meeting",
                                        "Help to hold a yearly meeting: offer a date, a place and an invitation",
                                    ),
                                    ("course", "Offer a place on the next basic course"),
                                    ("signs", "Go round and look at the signs"),
                                    ("letter", "Put a letter in the neighbours' letterboxes"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                        ("done_on", models.DateField(null=True, verbose_name="done")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="neighbourhoods.revivalcase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of a revival",
                        "verbose_name_plural": "steps of a revival",
                        "ordering": ["place", "pk"],
                        "constraints": [models.UniqueConstraint(fields=("case", "key"), name="step_once_a_case")],
                    },
                ),
                migrations.CreateModel(
                    name="VitalityRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(editable=False, unique=True, verbose_name="version")),
                        (
                            "quiet_below",
                            models.PositiveSmallIntegerField(help_text="Points of 100.", verbose_name="quiet below"),
                        ),
                        (
                            "dormant_below",
                            models.PositiveSmallIntegerField(help_text="Points of 100.", verbose_name="dormant below"),
                        ),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="published")),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="begun"),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "silent_days",
                            models.PositiveSmallIntegerField(
                                default=183,
                                help_text="However few its points, an area heard of more recently is not called dormant.",
                                verbose_name="dormant only after (days of silence)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vitality rule",
                        "verbose_name_plural": "vitality rules",
                        "ordering": ["-number"],
                        "permissions": [("tune_vitality", "Change the rule of vitality")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dormant_below__lte", models.F("quiet_below")), ("quiet_below__lte", 100)
                                ),
                                name="rule_limits_in_order",
                            ),
                            models.UniqueConstraint(
                                models.Value(1), condition=models.Q(("published_at", None)), name="rule_one_draft"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VitalityChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="day")),
                        (
                            "word",
                            models.CharField(
                                choices=[("alive", "alive"), ("quiet", "quiet"), ("dormant", "dormant")],
                                max_length=8,
                                verbose_name="how it is",
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField(verbose_name="points")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="vitality_changes",
                                to="neighbourhoods.area",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.vitalityrule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of vitality",
                        "verbose_name_plural": "changes of vitality",
                        "ordering": ["-on", "-pk"],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.UniqueConstraint(fields=("area", "on"), name="vitality_change_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaVitality",
                    fields=[
                        (
                            "area",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="vitality",
                                serialize=False,
                                to="neighbourhoods.area",
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField(verbose_name="points")),
                        (
                            "word",
                            models.CharField(
                                choices=[("alive", "alive"), ("quiet", "quiet"), ("dormant", "dormant")],
                                max_length=8,
                                verbose_name="how it is",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                        ("scored_on", models.DateField(verbose_name="looked at")),
                        ("contact_on", models.DateField(null=True, verbose_name="last sign of life")),
                        ("meeting_on", models.DateField(null=True, verbose_name="last yearly meeting")),
                        ("sign_check_on", models.DateField(null=True, verbose_name="signs checked")),
                        ("passed_on_on", models.DateField(null=True, verbose_name="newsletter passed on")),
                        ("agents", models.PositiveSmallIntegerField(verbose_name="contact agents")),
                        ("agents_trained", models.PositiveSmallIntegerField(verbose_name="trained agents")),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.vitalityrule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vitality of an area",
                        "verbose_name_plural": "vitality of areas",
                        "indexes": [models.Index(fields=["word", "score"], name="neighbourho_word_706a53_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="VitalitySignal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                choices=[
                                    ("contact", "Last sign of life from the area"),
                                    ("meeting", "Yearly meeting"),
                                    ("training", "Agents who have taken the basic course"),
                                    ("sign_check", "Signs checked"),
                                    ("agents", "A contact agent is in place"),
                                    ("passed_on", "Newsletters passed on"),
                                ],
                                max_length=12,
                                verbose_name="signal",
                            ),
                        ),
                        ("weight", models.PositiveSmallIntegerField(verbose_name="weight")),
                        (
                            "fresh_days",
                            models.PositiveSmallIntegerField(default=0, verbose_name="counts whole for (days)"),
                        ),
                        (
                            "stale_days",
                            models.PositiveSmallIntegerField(default=0, verbose_name="counts nothing after (days)"),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signals",
                                to="neighbourhoods.vitalityrule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signal of vitality",
                        "verbose_name_plural": "signals of vitality",
                        "ordering": ["-weight", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("rule", "name"), name="signal_once_a_rule"),
                            models.CheckConstraint(
                                condition=models.Q(("fresh_days__lte", models.F("stale_days"))),
                                name="signal_fresh_before_stale",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("camera", "camera"),
                                    ("alarm", "alarm"),
                                    ("lighting", "lighting"),
                                    ("mechanical", "mechanical protection"),
                                    ("personal", "personal protection"),
                                    ("guards", "guard rounds"),
                                    ("night_walkers", "night walkers"),
                                    ("safe_school", "safe school"),
                                    ("building", "building guidelines"),
                                    ("holiday", "holiday activities"),
                                    ("social_care", "social care"),
                                    ("grannstod", "Grannstöd"),
                                    ("other", "something else"),
                                ],
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "approach",
                            models.CharField(
                                choices=[("social", "social"), ("situational", "situational")],
                                max_length=12,
                                verbose_name="prevention",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                        (
                            "until",
                            models.DateField(
                                blank=True,
                                help_text="The last day; empty while it goes on.",
                                null=True,
                                verbose_name="until",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="Where exactly, how much. No names.",
                                max_length=300,
                                verbose_name="note",
                            ),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measures",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measures",
                                to="neighbourhoods.district",
                                verbose_name="whole district",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="neighbourhoods.organisation",
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "measure",
                        "verbose_name_plural": "measures",
                        "ordering": ["-since", "pk"],
                        "indexes": [models.Index(fields=["kind", "since"], name="neighbourho_kind_f0882e_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("area__isnull", True), ("district__isnull", True), _connector="XOR"
                                ),
                                name="measure_in_area_or_district",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="measure_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "group of areas",
                        "verbose_name_plural": "groups of areas",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="AgentChannels",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("by_sms", models.BooleanField(default=False, verbose_name="SMS when it is urgent")),
                        ("quiet_from", models.TimeField(default=datetime.time(21, 0), verbose_name="quiet from")),
                        ("quiet_until", models.TimeField(default=datetime.time(8, 0), verbose_name="quiet until")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agent_channels",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agent's channels",
                        "verbose_name_plural": "agents' channels",
                    },
                ),
                migrations.CreateModel(
                    name="AreaMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("to_agents", "to agents"),
                                    ("to_group", "from a head contact agent"),
                                    ("to_desk", "to the coordinator"),
                                ],
                                max_length=10,
                                verbose_name="direction",
                            ),
                        ),
                        ("subject", models.CharField(max_length=120, verbose_name="subject")),
                        ("text", models.TextField(max_length=5000, verbose_name="text")),
                        (
                            "sms_text",
                            models.CharField(
                                blank=True, help_text="Sent only when it is urgent.", max_length=300, verbose_name="SMS"
                            ),
                        ),
                        ("sent_at", models.DateTimeField(default=common.clock.now, verbose_name="sent")),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "message to areas",
                        "verbose_name_plural": "messages to areas",
                        "ordering": ["-sent_at", "-pk"],
                        "permissions": [("write_to_areas", "Write to the agents of many areas")],
                    },
                ),
                migrations.CreateModel(
                    name="Circle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "token",
                            models.CharField(
                                editable=False, max_length=40, unique=True, verbose_name="word in the link"
                            ),
                        ),
                        (
                            "stopped_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="A coordinator has stopped notes from this area.",
                                null=True,
                                verbose_name="stopped",
                            ),
                        ),
                        (
                            "area",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="circle",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "circle of neighbours",
                        "verbose_name_plural": "circles of neighbours",
                    },
                ),
                migrations.CreateModel(
                    name="CircleNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("note", "short note"),
                                    ("letter", "newsletter passed on"),
                                    ("meeting", "invitation to the yearly meeting"),
                                ],
                                default="note",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "letter",
                            models.CharField(blank=True, editable=False, max_length=60, verbose_name="newsletter"),
                        ),
                        ("subject", models.CharField(max_length=80, verbose_name="subject")),
                        ("text", models.TextField(max_length=1000, verbose_name="text")),
                        ("sent_at", models.DateTimeField(default=common.clock.now, verbose_name="sent")),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note to a circle",
                        "verbose_name_plural": "notes to circles",
                        "ordering": ["-sent_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("letter", ""), _negated=True),
                                fields=("area", "letter"),
                                name="letter_passed_on_once_an_area",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CircleMisuse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=1000, verbose_name="what is wrong")),
                        ("told_at", models.DateTimeField(default=common.clock.now, verbose_name="told")),
                        (
                            "settled_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="settled"),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="misuse",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                to="neighbourhoods.circlenote",
                                verbose_name="note",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "misuse of a circle",
                        "verbose_name_plural": "misuse of circles",
                        "ordering": ["-told_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="GroupedArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "area",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="in_group",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="neighbourhoods.areagroup",
                                verbose_name="group",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "area of a group",
                        "verbose_name_plural": "areas of a group",
                        "ordering": ["area__name"],
                    },
                ),
                migrations.CreateModel(
                    name="GroupHead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="From the first day up to, but not including, the last.",
                                verbose_name="period",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="heads",
                                to="neighbourhoods.areagroup",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="group_headships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "head of a group",
                        "verbose_name_plural": "heads of groups",
                        "ordering": ["group", "-period"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("group", "="), ("period", "&&")],
                                name="one_head_per_group_at_a_time",
                                violation_error_message="The group has a head contact agent in this period. Let that one end first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("counted_on", models.DateField(default=common.clock.today, verbose_name="counted")),
                        ("households", models.PositiveIntegerField(verbose_name="households")),
                        ("joined", models.PositiveIntegerField(verbose_name="households that take part")),
                        ("declined", models.PositiveIntegerField(default=0, verbose_name="households that decline")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="counts",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "counted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="counted by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "household count",
                        "verbose_name_plural": "household counts",
                        "ordering": ["-counted_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "households__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("joined"), "+", models.F("declined")
                                        ),
                                    )
                                ),
                                name="count_parts_within_households",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageRecipient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "mailed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="handed to the post"),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="read, as the agent says"),
                        ),
                        (
                            "passed_on_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="passed on, as the agent says"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recipients",
                                to="neighbourhoods.areamessage",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="area_messages",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "recipient of a message",
                        "verbose_name_plural": "recipients of a message",
                        "ordering": ["area__name", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("mailed_at", None)),
                                fields=["message"],
                                name="message_recipient_unsent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("message", "user"), name="message_once_a_person")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=5000, verbose_name="text")),
                        ("by_mail", models.BooleanField(default=False, verbose_name="came by mail")),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="when")),
                        ("seen_at", models.DateTimeField(editable=False, null=True, verbose_name="seen at the desk")),
                        (
                            "form_token",
                            models.CharField(
                                default=common.form_tokens.new, editable=False, max_length=32, unique=True
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="neighbourhoods.messagerecipient",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer",
                        "verbose_name_plural": "answers",
                        "ordering": ["at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("seen_at", None)), fields=["at"], name="message_answer_unseen"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskDone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                help_text="A code, such as meeting or letter:12.", max_length=60, verbose_name="task"
                            ),
                        ),
                        ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                help_text="Our estimate when it was done.", verbose_name="minutes"
                            ),
                        ),
                        ("done_at", models.DateTimeField(default=common.clock.now, verbose_name="done")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks_done",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "task done",
                        "verbose_name_plural": "tasks done",
                        "ordering": ["-done_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("area", "month", "key"), name="task_done_once_a_month")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="YearlyMeeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="starts")),
                        ("place", models.CharField(max_length=120, verbose_name="place")),
                        ("invitation", models.TextField(max_length=2000, verbose_name="invitation")),
                        (
                            "sent_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="invitation sent to the circle"
                            ),
                        ),
                        (
                            "households_present",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="households present"),
                        ),
                        ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="what was decided")),
                        (
                            "recorded_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="result recorded"),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "called_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="called by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "yearly meeting",
                        "verbose_name_plural": "yearly meetings",
                        "ordering": ["-starts_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ListRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120, verbose_name="file")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("previewed", "looked through, not saved"),
                                    ("saved", "saved"),
                                    ("undone", "undone"),
                                    ("discarded", "thrown away"),
                                ],
                                default="previewed",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("left_out", models.JSONField(default=list, verbose_name="columns that are not read")),
                        ("counts", models.JSONField(default=dict, verbose_name="counts")),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="when")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("areas", "areas"), ("agents", "contact agents")],
                                default="areas",
                                editable=False,
                                max_length=8,
                                verbose_name="what it holds",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "list read in",
                        "verbose_name_plural": "lists read in",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ListRunEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("previewed", "looked through, not saved"),
                                    ("saved", "saved"),
                                    ("undone", "undone"),
                                    ("discarded", "thrown away"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("previewed", "looked through, not saved"),
                                    ("saved", "saved"),
                                    ("undone", "undone"),
                                    ("discarded", "thrown away"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="neighbourhoods.listrun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a list read in",
                        "verbose_name_plural": "events of lists read in",
                        "ordering": ["at", "pk"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="ListRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("outcome", models.CharField(max_length=10)),
                        ("remark", models.CharField(blank=True, max_length=300)),
                        ("cells", models.JSONField(default=dict)),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="neighbourhoods.listrun",
                            ),
                        ),
                        ("kept_id", models.BigIntegerField(null=True)),
                        ("made_person_id", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "verbose_name": "row read in",
                        "verbose_name_plural": "rows read in",
                        "ordering": ["number", "pk"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["run", "outcome", "number"], name="neighbourho_run_id_3e3fbf_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BorderChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of a border",
                        "verbose_name_plural": "changes of borders",
                        "default_permissions": (),
                    },
                ),
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
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
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
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.areagroup",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
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
                                help_text="From the first day up to, but not including, the last.",
                                verbose_name="period",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="neighbourhoods.areagroup",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
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
                migrations.CreateModel(
                    name="CountedChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of the counts of areas",
                        "verbose_name_plural": "changes of the counts of areas",
                        "default_permissions": (),
                    },
                ),
            ],
        ),
        # A sign-up sits on a seat of its own training, and on no other's.
        migrations.RunSQL(
            sql=[
                "ALTER TABLE neighbourhoods_seat ADD CONSTRAINT seat_of_training UNIQUE (id, training_id)",
                "ALTER TABLE neighbourhoods_signup ADD CONSTRAINT sign_up_sits_at_its_training"
                " FOREIGN KEY (seat_id, training_id) REFERENCES neighbourhoods_seat (id, training_id)"
                " DEFERRABLE INITIALLY DEFERRED",
            ],
            reverse_sql=[
                "ALTER TABLE neighbourhoods_signup DROP CONSTRAINT sign_up_sits_at_its_training",
                "ALTER TABLE neighbourhoods_seat DROP CONSTRAINT seat_of_training",
            ],
        ),
        migrations.RunSQL(MAKE, UNDO),
        migrations.RunSQL("INSERT INTO neighbourhoods_borderchange DEFAULT VALUES", migrations.RunSQL.noop),
        migrations.RunSQL(NOTE_COUNTED, FORGET_COUNTED),
    ]
