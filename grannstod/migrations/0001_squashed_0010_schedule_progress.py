"""All tables as they stood after the migrations named below, made in one step: see `common/squashing.py`."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.squashing
import grannstod.models.observations
import grannstod.models.shifts

# The times of a place on the crew are the shift's own: when a shift moves, its crew's times follow, and the
# exclusion constraint judges them again.
ADD = """
ALTER TABLE grannstod_crewmember
  ADD CONSTRAINT crew_has_the_times_of_its_shift
  FOREIGN KEY (shift_id, starts_at, ends_at) REFERENCES grannstod_shift (id, starts_at, ends_at)
  ON UPDATE CASCADE ON DELETE CASCADE
"""
DROP = "ALTER TABLE grannstod_crewmember DROP CONSTRAINT crew_has_the_times_of_its_shift"


class Migration(migrations.Migration):
    replaces = [
        ("grannstod", "0001_initial"),
        ("grannstod", "0002_crew_times"),
        ("grannstod", "0003_reminders_by_text"),
        ("grannstod", "0004_seats_swaps_and_patterns"),
        ("grannstod", "0005_briefing_and_checklist_versions"),
        ("grannstod", "0006_joining"),
        ("grannstod", "0007_schedule"),
        ("grannstod", "0008_support"),
        ("grannstod", "0009_areas_shown_drafts_and_idle"),
        ("grannstod", "0010_schedule_progress"),
    ]

    initial = True

    dependencies = [
        ("incidents", "0001_initial"),
        ("neighbourhoods", "0012_lists_of_agents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        common.squashing.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Car",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
                        ("owner", models.CharField(blank=True, max_length=80, verbose_name="owner")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "car",
                        "verbose_name_plural": "cars",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Patrol",
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
                                choices=[("underway", "under way"), ("ended", "ended"), ("broken_off", "broken off")],
                                default="underway",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=common.clock.now, verbose_name="started")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "km",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="kilometres",
                            ),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "shift",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="patrol",
                                to="grannstod.shift",
                                verbose_name="shift",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="patrols",
                                to="grannstod.checklistversion",
                                verbose_name="version of the checklist",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "patrol",
                        "verbose_name_plural": "patrols",
                        "ordering": ["-started_at", "-pk"],
                        "permissions": [
                            ("use_patrol", "Take part in patrols"),
                            ("see_all_patrols", "See every patrol"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("status", "underway")),
                                    models.Q(
                                        ("ended_at__gte", models.F("started_at")),
                                        ("status__in", ["ended", "broken_off"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="patrol_ended_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("km__isnull", True), ("km__lte", 1000), _connector="OR"),
                                name="patrol_km_likely",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistLine",
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
                                choices=[("before", "before the drive"), ("after", "before you end")],
                                max_length=8,
                                verbose_name="when",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("text", models.CharField(max_length=120, verbose_name="text")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        ("is_police", models.BooleanField(default=False, verbose_name="the police are met")),
                        (
                            "version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="grannstod.checklistversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "checklist line",
                        "verbose_name_plural": "checklist lines",
                        "ordering": ["-kind", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "kind", "position"),
                                name="checklist_order_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCar",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(db_index=True, max_length=40, verbose_name="name")),
                        ("owner", models.CharField(blank=True, max_length=80, verbose_name="owner")),
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
                    ],
                    options={
                        "verbose_name": "historical car",
                        "verbose_name_plural": "historical cars",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalVolunteer",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("applied", "applied"),
                                    ("training", "in training"),
                                    ("active", "active"),
                                    ("paused", "paused"),
                                    ("left", "left"),
                                ],
                                default="applied",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "is_driver",
                            models.BooleanField(
                                default=False, help_text="Driving licence has been checked.", verbose_name="drives"
                            ),
                        ),
                        (
                            "clearance_until",
                            models.DateField(
                                blank=True,
                                help_text="Needed to visit a victim of crime.",
                                null=True,
                                verbose_name="secrecy clearance until",
                            ),
                        ),
                        ("joined_on", models.DateField(default=common.clock.today, verbose_name="since")),
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
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "wants_texts",
                            models.BooleanField(default=False, verbose_name="text message the day before a shift"),
                        ),
                        ("calendar_version", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "licence_until",
                            models.DateField(
                                blank=True,
                                help_text="The last day on the licence you looked at.",
                                null=True,
                                verbose_name="driving licence valid until",
                            ),
                        ),
                        ("agreement_on", models.DateField(blank=True, null=True, verbose_name="agreement signed")),
                        ("interviewed_on", models.DateField(blank=True, null=True, verbose_name="interviewed")),
                        ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left")),
                        ("reference_on", models.DateField(blank=True, null=True, verbose_name="reference taken")),
                        ("trained_on", models.DateField(blank=True, null=True, verbose_name="training done")),
                        ("idle_told_on", models.DateField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical volunteer",
                        "verbose_name_plural": "historical volunteers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PatrolEvent",
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
                                choices=[("underway", "under way"), ("ended", "ended"), ("broken_off", "broken off")],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[("underway", "under way"), ("ended", "ended"), ("broken_off", "broken off")],
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
                            "patrol",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="grannstod.patrol",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "patrol event",
                        "verbose_name_plural": "patrol events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Route",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "districts",
                            models.ManyToManyField(
                                blank=True,
                                related_name="routes",
                                to="neighbourhoods.district",
                                verbose_name="districts",
                            ),
                        ),
                        (
                            "patrol_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="routes",
                                to="grannstod.patrolarea",
                                verbose_name="patrol area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "route",
                        "verbose_name_plural": "routes",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalShift",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
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
                            "car",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="grannstod.car",
                                verbose_name="car",
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
                            "route",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="grannstod.route",
                                verbose_name="route",
                            ),
                        ),
                        (
                            "patrol_area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="grannstod.patrolarea",
                                verbose_name="patrol area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical shift",
                        "verbose_name_plural": "historical shifts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Shift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "car",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="grannstod.car",
                                verbose_name="car",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="shifts",
                                to="grannstod.route",
                                verbose_name="route",
                            ),
                        ),
                        (
                            "patrol_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="shifts",
                                to="grannstod.patrolarea",
                                verbose_name="patrol area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "shift",
                        "verbose_name_plural": "shifts",
                        "ordering": ["starts_at", "pk"],
                        "permissions": [("plan_shifts", "Plan shifts")],
                        "indexes": [
                            models.Index(fields=["ends_at", "starts_at"], name="grannstod_s_ends_at_580eb7_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                                name="shift_ends_after_start",
                            ),
                            models.UniqueConstraint(fields=("id", "starts_at", "ends_at"), name="shift_with_times"),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("car", "="),
                                    (grannstod.models.shifts.TsTzRange("starts_at", "ends_at"), "&&"),
                                ],
                                name="no_car_in_two_shifts_at_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPatrol",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            models.CharField(
                                choices=[("underway", "under way"), ("ended", "ended"), ("broken_off", "broken off")],
                                default="underway",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=common.clock.now, verbose_name="started")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "km",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="kilometres",
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "shift",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="grannstod.shift",
                                verbose_name="shift",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="grannstod.checklistversion",
                                verbose_name="version of the checklist",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical patrol",
                        "verbose_name_plural": "historical patrols",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Volunteer",
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
                                    ("applied", "applied"),
                                    ("training", "in training"),
                                    ("active", "active"),
                                    ("paused", "paused"),
                                    ("left", "left"),
                                ],
                                default="applied",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "is_driver",
                            models.BooleanField(
                                default=False, help_text="Driving licence has been checked.", verbose_name="drives"
                            ),
                        ),
                        (
                            "clearance_until",
                            models.DateField(
                                blank=True,
                                help_text="Needed to visit a victim of crime.",
                                null=True,
                                verbose_name="secrecy clearance until",
                            ),
                        ),
                        ("joined_on", models.DateField(default=common.clock.today, verbose_name="since")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="volunteer",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "wants_texts",
                            models.BooleanField(default=False, verbose_name="text message the day before a shift"),
                        ),
                        ("calendar_version", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "licence_until",
                            models.DateField(
                                blank=True,
                                help_text="The last day on the licence you looked at.",
                                null=True,
                                verbose_name="driving licence valid until",
                            ),
                        ),
                        ("agreement_on", models.DateField(blank=True, null=True, verbose_name="agreement signed")),
                        ("interviewed_on", models.DateField(blank=True, null=True, verbose_name="interviewed")),
                        ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left")),
                        ("reference_on", models.DateField(blank=True, null=True, verbose_name="reference taken")),
                        ("trained_on", models.DateField(blank=True, null=True, verbose_name="training done")),
                        ("idle_told_on", models.DateField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "volunteer",
                        "verbose_name_plural": "volunteers",
                        "ordering": ["user__full_name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CrewMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seat",
                            models.CharField(
                                choices=[("driver", "drives"), ("companion", "beside the driver")],
                                max_length=10,
                                verbose_name="seat",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(editable=False)),
                        ("ends_at", models.DateTimeField(editable=False)),
                        (
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="crew",
                                to="grannstod.shift",
                                verbose_name="shift",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="grannstod.volunteer",
                                verbose_name="volunteer",
                            ),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="reminded"),
                        ),
                        ("day_mail_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("placed_at", models.DateTimeField(default=common.clock.now, editable=False)),
                        ("was_absent", models.BooleanField(default=False, editable=False, verbose_name="did not come")),
                        ("week_mail_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "place on a crew",
                        "verbose_name_plural": "places on a crew",
                        "ordering": ["shift", "-seat"],
                        "constraints": [
                            models.UniqueConstraint(fields=("shift", "seat"), name="one_person_per_seat"),
                            models.CheckConstraint(
                                condition=models.Q(("seat__in", ["driver", "companion"])), name="two_seats_in_the_car"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("volunteer", "="),
                                    (grannstod.models.shifts.TsTzRange("starts_at", "ends_at"), "&&"),
                                ],
                                name="nobody_in_two_shifts_at_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VolunteerEvent",
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
                                    ("applied", "applied"),
                                    ("training", "in training"),
                                    ("active", "active"),
                                    ("paused", "paused"),
                                    ("left", "left"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("applied", "applied"),
                                    ("training", "in training"),
                                    ("active", "active"),
                                    ("paused", "paused"),
                                    ("left", "left"),
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
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="grannstod.volunteer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "volunteer event",
                        "verbose_name_plural": "volunteer events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="what you see")),
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
                            "photo",
                            models.FileField(
                                blank=True,
                                max_length=120,
                                upload_to=grannstod.models.observations.photo_path,
                                verbose_name="photo",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("police", "police"),
                                    ("fault_report", "fault report"),
                                    ("log_only", "log only"),
                                ],
                                max_length=12,
                                verbose_name="what happens with it",
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        ("observed_at", models.DateTimeField(default=common.clock.now, verbose_name="seen")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
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
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="incidents.category",
                                verbose_name="what it is about",
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="observation",
                                to="incidents.report",
                                verbose_name="report",
                            ),
                        ),
                        (
                            "patrol",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="grannstod.patrol",
                                verbose_name="patrol",
                            ),
                        ),
                        (
                            "case_number",
                            models.CharField(
                                blank=True,
                                help_text="As the police say it, 5000-K12345-26.",
                                max_length=30,
                                verbose_name="the police's case number",
                            ),
                        ),
                        ("photo_digest", models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        "verbose_name": "observation",
                        "verbose_name_plural": "observations",
                        "ordering": ["-observed_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["patrol", "observed_at"], name="grannstod_o_patrol__520774_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["police", "fault_report", "log_only"])),
                                name="observation_has_one_outcome",
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
                                name="observation_position_on_earth",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PatrolStep",
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
                                    ("before", "before the drive"),
                                    ("place", "on the way"),
                                    ("after", "before you end"),
                                ],
                                max_length=8,
                                verbose_name="when",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("name", models.CharField(max_length=120, verbose_name="text")),
                        ("hint", models.CharField(blank=True, max_length=200, verbose_name="what to look at")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                        (
                            "patrol",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="grannstod.patrol",
                                verbose_name="patrol",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        ("changed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "is_police",
                            models.BooleanField(default=False, editable=False, verbose_name="the police are met"),
                        ),
                        ("key", models.CharField(blank=True, editable=False, max_length=24)),
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
                    ],
                    options={
                        "verbose_name": "step of a patrol",
                        "verbose_name_plural": "steps of a patrol",
                        "ordering": ["patrol", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("patrol", "kind", "position"), name="patrol_step_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                fields=("patrol", "key"),
                                name="patrol_step_key_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RouteStop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("name", models.CharField(max_length=120, verbose_name="place")),
                        ("hint", models.CharField(blank=True, max_length=200, verbose_name="what to look at")),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="grannstod.route",
                                verbose_name="route",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
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
                    ],
                    options={
                        "verbose_name": "place on a route",
                        "verbose_name_plural": "places on a route",
                        "ordering": ["route", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("route", "position"), name="route_stop_order_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeatEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("signed_up", "signed up"),
                                    ("withdrew", "withdrew"),
                                    ("asked_swap", "asked others to take over"),
                                    ("kept", "kept the seat after all"),
                                    ("handed_over", "handed over"),
                                    ("took_over", "took over"),
                                    ("scheduled", "seated by a schedule"),
                                    ("absent", "did not come"),
                                    ("present", "came after all"),
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
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seat_events",
                                to="grannstod.shift",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seat_events",
                                to="grannstod.volunteer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "seat event",
                        "verbose_name_plural": "seat events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SwapRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=common.clock.now, verbose_name="asked")),
                        (
                            "seat",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="swap",
                                to="grannstod.crewmember",
                                verbose_name="seat",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "seat to hand over",
                        "verbose_name_plural": "seats to hand over",
                        "ordering": ["seat__starts_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ShiftPattern",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(6),
                                ],
                                verbose_name="weekday",
                            ),
                        ),
                        ("begins", models.TimeField(verbose_name="begins")),
                        ("ends", models.TimeField(verbose_name="ends")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "car",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="patterns",
                                to="grannstod.car",
                                verbose_name="car",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="patterns",
                                to="grannstod.route",
                                verbose_name="route",
                            ),
                        ),
                        (
                            "patrol_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="patterns",
                                to="grannstod.patrolarea",
                                verbose_name="patrol area",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "shift of an ordinary week",
                        "verbose_name_plural": "shifts of an ordinary week",
                        "ordering": ["weekday", "begins", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("begins__lt", models.F("ends"))), name="pattern_ends_after_start"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__lte", 6)), name="pattern_on_a_weekday"
                            ),
                            models.UniqueConstraint(fields=("weekday", "begins", "car"), name="pattern_once_a_car"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaitingPlace",
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
                                    ("waiting", "waits"),
                                    ("offered", "offered"),
                                    ("taken", "taken"),
                                    ("lapsed", "not answered in time"),
                                    ("withdrawn", "does not wait any more"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("since", models.DateTimeField(default=common.clock.now, verbose_name="since")),
                        (
                            "offered_until",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="offered until"),
                        ),
                        (
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="line",
                                to="grannstod.shift",
                                verbose_name="shift",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waiting",
                                to="grannstod.volunteer",
                                verbose_name="volunteer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place in line",
                        "verbose_name_plural": "places in line",
                        "ordering": ["shift", "since", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("waiting", "offered"))),
                                fields=("shift", "volunteer"),
                                name="once_in_line_for_a_shift",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "offered")),
                                fields=("shift",),
                                name="one_offer_of_a_shift_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "offered"), _negated=True),
                                    ("offered_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="offer_has_an_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BriefingNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[("police", "the police"), ("coordinator", "the coordinator")],
                                max_length=12,
                                verbose_name="who wants it looked at",
                            ),
                        ),
                        ("text", models.TextField(max_length=600, verbose_name="what to look at")),
                        ("first_day", models.DateField(default=common.clock.today, verbose_name="from")),
                        ("last_day", models.DateField(verbose_name="until and including")),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "districts",
                            models.ManyToManyField(
                                blank=True,
                                help_text="None chosen: every patrol.",
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="districts",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thing to look at",
                        "verbose_name_plural": "things to look at",
                        "ordering": ["last_day", "pk"],
                        "permissions": [("brief_patrols", "Say what patrols look at")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first_day__lte", models.F("last_day"))),
                                name="briefing_ends_after_start",
                            )
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
                        ("number", models.PositiveIntegerField(editable=False, unique=True, verbose_name="version")),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published"),
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
                    ],
                    options={
                        "verbose_name": "version of the checklist",
                        "verbose_name_plural": "versions of the checklist",
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="VisitNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField(default=common.clock.now, verbose_name="since")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agent who wants notes of visits",
                        "verbose_name_plural": "agents who want notes of visits",
                    },
                ),
                migrations.CreateModel(
                    name="VisitWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="what to look at")),
                        ("asked_at", models.DateTimeField(default=common.clock.now, verbose_name="asked")),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed"),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visit_wishes",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "patrol",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="grannstod.patrol",
                                verbose_name="patrol",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wish for a visit",
                        "verbose_name_plural": "wishes for a visit",
                        "ordering": ["asked_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)), fields=("area",), name="one_open_wish_an_area"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Applicant",
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
                                choices=[("resident", "I live here"), ("business", "I come from a business here")],
                                max_length=8,
                                verbose_name="who",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        ("business", models.CharField(blank=True, max_length=120, verbose_name="business")),
                        ("about", models.TextField(blank=True, max_length=1000, verbose_name="about oneself")),
                        (
                            "has_licence",
                            models.BooleanField(default=False, verbose_name="says to have a driving licence"),
                        ),
                        ("language", models.CharField(max_length=10)),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("unconfirmed", "address not confirmed"),
                                    ("new", "to be interviewed"),
                                    ("interviewed", "interviewed, reference to be taken"),
                                    ("referred", "reference taken, to be decided"),
                                    ("declined", "not taken on"),
                                ],
                                default="unconfirmed",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("consented_at", models.DateTimeField(default=common.clock.now, editable=False)),
                        ("expires_on", models.DateField(verbose_name="is forgotten on")),
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
                    ],
                    options={
                        "verbose_name": "applicant",
                        "verbose_name_plural": "applicants",
                        "ordering": ["consented_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "resident"),
                                    models.Q(("kind", "business"), models.Q(("business", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="applicant_says_which_business",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApplicantEvent",
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
                                    ("unconfirmed", "address not confirmed"),
                                    ("new", "to be interviewed"),
                                    ("interviewed", "interviewed, reference to be taken"),
                                    ("referred", "reference taken, to be decided"),
                                    ("declined", "not taken on"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("unconfirmed", "address not confirmed"),
                                    ("new", "to be interviewed"),
                                    ("interviewed", "interviewed, reference to be taken"),
                                    ("referred", "reference taken, to be decided"),
                                    ("declined", "not taken on"),
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
                            "applicant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="grannstod.applicant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "applicant event",
                        "verbose_name_plural": "applicant events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Schedule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first", models.DateField(verbose_name="from")),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                default=6,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(26),
                                ],
                                verbose_name="weeks",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for a worker"),
                                    ("solving", "being worked out"),
                                    ("draft", "draft"),
                                    ("failed", "could not be worked out"),
                                    ("released", "released"),
                                    ("dropped", "dropped"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("gaps", models.JSONField(default=list, editable=False)),
                        ("made_at", models.DateTimeField(default=common.clock.now, editable=False)),
                        ("moved_at", models.DateTimeField(default=common.clock.now, editable=False)),
                        (
                            "actor",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("shown_at", models.DateTimeField(editable=False, null=True, verbose_name="draft shown")),
                        ("progress", models.JSONField(default=dict, editable=False)),
                    ],
                    options={
                        "verbose_name": "schedule",
                        "verbose_name_plural": "schedules",
                        "ordering": ["-made_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weeks__gte", 1), ("weeks__lte", 26)), name="schedule_some_weeks"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposedSeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seat",
                            models.CharField(
                                choices=[("driver", "drives"), ("companion", "beside the driver")],
                                max_length=10,
                                verbose_name="seat",
                            ),
                        ),
                        ("by_hand", models.BooleanField(default=False, verbose_name="chosen by hand")),
                        ("reasons", models.JSONField(default=list, editable=False)),
                        (
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="grannstod.shift",
                                verbose_name="shift",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="grannstod.volunteer",
                                verbose_name="volunteer",
                            ),
                        ),
                        (
                            "schedule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="grannstod.schedule",
                                verbose_name="schedule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "proposed seat",
                        "verbose_name_plural": "proposed seats",
                        "ordering": ["shift__starts_at", "shift", "-seat"],
                        "constraints": [
                            models.UniqueConstraint(fields=("schedule", "shift", "seat"), name="seat_proposed_once"),
                            models.UniqueConstraint(
                                fields=("schedule", "shift", "volunteer"), name="person_proposed_once_a_shift"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScheduleEvent",
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
                                    ("waiting", "waits for a worker"),
                                    ("solving", "being worked out"),
                                    ("draft", "draft"),
                                    ("failed", "could not be worked out"),
                                    ("released", "released"),
                                    ("dropped", "dropped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for a worker"),
                                    ("solving", "being worked out"),
                                    ("draft", "draft"),
                                    ("failed", "could not be worked out"),
                                    ("released", "released"),
                                    ("dropped", "dropped"),
                                ],
                                max_length=10,
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
                            "schedule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="grannstod.schedule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "schedule event",
                        "verbose_name_plural": "schedule events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Wish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "gladly",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(
                                    choices=[
                                        (0, "Monday"),
                                        (1, "Tuesday"),
                                        (2, "Wednesday"),
                                        (3, "Thursday"),
                                        (4, "Friday"),
                                    ]
                                ),
                                default=list,
                                size=None,
                                verbose_name="gladly",
                            ),
                        ),
                        (
                            "never",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(
                                    choices=[
                                        (0, "Monday"),
                                        (1, "Tuesday"),
                                        (2, "Wednesday"),
                                        (3, "Thursday"),
                                        (4, "Friday"),
                                    ]
                                ),
                                default=list,
                                size=None,
                                verbose_name="can't",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("any", "any time"),
                                    ("morning", "only before noon"),
                                    ("afternoon", "only after noon"),
                                ],
                                default="any",
                                max_length=10,
                                verbose_name="time of day",
                            ),
                        ),
                        (
                            "seat",
                            models.CharField(
                                choices=[
                                    ("either", "either"),
                                    ("driver", "rather drive"),
                                    ("companion", "rather sit beside"),
                                ],
                                default="either",
                                max_length=10,
                                verbose_name="seat",
                            ),
                        ),
                        (
                            "most",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(30),
                                ],
                                verbose_name="at most in six weeks",
                            ),
                        ),
                        ("away_from", models.DateField(blank=True, null=True, verbose_name="away from")),
                        ("away_until", models.DateField(blank=True, null=True, verbose_name="away until")),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="grannstod.volunteer",
                                verbose_name="gladly together with",
                            ),
                        ),
                        (
                            "volunteer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wish",
                                to="grannstod.volunteer",
                                verbose_name="volunteer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wish",
                        "verbose_name_plural": "wishes",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("away_from__isnull", True), ("away_until__isnull", True)),
                                    ("away_until__gte", models.F("away_from")),
                                    _connector="OR",
                                ),
                                name="away_until_after_from",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportRetention",
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
                                    django.core.validators.MaxValueValidator(120),
                                ],
                                verbose_name="months after closing",
                            ),
                        ),
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
                        "verbose_name": "decision on erasing support cases",
                        "verbose_name_plural": "decisions on erasing support cases",
                        "ordering": ["-recorded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="VictimSupportCase",
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
                                    ("referred", "waits for the first visit"),
                                    ("visited", "visited, return visit offered"),
                                    ("closed", "closed"),
                                    ("declined", "declined"),
                                ],
                                default="referred",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("police", "the police"),
                                    ("social", "social services"),
                                    ("own", "own wish"),
                                    ("agent", "a contact agent"),
                                ],
                                max_length=8,
                                verbose_name="who asks",
                            ),
                        ),
                        (
                            "referred_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="referred"),
                        ),
                        ("sealed", models.BinaryField(null=True)),
                        (
                            "consent",
                            models.CharField(
                                choices=[("unasked", "not asked yet"), ("given", "given"), ("refused", "refused")],
                                default="unasked",
                                max_length=8,
                                verbose_name="consent that the contact agent is told",
                            ),
                        ),
                        ("consent_at", models.DateTimeField(editable=False, null=True, verbose_name="consent noted")),
                        (
                            "first_contact_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="first contact"),
                        ),
                        ("due_on", models.DateField(editable=False, null=True, verbose_name="next visit due")),
                        ("escalated_on", models.DateField(editable=False, null=True, verbose_name="said to be late")),
                        (
                            "agents_told_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="contact agents told"),
                        ),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed")),
                        ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="erased")),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="neighbourhoods.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "support case",
                        "verbose_name_plural": "support cases",
                        "ordering": ["due_on", "pk"],
                        "permissions": [("lead_support", "Lead the support for those who have met with a crime")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("erased_at", None), ("sealed", None), _connector="OR"),
                                name="support_erased_is_empty",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("status__in", ["closed", "declined"])),
                                    models.Q(("closed_at__isnull", True), ("status__in", ["referred", "visited"])),
                                    _connector="OR",
                                ),
                                name="support_closed_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportVisit",
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
                                choices=[("first", "first visit"), ("return", "return visit")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("planned_on", models.DateField(verbose_name="day")),
                        ("done_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="done")),
                        ("gave_brochure", models.BooleanField(default=False, verbose_name="the brochure was left")),
                        (
                            "advised_locks",
                            models.BooleanField(default=False, verbose_name="advice on locks, doors and windows"),
                        ),
                        ("advised_insurance", models.BooleanField(default=False, verbose_name="advice on insurance")),
                        (
                            "told_of_support",
                            models.BooleanField(default=False, verbose_name="told where more support is to be had"),
                        ),
                        ("sealed", models.BinaryField(null=True)),
                        (
                            "one",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="grannstod.volunteer",
                                verbose_name="one who visits",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="grannstod.volunteer",
                                verbose_name="the other who visits",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visits",
                                to="grannstod.victimsupportcase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "support visit",
                        "verbose_name_plural": "support visits",
                        "ordering": ["planned_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "kind"), name="one_visit_a_kind"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("one", None),
                                    ("other", None),
                                    models.Q(("one", models.F("other")), _negated=True),
                                    _connector="OR",
                                ),
                                name="support_by_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=20)),
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
                                to="grannstod.victimsupportcase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "support event",
                        "verbose_name_plural": "support events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SupporterCourse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                choices=[
                                    ("security", "security"),
                                    ("insurance", "insurance"),
                                    ("talks", "support talks"),
                                ],
                                max_length=10,
                                verbose_name="subject",
                            ),
                        ),
                        ("taken_on", models.DateField(verbose_name="taken on")),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="courses",
                                to="grannstod.volunteer",
                                verbose_name="volunteer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "supporter's education",
                        "verbose_name_plural": "supporters' education",
                        "ordering": ["volunteer", "subject"],
                        "constraints": [
                            models.UniqueConstraint(fields=("volunteer", "subject"), name="one_course_a_subject")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PatrolArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "districts",
                            models.ManyToManyField(
                                related_name="patrol_areas", to="neighbourhoods.district", verbose_name="districts"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "patrol area",
                        "verbose_name_plural": "patrol areas",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="ShownSeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "schedule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shown",
                                to="grannstod.schedule",
                                verbose_name="schedule",
                            ),
                        ),
                        (
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="grannstod.shift",
                                verbose_name="shift",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="grannstod.volunteer",
                                verbose_name="volunteer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "shift shown in a draft",
                        "verbose_name_plural": "shifts shown in drafts",
                        "ordering": ["shift__starts_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("schedule", "shift", "volunteer"), name="shown_once")
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(ADD, DROP),
    ]
