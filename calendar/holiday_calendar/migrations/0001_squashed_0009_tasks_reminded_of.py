"""All tables as they stood after the migrations named below, made in one step: see `common/squashing.py`."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.signed_links
import common.squashing
import holiday_calendar.models.years


class Migration(migrations.Migration):
    replaces = [
        ("calendar", "0001_initial"),
        ("calendar", "0002_wheel_rings"),
        ("calendar", "0003_copied_years"),
        ("calendar", "0004_break_rooms"),
        ("calendar", "0005_meetings"),
        ("calendar", "0006_personal_feeds"),
        ("calendar", "0007_activities_rules_proposals"),
        ("calendar", "0008_check_ins_of_a_break"),
        ("calendar", "0009_tasks_reminded_of"),
    ]

    initial = True

    dependencies = [
        ("incidents", "0005_small_pictures_and_blurring"),
        ("neighbourhoods", "0011_border_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        common.squashing.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="CalendarItem",
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
                                    ("coordination", "coordination meeting"),
                                    ("steering", "steering-group meeting"),
                                    ("check_in", "check-in meeting"),
                                    ("activity", "activity"),
                                ],
                                default="activity",
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="name")),
                        ("description", models.TextField(blank=True, max_length=2000, verbose_name="what happens")),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("all_day", models.BooleanField(default=False, verbose_name="all day")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        ("is_public", models.BooleanField(default=False, verbose_name="shown to all")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "draft"), ("confirmed", "confirmed"), ("cancelled", "cancelled")],
                                default="confirmed",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "uid",
                            models.CharField(
                                default=holiday_calendar.models.years.new_uid,
                                editable=False,
                                max_length=120,
                                unique=True,
                                verbose_name="identity in feeds",
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False, verbose_name="sequence")),
                        (
                            "updated_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty means the whole municipality.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar_items",
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
                                related_name="calendar_items",
                                to="neighbourhoods.organisation",
                                verbose_name="organiser",
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="copies",
                                to="calendar.calendaritem",
                                verbose_name="copied from",
                            ),
                        ),
                        ("copied_to", models.PositiveSmallIntegerField(editable=False, null=True)),
                        (
                            "moves_by",
                            models.CharField(
                                choices=[
                                    ("week", "the same week and weekday"),
                                    ("break", "as many days from a break"),
                                    ("date", "the same date"),
                                    ("weekday", "the same weekday of the month, such as the second Tuesday"),
                                    ("stays", "is not copied"),
                                ],
                                default="week",
                                max_length=8,
                                verbose_name="next year",
                            ),
                        ),
                        (
                            "moves_with",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("school_starts", "school starts"),
                                    ("school_ends", "school ends"),
                                    ("autumn", "autumn break (höstlov)"),
                                    ("christmas", "Christmas break"),
                                    ("new_year", "New Year"),
                                    ("winter", "winter break (sportlov)"),
                                    ("easter", "Easter break (påsklov)"),
                                    ("valborg", "Valborg"),
                                    ("may", "days off in May"),
                                    ("summer", "summer break"),
                                    ("own", "other"),
                                ],
                                help_text="Only where the day is counted from a break.",
                                max_length=16,
                                verbose_name="break it follows",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="to look at"),
                        ),
                        ("age_from", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from age")),
                        ("age_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="to age")),
                        (
                            "aim",
                            models.CharField(
                                blank=True,
                                choices=[("promoting", "promoting"), ("preventing", "preventing")],
                                max_length=10,
                                verbose_name="aim",
                            ),
                        ),
                        (
                            "approach",
                            models.CharField(
                                blank=True,
                                choices=[("social", "social prevention"), ("situational", "situational prevention")],
                                max_length=11,
                                verbose_name="prevention",
                            ),
                        ),
                        (
                            "is_open",
                            models.BooleanField(default=False, verbose_name="open to all, without registration"),
                        ),
                        ("laid_for", models.PositiveSmallIntegerField(editable=False, null=True)),
                        ("led_by", models.CharField(blank=True, max_length=120, verbose_name="led by")),
                        (
                            "laid_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="items",
                                to="calendar.meetingrule",
                                verbose_name="laid out by the rule",
                            ),
                        ),
                        (
                            "of_break",
                            models.ForeignKey(
                                blank=True,
                                help_text="A check-in meeting stands in the room of its break.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="items",
                                to="calendar.schoolbreak",
                                verbose_name="belongs to the break",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "calendar item",
                        "verbose_name_plural": "calendar items",
                        "ordering": ["starts_at", "pk"],
                        "permissions": [("see_internal_items", "See internal calendar items")],
                        "indexes": [
                            models.Index(fields=["starts_at", "ends_at"], name="calendar_ca_starts__eaab86_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                                name="calendar_item_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("moves_by", "break"), _negated=True),
                                    models.Q(("moves_with", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="calendar_item_follows_a_named_break",
                            ),
                            models.UniqueConstraint(
                                fields=("copied_from", "copied_to"), name="calendar_item_copied_once_a_year"
                            ),
                            models.UniqueConstraint(
                                fields=("laid_by", "laid_for"), name="calendar_item_laid_once_a_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("age_from", None),
                                    ("age_to", None),
                                    ("age_from__lte", models.F("age_to")),
                                    _connector="OR",
                                ),
                                name="calendar_item_ages_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarItemEvent",
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
                                choices=[("draft", "draft"), ("confirmed", "confirmed"), ("cancelled", "cancelled")],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[("draft", "draft"), ("confirmed", "confirmed"), ("cancelled", "cancelled")],
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="calendar.calendaritem",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "calendar item event",
                        "verbose_name_plural": "calendar item events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCalendarItem",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("coordination", "coordination meeting"),
                                    ("steering", "steering-group meeting"),
                                    ("check_in", "check-in meeting"),
                                    ("activity", "activity"),
                                ],
                                default="activity",
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="name")),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("all_day", models.BooleanField(default=False, verbose_name="all day")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        ("is_public", models.BooleanField(default=False, verbose_name="shown to all")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "draft"), ("confirmed", "confirmed"), ("cancelled", "cancelled")],
                                default="confirmed",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "uid",
                            models.CharField(
                                db_index=True,
                                default=holiday_calendar.models.years.new_uid,
                                editable=False,
                                max_length=120,
                                verbose_name="identity in feeds",
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False, verbose_name="sequence")),
                        (
                            "updated_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
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
                            "district",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty means the whole municipality.",
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
                                verbose_name="organiser",
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="calendar.calendaritem",
                                verbose_name="copied from",
                            ),
                        ),
                        ("copied_to", models.PositiveSmallIntegerField(editable=False, null=True)),
                        (
                            "moves_by",
                            models.CharField(
                                choices=[
                                    ("week", "the same week and weekday"),
                                    ("break", "as many days from a break"),
                                    ("date", "the same date"),
                                    ("weekday", "the same weekday of the month, such as the second Tuesday"),
                                    ("stays", "is not copied"),
                                ],
                                default="week",
                                max_length=8,
                                verbose_name="next year",
                            ),
                        ),
                        (
                            "moves_with",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("school_starts", "school starts"),
                                    ("school_ends", "school ends"),
                                    ("autumn", "autumn break (höstlov)"),
                                    ("christmas", "Christmas break"),
                                    ("new_year", "New Year"),
                                    ("winter", "winter break (sportlov)"),
                                    ("easter", "Easter break (påsklov)"),
                                    ("valborg", "Valborg"),
                                    ("may", "days off in May"),
                                    ("summer", "summer break"),
                                    ("own", "other"),
                                ],
                                help_text="Only where the day is counted from a break.",
                                max_length=16,
                                verbose_name="break it follows",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="to look at"),
                        ),
                        ("age_from", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from age")),
                        ("age_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="to age")),
                        (
                            "aim",
                            models.CharField(
                                blank=True,
                                choices=[("promoting", "promoting"), ("preventing", "preventing")],
                                max_length=10,
                                verbose_name="aim",
                            ),
                        ),
                        (
                            "approach",
                            models.CharField(
                                blank=True,
                                choices=[("social", "social prevention"), ("situational", "situational prevention")],
                                max_length=11,
                                verbose_name="prevention",
                            ),
                        ),
                        (
                            "is_open",
                            models.BooleanField(default=False, verbose_name="open to all, without registration"),
                        ),
                        ("laid_for", models.PositiveSmallIntegerField(editable=False, null=True)),
                        (
                            "laid_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="calendar.meetingrule",
                                verbose_name="laid out by the rule",
                            ),
                        ),
                        (
                            "of_break",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="A check-in meeting stands in the room of its break.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="calendar.schoolbreak",
                                verbose_name="belongs to the break",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical calendar item",
                        "verbose_name_plural": "historical calendar items",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSchoolYear",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "label",
                            models.CharField(
                                help_text="For example 2026/27.", max_length=7, verbose_name="school year"
                            ),
                        ),
                        (
                            "school_form",
                            models.CharField(
                                choices=[
                                    ("all", "all school forms"),
                                    ("compulsory", "compulsory school (grundskola)"),
                                    ("upper_secondary", "upper secondary school (gymnasium)"),
                                ],
                                default="all",
                                max_length=16,
                                verbose_name="school form",
                            ),
                        ),
                        ("starts_from", models.DateField(verbose_name="starts, earliest")),
                        ("starts_to", models.DateField(verbose_name="starts, latest")),
                        ("ends_from", models.DateField(verbose_name="ends, earliest")),
                        ("ends_to", models.DateField(verbose_name="ends, latest")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("source_date", models.DateField(verbose_name="date of the source")),
                        (
                            "status",
                            models.CharField(
                                choices=[("to_be_confirmed", "to be confirmed"), ("confirmed", "confirmed")],
                                default="to_be_confirmed",
                                editable=False,
                                max_length=16,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "updated_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
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
                        "verbose_name": "historical school year",
                        "verbose_name_plural": "historical school years",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SchoolYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "label",
                            models.CharField(
                                help_text="For example 2026/27.", max_length=7, verbose_name="school year"
                            ),
                        ),
                        (
                            "school_form",
                            models.CharField(
                                choices=[
                                    ("all", "all school forms"),
                                    ("compulsory", "compulsory school (grundskola)"),
                                    ("upper_secondary", "upper secondary school (gymnasium)"),
                                ],
                                default="all",
                                max_length=16,
                                verbose_name="school form",
                            ),
                        ),
                        ("starts_from", models.DateField(verbose_name="starts, earliest")),
                        ("starts_to", models.DateField(verbose_name="starts, latest")),
                        ("ends_from", models.DateField(verbose_name="ends, earliest")),
                        ("ends_to", models.DateField(verbose_name="ends, latest")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("source_date", models.DateField(verbose_name="date of the source")),
                        (
                            "status",
                            models.CharField(
                                choices=[("to_be_confirmed", "to be confirmed"), ("confirmed", "confirmed")],
                                default="to_be_confirmed",
                                editable=False,
                                max_length=16,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "updated_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
                        ),
                    ],
                    options={
                        "verbose_name": "school year",
                        "verbose_name_plural": "school years",
                        "ordering": ["starts_from", "school_form"],
                        "constraints": [
                            models.UniqueConstraint(fields=("label", "school_form"), name="school_year_once_per_form"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_from__lte", models.F("starts_to")),
                                    ("starts_to__lt", models.F("ends_from")),
                                    ("ends_from__lte", models.F("ends_to")),
                                ),
                                name="school_year_days_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SchoolBreak",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.SlugField(
                                help_text="Stays the same in every version.", max_length=40, verbose_name="address word"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("school_starts", "school starts"),
                                    ("school_ends", "school ends"),
                                    ("autumn", "autumn break (höstlov)"),
                                    ("christmas", "Christmas break"),
                                    ("new_year", "New Year"),
                                    ("winter", "winter break (sportlov)"),
                                    ("easter", "Easter break (påsklov)"),
                                    ("valborg", "Valborg"),
                                    ("may", "days off in May"),
                                    ("summer", "summer break"),
                                    ("own", "other"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        ("starts_from", models.DateField(blank=True, null=True, verbose_name="begins at the earliest")),
                        ("starts_to", models.DateField(blank=True, null=True, verbose_name="begins at the latest")),
                        ("visible", models.BooleanField(default=True, verbose_name="shown to all")),
                        ("is_withdrawn", models.BooleanField(default=False, editable=False, verbose_name="withdrawn")),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False, verbose_name="sequence")),
                        (
                            "updated_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
                        ),
                        (
                            "school_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="breaks",
                                to="calendar.schoolyear",
                                verbose_name="school year",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "school break",
                        "verbose_name_plural": "school breaks",
                        "ordering": ["first_day", "last_day", "pk"],
                        "indexes": [
                            models.Index(fields=["first_day", "last_day"], name="calendar_sc_first_d_5e2d7d_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("school_year", "key"), name="school_break_once_in_year"),
                            models.CheckConstraint(
                                condition=models.Q(("first_day__lte", models.F("last_day"))),
                                name="school_break_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("starts_from", None), ("starts_to", None)),
                                    ("starts_from__lte", models.F("starts_to")),
                                    _connector="OR",
                                ),
                                name="school_break_range_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSchoolBreak",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "key",
                            models.SlugField(
                                help_text="Stays the same in every version.", max_length=40, verbose_name="address word"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("school_starts", "school starts"),
                                    ("school_ends", "school ends"),
                                    ("autumn", "autumn break (höstlov)"),
                                    ("christmas", "Christmas break"),
                                    ("new_year", "New Year"),
                                    ("winter", "winter break (sportlov)"),
                                    ("easter", "Easter break (påsklov)"),
                                    ("valborg", "Valborg"),
                                    ("may", "days off in May"),
                                    ("summer", "summer break"),
                                    ("own", "other"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        ("starts_from", models.DateField(blank=True, null=True, verbose_name="begins at the earliest")),
                        ("starts_to", models.DateField(blank=True, null=True, verbose_name="begins at the latest")),
                        ("visible", models.BooleanField(default=True, verbose_name="shown to all")),
                        ("is_withdrawn", models.BooleanField(default=False, editable=False, verbose_name="withdrawn")),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False, verbose_name="sequence")),
                        (
                            "updated_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "school_year",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="calendar.schoolyear",
                                verbose_name="school year",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical school break",
                        "verbose_name_plural": "historical school breaks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SchoolYearEvent",
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
                                choices=[("to_be_confirmed", "to be confirmed"), ("confirmed", "confirmed")],
                                max_length=16,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[("to_be_confirmed", "to be confirmed"), ("confirmed", "confirmed")],
                                max_length=16,
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
                            "school_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="calendar.schoolyear",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "school year event",
                        "verbose_name_plural": "school year events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SchoolYearVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="version")),
                        ("data", models.JSONField(verbose_name="dates")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("source_date", models.DateField(verbose_name="date of the source")),
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
                            "school_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="calendar.schoolyear",
                                verbose_name="school year",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version of a school year",
                        "verbose_name_plural": "versions of school years",
                        "ordering": ["school_year", "-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("school_year", "version"), name="school_year_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WheelRing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=22, verbose_name="name on the wheel")),
                        ("rank", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wheel_ring",
                                to="neighbourhoods.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ring of the year wheel",
                        "verbose_name_plural": "rings of the year wheel",
                        "ordering": ["rank", "name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BreakRoom",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("goal", models.TextField(blank=True, max_length=2000, verbose_name="goal")),
                        ("risks", models.TextField(blank=True, max_length=2000, verbose_name="risks")),
                        ("keep", models.TextField(blank=True, max_length=2000, verbose_name="what to keep")),
                        ("change", models.TextField(blank=True, max_length=2000, verbose_name="what to change")),
                        (
                            "watch_from",
                            models.PositiveSmallIntegerField(
                                default=18,
                                validators=[django.core.validators.MaxValueValidator(23)],
                                verbose_name="adults out from (hour)",
                            ),
                        ),
                        (
                            "watch_to",
                            models.PositiveSmallIntegerField(
                                default=23,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="adults out until (hour)",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "updated_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
                        ),
                        (
                            "school_break",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="room",
                                to="calendar.schoolbreak",
                                verbose_name="school break",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "room of a break",
                        "verbose_name_plural": "rooms of breaks",
                        "ordering": ["school_break__first_day", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("watch_from__lt", models.F("watch_to"))),
                                name="break_room_hours_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=80, verbose_name="role")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "on_duty",
                            models.CharField(
                                blank=True,
                                help_text="For example: Fridays 18–24.",
                                max_length=200,
                                verbose_name="on duty",
                            ),
                        ),
                        (
                            "link_key",
                            models.CharField(default=common.signed_links.new_token, editable=False, max_length=40),
                        ),
                        ("asked_at", models.DateTimeField(editable=False, null=True, verbose_name="asked by mail")),
                        ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed")),
                        ("rating", models.PositiveSmallIntegerField(editable=False, null=True)),
                        (
                            "worked",
                            models.TextField(blank=True, editable=False, max_length=2000, verbose_name="what worked"),
                        ),
                        (
                            "differently",
                            models.TextField(
                                blank=True, editable=False, max_length=2000, verbose_name="what to do differently"
                            ),
                        ),
                        ("evaluated_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participants",
                                to="calendar.breakroom",
                            ),
                        ),
                        ("evaluation_asked_at", models.DateTimeField(editable=False, null=True)),
                        ("note_asked_on", models.DateField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "line of a contact list",
                        "verbose_name_plural": "contact lists",
                        "ordering": ["organisation__name", "role", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("room", "organisation", "role", "email"), name="participant_once_in_a_role"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("signature", models.CharField(max_length=200, verbose_name="from")),
                        ("day", models.DateField(verbose_name="day")),
                        ("text", models.TextField(max_length=600, verbose_name="what happened")),
                        ("created_at", models.DateTimeField(default=common.clock.now)),
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
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="calendar.breakroom",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="notes",
                                to="calendar.participant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note in the log",
                        "verbose_name_plural": "log of a break",
                        "ordering": ["-day", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "day", "text"), name="log_note_once_from_a_participant"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
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
                                    ("youth_centre", "youth centre"),
                                    ("night_walkers", "night walkers"),
                                    ("field_workers", "field workers"),
                                    ("guards", "guards"),
                                    ("police_volunteers", "police volunteers"),
                                    ("other", "other adults"),
                                ],
                                max_length=20,
                                verbose_name="who",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
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
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presences",
                                to="calendar.breakroom",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "adults out",
                        "verbose_name_plural": "adults out",
                        "ordering": ["starts_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                                name="presence_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "fewer_percent",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="fewer than last year, per cent",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="incidents.category",
                                verbose_name="kind of report",
                            ),
                        ),
                        (
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="calendar.breakroom",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "target of a break",
                        "verbose_name_plural": "targets of breaks",
                        "ordering": ["category__code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("room", "category"), name="target_once_a_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Minutes",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=20000, verbose_name="minutes of a meeting")),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        ("updated_at", models.DateTimeField(default=common.clock.now, editable=False)),
                        ("approved_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="minutes",
                                to="calendar.calendaritem",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "minutes of a meeting",
                        "verbose_name_plural": "minutes of meetings",
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveSmallIntegerField()),
                        ("text", models.CharField(max_length=600, verbose_name="decision")),
                        ("made_at", models.DateTimeField(default=common.clock.now)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="calendar.calendaritem",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "decision",
                        "verbose_name_plural": "decisions",
                        "ordering": ["-year", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("year", "number"), name="decision_numbered_once_a_year")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("is_chair", models.BooleanField(default=False, verbose_name="chairs the meeting")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[("", "no answer"), ("yes", "comes"), ("no", "can't come")],
                                default="",
                                editable=False,
                                max_length=4,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "link_key",
                            models.CharField(default=common.signed_links.new_token, editable=False, max_length=40),
                        ),
                        ("sent_sequence", models.PositiveIntegerField(editable=False, null=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitees",
                                to="calendar.calendaritem",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person invited",
                        "verbose_name_plural": "people invited",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("meeting", "email"), name="invited_once_to_a_meeting")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="task")),
                        ("owner_name", models.CharField(max_length=120, verbose_name="responsible")),
                        ("owner_email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("due", models.DateField(verbose_name="to be done by")),
                        ("done_at", models.DateTimeField(editable=False, null=True)),
                        ("owner_told_at", models.DateTimeField(editable=False, null=True)),
                        ("chair_told_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="calendar.calendaritem",
                            ),
                        ),
                        ("reminded_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "task of a meeting",
                        "verbose_name_plural": "tasks of meetings",
                        "ordering": ["due", "pk"],
                        "indexes": [models.Index(fields=["done_at", "due"], name="calendar_me_done_at_58e564_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="PersonalFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "link_key",
                            models.CharField(default=common.signed_links.new_token, editable=False, max_length=40),
                        ),
                        ("created_at", models.DateTimeField(default=common.clock.now, editable=False)),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "personal calendar feed",
                        "verbose_name_plural": "personal calendar feeds",
                    },
                ),
                migrations.CreateModel(
                    name="SchoolYearProposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("data", models.JSONField(verbose_name="dates")),
                        ("from_file", models.CharField(blank=True, max_length=120, verbose_name="file")),
                        ("created_at", models.DateTimeField(default=common.clock.now)),
                        ("published_at", models.DateTimeField(null=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "proposed school year",
                        "verbose_name_plural": "proposed school years",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingRule",
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
                                    ("coordination", "coordination meeting"),
                                    ("steering", "steering-group meeting"),
                                    ("check_in", "check-in meeting"),
                                    ("activity", "activity"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "before",
                            models.CharField(
                                choices=[
                                    ("school_starts", "school starts"),
                                    ("school_ends", "school ends"),
                                    ("autumn", "autumn break (höstlov)"),
                                    ("christmas", "Christmas break"),
                                    ("new_year", "New Year"),
                                    ("winter", "winter break (sportlov)"),
                                    ("easter", "Easter break (påsklov)"),
                                    ("valborg", "Valborg"),
                                    ("may", "days off in May"),
                                    ("summer", "summer break"),
                                    ("own", "other"),
                                ],
                                max_length=16,
                                verbose_name="before which break",
                            ),
                        ),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                help_text="0 is the week in which the break begins.",
                                validators=[django.core.validators.MaxValueValidator(26)],
                                verbose_name="weeks before",
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
                                ],
                                default=2,
                                verbose_name="weekday",
                            ),
                        ),
                        ("begins", models.TimeField(verbose_name="begins")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=120,
                                validators=[
                                    django.core.validators.MinValueValidator(15),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        ("is_used", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "rule for a meeting",
                        "verbose_name_plural": "rules for meetings",
                        "ordering": ["kind", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weeks__lte", 26)), name="meeting_rule_within_half_a_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__lte", 4)), name="meeting_rule_on_a_weekday"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
