"""All tables as they stood after the migrations named below, made in one step: see `common/squashing.py`."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.squashing

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

FREEZE = """
CREATE FUNCTION incidents_release_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published month is never changed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER release_is_frozen BEFORE UPDATE ON incidents_release
    FOR EACH ROW EXECUTE FUNCTION incidents_release_is_frozen();
CREATE TRIGGER released_count_is_frozen BEFORE UPDATE ON incidents_releasedcount
    FOR EACH ROW EXECUTE FUNCTION incidents_release_is_frozen();
"""
THAW = """
DROP TRIGGER release_is_frozen ON incidents_release;
DROP TRIGGER released_count_is_frozen ON incidents_releasedcount;
DROP FUNCTION incidents_release_is_frozen();
"""


class Migration(migrations.Migration):
    replaces = [
        ("incidents", "0001_initial"),
        ("incidents", "0002_replies_from_reporters"),
        ("incidents", "0003_plates_in_a_sealed_field"),
        ("incidents", "0004_followers_and_merging"),
        ("incidents", "0005_small_pictures_and_blurring"),
        ("incidents", "0006_keys_to_open311"),
        ("incidents", "0007_weeks_counted"),
        ("incidents", "0008_police_events"),
        ("incidents", "0009_routing"),
        ("incidents", "0010_counts_from_others"),
        ("incidents", "0011_retention"),
        ("incidents", "0012_published_months"),
        ("incidents", "0013_efforts_and_summaries"),
        ("incidents", "0014_handlers_tools"),
        ("incidents", "0015_sent_twice"),
        ("incidents", "0016_kinds_published_from"),
        ("incidents", "0017_receipts_by_a_worker"),
        ("incidents", "0018_rules_by_area"),
        ("incidents", "0019_released_by_kind"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("documents", "0001_initial"),
        ("neighbourhoods", "0012_lists_of_agents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        common.squashing.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "translations",
                            models.JSONField(blank=True, default=dict, verbose_name="name in other languages"),
                        ),
                        ("icon", models.CharField(default="other", max_length=40, verbose_name="picture")),
                        (
                            "is_anonymous_allowed",
                            models.BooleanField(default=True, verbose_name="may be reported without e-mail"),
                        ),
                        (
                            "is_plate_kind",
                            models.BooleanField(default=False, verbose_name="about a vehicle: a plate may be named"),
                        ),
                        ("deadline_hours", models.PositiveIntegerField(default=120, verbose_name="hours to answer")),
                        (
                            "deadline_rule",
                            models.CharField(
                                choices=[
                                    ("clock", "round the clock"),
                                    ("weekday", "round the clock on working days"),
                                    ("working", "in working hours"),
                                ],
                                default="clock",
                                max_length=8,
                                verbose_name="how the hours are counted",
                            ),
                        ),
                        (
                            "goes_to",
                            models.CharField(
                                choices=[
                                    ("police", "the police"),
                                    ("municipality", "the municipality's fault reports"),
                                    ("owner", "the owner of the place"),
                                ],
                                default="municipality",
                                max_length=12,
                                verbose_name="usually goes to",
                            ),
                        ),
                        (
                            "is_public_choice",
                            models.BooleanField(default=True, verbose_name="can be chosen in the public form"),
                        ),
                        ("sort", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "publishing",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("single", "one by one: place coarsened, day only, when a person has released it"),
                                    ("counts", "as counts only"),
                                ],
                                default="",
                                help_text="Only faults in public places one by one. Not chosen: as counts only.",
                                max_length=8,
                                verbose_name="published",
                            ),
                        ),
                        (
                            "seen_by",
                            models.ManyToManyField(
                                blank=True,
                                help_text="None chosen: by every role that sees reports.",
                                related_name="+",
                                to="auth.group",
                                verbose_name="seen by these roles only",
                            ),
                        ),
                        (
                            "single_from",
                            models.DateTimeField(editable=False, null=True, verbose_name="listed one by one from"),
                        ),
                    ],
                    options={
                        "verbose_name": "category",
                        "verbose_name_plural": "categories",
                        "ordering": ["sort", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "number series",
                        "verbose_name_plural": "number series",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCategory",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "translations",
                            models.JSONField(blank=True, default=dict, verbose_name="name in other languages"),
                        ),
                        ("icon", models.CharField(default="other", max_length=40, verbose_name="picture")),
                        (
                            "is_anonymous_allowed",
                            models.BooleanField(default=True, verbose_name="may be reported without e-mail"),
                        ),
                        (
                            "is_plate_kind",
                            models.BooleanField(default=False, verbose_name="about a vehicle: a plate may be named"),
                        ),
                        ("deadline_hours", models.PositiveIntegerField(default=120, verbose_name="hours to answer")),
                        (
                            "deadline_rule",
                            models.CharField(
                                choices=[
                                    ("clock", "round the clock"),
                                    ("weekday", "round the clock on working days"),
                                    ("working", "in working hours"),
                                ],
                                default="clock",
                                max_length=8,
                                verbose_name="how the hours are counted",
                            ),
                        ),
                        (
                            "goes_to",
                            models.CharField(
                                choices=[
                                    ("police", "the police"),
                                    ("municipality", "the municipality's fault reports"),
                                    ("owner", "the owner of the place"),
                                ],
                                default="municipality",
                                max_length=12,
                                verbose_name="usually goes to",
                            ),
                        ),
                        (
                            "is_public_choice",
                            models.BooleanField(default=True, verbose_name="can be chosen in the public form"),
                        ),
                        ("sort", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                            "publishing",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("single", "one by one: place coarsened, day only, when a person has released it"),
                                    ("counts", "as counts only"),
                                ],
                                default="",
                                help_text="Only faults in public places one by one. Not chosen: as counts only.",
                                max_length=8,
                                verbose_name="published",
                            ),
                        ),
                        (
                            "single_from",
                            models.DateTimeField(editable=False, null=True, verbose_name="listed one by one from"),
                        ),
                    ],
                    options={
                        "verbose_name": "historical category",
                        "verbose_name_plural": "historical categories",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(editable=False, max_length=16, unique=True, verbose_name="number")),
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("in_progress", "being handled"),
                                    ("waiting", "waiting for an answer"),
                                    ("passed_on", "passed on"),
                                    ("done", "done"),
                                    ("declined", "closed without action"),
                                ],
                                default="received",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "is_offensive",
                            models.BooleanField(blank=True, null=True, verbose_name="offensive or threatening"),
                        ),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="what happened")),
                        ("public_text", models.TextField(blank=True, max_length=4000, verbose_name="text as released")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
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
                            "occurred_when",
                            models.CharField(
                                choices=[
                                    ("now", "It is going on now"),
                                    ("today", "Today or last night"),
                                    ("week", "Earlier this week"),
                                    ("earlier", "Longer ago, or I don't know"),
                                ],
                                default="earlier",
                                max_length=8,
                                verbose_name="when",
                            ),
                        ),
                        ("occurred_at", models.DateTimeField(blank=True, null=True, verbose_name="happened")),
                        ("reporter_name", models.CharField(blank=True, max_length=120, verbose_name="reporter's name")),
                        (
                            "reporter_email",
                            models.EmailField(blank=True, max_length=254, verbose_name="reporter's e-mail address"),
                        ),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "the web"),
                                    ("agent", "a contact agent"),
                                    ("patrol", "Grannstöd"),
                                    ("open311", "another system (Open311)"),
                                    ("import", "an import"),
                                ],
                                default="web",
                                max_length=8,
                                verbose_name="came by",
                            ),
                        ),
                        ("follow_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("received_at", models.DateTimeField(default=common.clock.now, verbose_name="received")),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="answer before")),
                        (
                            "released_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="released"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed"),
                        ),
                        ("source", models.CharField(blank=True, editable=False, max_length=60, verbose_name="source")),
                        (
                            "external_id",
                            models.CharField(
                                blank=True, editable=False, max_length=80, verbose_name="number at the source"
                            ),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reports",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="assigned_reports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="handled by",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="incidents.category",
                                verbose_name="category",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reports",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "passed_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reports_passed_on",
                                to="neighbourhoods.organisation",
                                verbose_name="passed on to",
                            ),
                        ),
                        (
                            "reply_waits_since",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="reply unread since"
                            ),
                        ),
                        ("plate_sealed", models.BinaryField(null=True, verbose_name="registration plate")),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="merged",
                                to="incidents.report",
                                verbose_name="the same as",
                            ),
                        ),
                        (
                            "anonymised_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="personal data erased"
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "can wait"), (2, "as usual"), (3, "urgent")],
                                default=2,
                                verbose_name="urgency",
                            ),
                        ),
                        ("receipt_waits", models.BooleanField(db_default=False, default=False, editable=False)),
                    ],
                    options={
                        "verbose_name": "report",
                        "verbose_name_plural": "reports",
                        "ordering": ["-received_at", "-pk"],
                        "permissions": [
                            ("see_all_reports", "See every report"),
                            ("triage_report", "Judge, route and answer reports"),
                            ("see_reporter", "See who reported"),
                            ("hear_of_late", "Be told of reports that are a working day late"),
                        ],
                        "indexes": [
                            models.Index(fields=["-received_at", "-id"], name="report_received"),
                            models.Index(fields=["category", "-received_at"], name="report_category_received"),
                            models.Index(fields=["district", "-received_at"], name="report_district_received"),
                            models.Index(fields=["area", "-received_at"], name="report_area_received"),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["status", "due_at"],
                                name="report_open_due",
                            ),
                            models.Index(fields=["latitude", "longitude"], name="report_position"),
                            models.Index(
                                condition=models.Q(("follow_hash", ""), _negated=True),
                                fields=["follow_hash"],
                                name="report_follow",
                            ),
                            models.Index(
                                django.db.models.functions.text.Lower("reporter_email"),
                                condition=models.Q(("reporter_email", ""), _negated=True),
                                name="report_email",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.search.SearchVector("text", "place", config="swedish"),
                                name="report_words",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Lower("text"), name="gin_trgm_ops"
                                ),
                                name="report_text_trigrams",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Lower("place"), name="gin_trgm_ops"
                                ),
                                name="report_place_trigrams",
                            ),
                            models.Index(
                                condition=models.Q(("reply_waits_since__isnull", False)),
                                fields=["reply_waits_since"],
                                name="report_reply_waits",
                            ),
                            models.Index(
                                condition=models.Q(("anonymised_at__isnull", True), ("closed_at__isnull", False)),
                                fields=["category", "closed_at"],
                                name="report_to_anonymise",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True), ("priority", 3)),
                                fields=["due_at"],
                                name="report_urgent",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("closed_at__isnull", False), models.Q(("reporter_email", ""), _negated=True)
                                ),
                                fields=["closed_at"],
                                name="report_to_ask_after",
                            ),
                            models.Index(
                                condition=models.Q(("receipt_waits", True)),
                                fields=["received_at"],
                                name="report_receipt_waits",
                            ),
                            models.Index(
                                condition=models.Q(("merged_into__isnull", True), ("released_at__isnull", False)),
                                fields=["category", "-received_at", "-id"],
                                name="report_released_kind",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("external_id", ""), _negated=True),
                                fields=("source", "external_id"),
                                name="report_once_per_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    models.Q(
                                        ("latitude__gte", -90),
                                        ("latitude__lte", 90),
                                        ("longitude__gte", -180),
                                        ("longitude__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_position_on_earth",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("status__in", ("done", "declined"))),
                                    models.Q(
                                        ("closed_at__isnull", True),
                                        ("status__in", ("received", "in_progress", "waiting", "passed_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_closed_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.CharField(blank=True, db_index=True, editable=False, max_length=32)),
                        (
                            "name",
                            models.CharField(editable=False, max_length=120, unique=True, verbose_name="stored as"),
                        ),
                        ("width", models.PositiveIntegerField(verbose_name="width in pixels")),
                        ("height", models.PositiveIntegerField(verbose_name="height in pixels")),
                        (
                            "released_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="released"),
                        ),
                        ("added_at", models.DateTimeField(default=common.clock.now, verbose_name="added")),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="incidents.report",
                                verbose_name="report",
                            ),
                        ),
                        (
                            "has_thumbnail",
                            models.BooleanField(default=False, editable=False, verbose_name="has a small picture"),
                        ),
                    ],
                    options={
                        "verbose_name": "photo",
                        "verbose_name_plural": "photos",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("internal", "internal"),
                                    ("reporter", "to the reporter"),
                                    ("from", "from the reporter"),
                                ],
                                default="internal",
                                max_length=8,
                                verbose_name="for",
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="text")),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="written")),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="incidents.report",
                                verbose_name="report",
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                    ],
                    options={
                        "verbose_name": "note on a report",
                        "verbose_name_plural": "notes on reports",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportEvent",
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
                                    ("moved", "status changed"),
                                    ("assigned", "given to somebody"),
                                    ("judged", "judged"),
                                    ("released", "released"),
                                    ("withdrawn", "release withdrawn"),
                                    ("noted", "internal note"),
                                    ("answered", "reporter answered"),
                                    ("replied", "reply came in"),
                                    ("reporter_read", "reporter's address was shown"),
                                    ("plate_read", "number plate was shown"),
                                    ("photo_released", "photo released"),
                                    ("merged", "found to be the same as another"),
                                    ("split", "found to be another matter"),
                                    ("joined", "somebody says: me too"),
                                    ("doubted", "somebody says: it is not fixed"),
                                    ("photo_blurred", "part of a photo made unreadable"),
                                    ("forwarded", "sent to who takes care of it"),
                                    ("their_answer", "who it was sent to has answered"),
                                    ("not_sent", "could not be sent on"),
                                    ("disclosed", "masked copy handed out"),
                                    ("numbered", "their number was kept"),
                                    ("overdue", "handlers told that it is late"),
                                    ("escalated", "those above told that it is late"),
                                    ("asked_after", "reporter asked whether it helped"),
                                    ("helped", "reporter says that it helped"),
                                    ("priority", "urgency changed"),
                                    ("erased", "personal data erased"),
                                ],
                                default="moved",
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "moved_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("received", "received"),
                                    ("in_progress", "being handled"),
                                    ("waiting", "waiting for an answer"),
                                    ("passed_on", "passed on"),
                                    ("done", "done"),
                                    ("declined", "closed without action"),
                                ],
                                max_length=12,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("received", "received"),
                                    ("in_progress", "being handled"),
                                    ("waiting", "waiting for an answer"),
                                    ("passed_on", "passed on"),
                                    ("done", "done"),
                                    ("declined", "closed without action"),
                                ],
                                max_length=12,
                                verbose_name="to",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("fixed", "it is fixed"),
                                    ("no_action", "nothing will be done, and the answer says why"),
                                    ("not_found", "it could not be found"),
                                    ("passed_to_police", "passed on to the police"),
                                    ("passed_to_municipality", "passed on to the municipality's fault reports"),
                                    ("passed_to_owner", "passed on to the owner of the place"),
                                    ("need_to_know_more", "we need to know more"),
                                    ("started", "somebody has started"),
                                    ("same", "it is already reported, and answered there"),
                                    ("not_fixed", "it is not fixed"),
                                    ("reopened", "opened again"),
                                ],
                                max_length=24,
                                verbose_name="reason",
                            ),
                        ),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="when")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="incidents.report",
                                verbose_name="report",
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="incidents.reportnote",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report event",
                        "verbose_name_plural": "report events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Follower",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        ("follow_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        ("joined_at", models.DateTimeField(default=common.clock.now, verbose_name="joined")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="followers",
                                to="incidents.report",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "follower of a report",
                        "verbose_name_plural": "followers of reports",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ApiKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("owner", models.CharField(max_length=120, verbose_name="who holds it")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail of who answers for it")),
                        ("key_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("beginning", models.CharField(editable=False, max_length=8, verbose_name="begins with")),
                        ("daily_limit", models.PositiveIntegerField(default=200, verbose_name="most reports a day")),
                        (
                            "issued_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="issued"),
                        ),
                        ("last_used_on", models.DateField(editable=False, null=True, verbose_name="last used")),
                        ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn")),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="issued by",
                            ),
                        ),
                        ("form_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                    ],
                    options={
                        "verbose_name": "key to Open311",
                        "verbose_name_plural": "keys to Open311",
                        "ordering": ["-issued_at", "-pk"],
                        "permissions": [("manage_api_keys", "Issue and withdraw keys to Open311")],
                    },
                ),
                migrations.CreateModel(
                    name="CountChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.UniqueConstraint(
                                fields=("face", "week", "category_id", "key"), name="week_count_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PoliceFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("url", models.CharField(max_length=500, unique=True, verbose_name="web address")),
                        ("etag", models.CharField(blank=True, editable=False, max_length=200)),
                        ("modified", models.CharField(blank=True, editable=False, max_length=100)),
                        ("body_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("asked_at", models.DateTimeField(editable=False, null=True, verbose_name="last asked")),
                        ("read_at", models.DateTimeField(editable=False, null=True, verbose_name="last read")),
                        (
                            "problem",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unreachable", "it could not be reached"),
                                    ("refused", "it answered with an error"),
                                    ("unreadable", "it could not be read"),
                                ],
                                editable=False,
                                max_length=12,
                                verbose_name="problem",
                            ),
                        ),
                        (
                            "problem_since",
                            models.DateTimeField(editable=False, null=True, verbose_name="problem since"),
                        ),
                        (
                            "problem_detail",
                            models.CharField(
                                blank=True, editable=False, max_length=80, verbose_name="what was answered"
                            ),
                        ),
                        (
                            "not_understood",
                            models.JSONField(default=list, editable=False, verbose_name="entries not understood"),
                        ),
                    ],
                    options={
                        "verbose_name": "feed of the police",
                        "verbose_name_plural": "feeds of the police",
                    },
                ),
                migrations.CreateModel(
                    name="PoliceEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("police_id", models.BigIntegerField(unique=True, verbose_name="the police's number")),
                        ("kind", models.CharField(max_length=80, verbose_name="kind")),
                        ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="summary")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="page at polisen.se")),
                        ("published_at", models.DateTimeField(verbose_name="published")),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("is_time_sure", models.BooleanField(default=True, verbose_name="time stands in the title")),
                        ("fetched_at", models.DateTimeField(default=common.clock.now, verbose_name="fetched")),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district named",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of the police",
                        "verbose_name_plural": "events of the police",
                        "ordering": ["-at", "-pk"],
                        "indexes": [models.Index(fields=["-at", "-id"], name="police_event_at")],
                    },
                ),
                migrations.CreateModel(
                    name="Destination",
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
                                    ("police", "the police"),
                                    ("municipality", "the municipality's fault reports"),
                                    ("owner", "the owner of the place"),
                                ],
                                default="municipality",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("email", "by e-mail, and the answer comes back to the report"),
                                    ("open311", "by Open311, to their system"),
                                    ("by_hand", "by hand: a text to copy"),
                                ],
                                default="email",
                                max_length=8,
                                verbose_name="how they get it",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="neighbourhoods.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address of their Open311 server"),
                        ),
                        (
                            "jurisdiction",
                            models.CharField(blank=True, max_length=80, verbose_name="their jurisdiction_id"),
                        ),
                        (
                            "keeps_idempotency_keys",
                            models.BooleanField(default=False, verbose_name="their server keeps an Idempotency-Key"),
                        ),
                        ("key_sealed", models.BinaryField(null=True, verbose_name="the key they gave us")),
                        (
                            "service_code",
                            models.CharField(blank=True, max_length=80, verbose_name="their service_code"),
                        ),
                    ],
                    options={
                        "verbose_name": "destination of reports",
                        "verbose_name_plural": "destinations of reports",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="RoutingRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("rank", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                        ("words", models.CharField(blank=True, max_length=300, verbose_name="words")),
                        (
                            "from_hour",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="from hour",
                            ),
                        ),
                        (
                            "to_hour",
                            models.PositiveSmallIntegerField(
                                default=24,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="to hour",
                            ),
                        ),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="published")),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "categories",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="incidents.category", verbose_name="categories"
                            ),
                        ),
                        (
                            "destination",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rules",
                                to="incidents.destination",
                                verbose_name="destination",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
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
                                related_name="+",
                                to="neighbourhoods.organisation",
                                verbose_name="owner of the ground",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "routing rule",
                        "verbose_name_plural": "routing rules",
                        "ordering": ["rank", "pk"],
                        "permissions": [("route_reports", "Edit and publish where reports go")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("from_hour__lte", 24), ("to_hour__lte", 24)), name="rule_hours"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Forwarding",
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
                                choices=[
                                    ("queued", "on its way"),
                                    ("sent", "sent to them"),
                                    ("answered", "they have answered"),
                                    ("refused", "refused by their system"),
                                    ("unclear", "not known whether it arrived: ask them"),
                                ],
                                default="sent",
                                editable=False,
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=8000, verbose_name="text as sent")),
                        ("their_number", models.CharField(blank=True, max_length=80, verbose_name="their number")),
                        ("sent_at", models.DateTimeField(default=common.clock.now, verbose_name="sent to them at")),
                        (
                            "answered_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="their answer came"),
                        ),
                        (
                            "destination",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="forwardings",
                                to="incidents.destination",
                                verbose_name="destination",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="forwardings",
                                to="incidents.report",
                                verbose_name="report",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who sent it",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="incidents.routingrule",
                                verbose_name="rule that proposed it",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(editable=False, null=True, verbose_name="last asked about")),
                        ("may_have_arrived", models.BooleanField(default=False, editable=False)),
                        ("next_try_at", models.DateTimeField(editable=False, null=True, verbose_name="next try")),
                        (
                            "their_answer",
                            models.TextField(
                                blank=True, editable=False, max_length=2000, verbose_name="what their system answered"
                            ),
                        ),
                        ("token", models.CharField(blank=True, editable=False, max_length=200)),
                        ("tries", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="tries")),
                    ],
                    options={
                        "verbose_name": "sending on of a report",
                        "verbose_name_plural": "sendings on of reports",
                        "ordering": ["-sent_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "queued")), fields=["next_try_at"], name="forwarding_due"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("police", "the police"),
                                    ("cleaner", "a graffiti cleaner"),
                                    ("housing", "a housing company"),
                                    ("other", "somebody else"),
                                ],
                                default="other",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "source of counts",
                        "verbose_name_plural": "sources of counts",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="CountList",
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
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                    ],
                    options={
                        "verbose_name": "list of counts",
                        "verbose_name_plural": "lists of counts",
                        "ordering": ["-at", "-pk"],
                        "permissions": [("deliver_counts", "Read in counts from others")],
                    },
                ),
                migrations.CreateModel(
                    name="CountListEvent",
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
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="incidents.countlist",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a list of counts",
                        "verbose_name_plural": "events of lists of counts",
                        "ordering": ["at", "pk"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="CountListRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("outcome", models.CharField(max_length=10)),
                        ("remark", models.CharField(blank=True, max_length=300)),
                        ("cells", models.JSONField(default=dict)),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="incidents.countlist",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "row of a list of counts",
                        "verbose_name_plural": "rows of lists of counts",
                        "ordering": ["number", "pk"],
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["list", "outcome", "number"], name="incidents_c_list_id_0044ff_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveredCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=80, verbose_name="what is counted")),
                        ("first", models.DateField(verbose_name="from")),
                        ("last", models.DateField(verbose_name="up to and including")),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("is_final", models.BooleanField(default=False, verbose_name="final")),
                        ("replaced_at", models.DateTimeField(editable=False, null=True, verbose_name="replaced")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="read in"),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                help_text="The kind of report that it stands beside.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="incidents.category",
                                verbose_name="category",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delivered",
                                to="incidents.countlist",
                                verbose_name="list",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="correction",
                                to="incidents.deliveredcount",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delivered",
                                to="incidents.countsource",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "count from others",
                        "verbose_name_plural": "counts from others",
                        "ordering": ["-last", "source", "kind", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at", None)),
                                fields=("source", "kind", "district", "area", "first", "last"),
                                name="delivered_one_stands",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first__lte", models.F("last"))), name="delivered_period"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("district", None), ("area", None), _connector="OR"),
                                name="delivered_one_place",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RetentionDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="months after closing",
                            ),
                        ),
                        ("decided_on", models.DateField(verbose_name="decided")),
                        (
                            "reference",
                            models.CharField(
                                max_length=200, verbose_name="who decided, and the number of the decision"
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="recorded"),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retention_decisions",
                                to="incidents.category",
                                verbose_name="category",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "decision on retention",
                        "verbose_name_plural": "decisions on retention",
                        "ordering": ["-recorded_at", "-pk"],
                        "permissions": [("decide_retention", "Record how long reports are kept")],
                    },
                ),
                migrations.CreateModel(
                    name="RetentionRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=common.clock.now, editable=False, verbose_name="when")),
                        ("reports", models.PositiveIntegerField(default=0, verbose_name="reports")),
                        ("photos", models.PositiveIntegerField(default=0, verbose_name="photos")),
                        ("notes", models.PositiveIntegerField(default=0, verbose_name="notes")),
                        ("messages", models.PositiveIntegerField(default=0, verbose_name="messages in the post")),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="incidents.retentiondecision",
                                verbose_name="decision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "run of retention",
                        "verbose_name_plural": "runs of retention",
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("view",),
                    },
                ),
                migrations.CreateModel(
                    name="Release",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(unique=True, verbose_name="month")),
                        ("made_at", models.DateTimeField(default=common.clock.now, verbose_name="published")),
                    ],
                    options={
                        "verbose_name": "published month",
                        "verbose_name_plural": "published months",
                        "ordering": ["-month"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="ReleasedCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_outside", models.BooleanField(default=False)),
                        ("count", models.PositiveIntegerField(null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.area",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="incidents.category",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.district",
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="incidents.release"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "published count",
                        "verbose_name_plural": "published counts",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "category", "district", "area", "is_outside"),
                                name="released_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("area", None), ("category", None), _connector="OR"),
                                name="released_area_all_kinds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Effort",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=150, verbose_name="what is done")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="in a few words how"),
                        ),
                        ("leader", models.CharField(max_length=120, verbose_name="who leads it")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("fewer", "fewer reports"),
                                    ("more", "more reports: more people tell"),
                                    ("same", "no change: it keeps the level"),
                                ],
                                default="fewer",
                                max_length=5,
                                verbose_name="what is expected",
                            ),
                        ),
                        (
                            "recorded_on",
                            models.DateField(default=common.clock.today, editable=False, verbose_name="recorded"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="efforts",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "categories",
                            models.ManyToManyField(
                                related_name="+", to="incidents.category", verbose_name="kinds it is meant to change"
                            ),
                        ),
                        (
                            "compared_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area to compare with",
                            ),
                        ),
                        (
                            "compared_district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district to compare with",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="efforts",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                    ],
                    options={
                        "verbose_name": "effort",
                        "verbose_name_plural": "efforts",
                        "ordering": ["-first_day", "-pk"],
                        "permissions": [("record_efforts", "Record efforts before they start")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first_day__lte", models.F("last_day"))), name="effort_period"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("recorded_on__lt", models.F("first_day"))),
                                name="effort_recorded_before",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EffortChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=500, verbose_name="why")),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "effort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="incidents.effort",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of an effort",
                        "verbose_name_plural": "changes of efforts",
                        "ordering": ["at", "pk"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="StandingSummary",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("receiver", models.CharField(max_length=120, verbose_name="who gets it")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "way",
                            models.CharField(
                                choices=[("account", "they sign in"), ("code", "by link and code, without an account")],
                                default="code",
                                max_length=8,
                                verbose_name="how they open it",
                            ),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[("month", "every month"), ("quarter", "every quarter")],
                                default="month",
                                max_length=8,
                                verbose_name="how often",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is sent")),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="since"),
                        ),
                        (
                            "answers_for",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who answers for it",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                help_text="None: the whole municipality.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                    ],
                    options={
                        "verbose_name": "standing summary",
                        "verbose_name_plural": "standing summaries",
                        "ordering": ["receiver", "pk"],
                        "permissions": [("subscribe_summaries", "Let others have summaries by themselves")],
                    },
                ),
                migrations.CreateModel(
                    name="SummaryIssue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first", models.DateField(verbose_name="from")),
                        ("last", models.DateField(verbose_name="last month")),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                        (
                            "document",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        (
                            "standing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="issues",
                                to="incidents.standingsummary",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "issue of a standing summary",
                        "verbose_name_plural": "issues of standing summaries",
                        "ordering": ["-first", "-pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("standing", "first"), name="summary_once_a_period")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=12000, verbose_name="text as handed out")),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=80, verbose_name="number of the request"),
                        ),
                        (
                            "at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="handed out"),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="disclosures",
                                to="incidents.report",
                                verbose_name="report",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewed by",
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, null=True, unique=True)),
                    ],
                    options={
                        "verbose_name": "disclosure of a report",
                        "verbose_name_plural": "disclosures of reports",
                        "ordering": ["-at", "-pk"],
                        "permissions": [("disclose_report", "Hand out masked copies of reports")],
                    },
                ),
                migrations.CreateModel(
                    name="SavedFilter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("query", models.CharField(max_length=600, verbose_name="filter")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="whose",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "saved filter",
                        "verbose_name_plural": "saved filters",
                        "ordering": ["name", "pk"],
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("user", "name"), name="filter_once")],
                    },
                ),
                migrations.CreateModel(
                    name="StandardText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        ("text", models.TextField(max_length=3000, verbose_name="text")),
                        (
                            "english",
                            models.TextField(
                                blank=True,
                                max_length=3000,
                                verbose_name="text in English, for those who report in English",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "standard text",
                        "verbose_name_plural": "standard texts",
                        "ordering": ["name"],
                    },
                ),
            ],
        ),
        migrations.RunSQL(MAKE, UNDO),
        migrations.RunSQL(FREEZE, THAW),
    ]
