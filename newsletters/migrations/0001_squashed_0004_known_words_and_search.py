"""All tables as they stood after the migrations named below, made in one step: see `common/squashing.py`."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.squashing


class Migration(migrations.Migration):
    replaces = [
        ("newsletters", "0001_initial"),
        ("newsletters", "0002_cadence_and_alarms"),
        ("newsletters", "0003_many_hands_and_places"),
        ("newsletters", "0004_known_words_and_search"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0005_records_officer"),
        ("neighbourhoods", "0011_border_changes"),
        ("post", "0007_mailing_named_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        common.squashing.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=4, unique=True, verbose_name="code")),
                        ("slug", models.SlugField(max_length=40, unique=True, verbose_name="address word")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "sender",
                            models.CharField(
                                help_text="Who speaks, as readers see it.", max_length=160, verbose_name="from"
                            ),
                        ),
                        ("about", models.TextField(verbose_name="what it is about")),
                        (
                            "issues_per_year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(52),
                                ],
                                verbose_name="issues a year",
                            ),
                        ),
                        (
                            "goes_to_agents",
                            models.BooleanField(default=True, verbose_name="goes to every contact agent"),
                        ),
                        ("is_open", models.BooleanField(default=True, verbose_name="anybody may subscribe")),
                        (
                            "approvers",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Who may approve its issues. Empty: everybody whose role may approve.",
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "told_first",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Empty: everybody whose role may send.",
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="told when an issue is late",
                            ),
                        ),
                        (
                            "told_next",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Empty: everybody whose role may approve.",
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="told when it is still late a working day after",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "series",
                        "verbose_name_plural": "series",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Issue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("title", models.CharField(blank=True, max_length=160, verbose_name="heading")),
                        ("preamble", models.TextField(blank=True, max_length=600, verbose_name="preamble")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("draft", "being written"),
                                    ("review", "waiting for approval"),
                                    ("approved", "approved"),
                                    ("scheduled", "scheduled"),
                                    ("sending", "being sent"),
                                    ("paused", "paused"),
                                    ("sent", "sent"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="planned",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("text_due_on", models.DateField(verbose_name="texts ready")),
                        ("approve_due_on", models.DateField(verbose_name="approved")),
                        ("send_at", models.DateTimeField(verbose_name="sent")),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="went out"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
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
                            "mailing",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="post.mailing",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="newsletters.series",
                                verbose_name="series",
                            ),
                        ),
                        (
                            "first_read_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="read a first time"),
                        ),
                        (
                            "first_read_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "correction",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="correction"),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="newsletters.issue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "issue",
                        "verbose_name_plural": "issues",
                        "ordering": ["send_at", "pk"],
                        "permissions": [
                            ("see_drafts", "See issues before they are sent"),
                            ("approve_issue", "Approve an issue"),
                            ("send_issue", "Schedule and send an issue"),
                        ],
                        "indexes": [models.Index(fields=["status", "send_at"], name="newsletters_status_647970_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text_due_on__lte", models.F("approve_due_on"))),
                                name="issue_text_before_approval",
                            ),
                            models.UniqueConstraint(
                                fields=("series", "year", "number", "correction"), name="issue_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "text"),
                                    ("statistics", "figures for the reader's own area or district"),
                                    ("tip", "tip of the month"),
                                    ("trainings", "coming trainings"),
                                    ("calendar", "what is coming in the calendar"),
                                    ("volunteers", "call for volunteers"),
                                    ("picture", "picture"),
                                ],
                                default="text",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("heading", models.CharField(max_length=120, verbose_name="heading")),
                        ("text", models.TextField(blank=True, max_length=8000, verbose_name="text (Markdown)")),
                        (
                            "written_by",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blocks",
                                to="newsletters.issue",
                                verbose_name="issue",
                            ),
                        ),
                        (
                            "alternative",
                            models.CharField(
                                blank=True,
                                help_text="For those who don't see it. A picture without these words is not saved.",
                                max_length=200,
                                verbose_name="what the picture shows",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="accounts.partneraccess",
                            ),
                        ),
                        (
                            "picture",
                            models.CharField(
                                blank=True, editable=False, max_length=120, verbose_name="picture stored as"
                            ),
                        ),
                        (
                            "tip",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="blocks",
                                to="newsletters.tip",
                                verbose_name="tip",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "block",
                        "verbose_name_plural": "blocks",
                        "ordering": ["position", "pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.search.SearchVector("heading", "text", config="swedish"),
                                name="block_words",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("picture", ""), models.Q(("alternative", ""), _negated=True), _connector="OR"
                                ),
                                name="picture_has_an_alternative",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueEvent",
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
                                choices=[
                                    ("planned", "planned"),
                                    ("draft", "being written"),
                                    ("review", "waiting for approval"),
                                    ("approved", "approved"),
                                    ("scheduled", "scheduled"),
                                    ("sending", "being sent"),
                                    ("paused", "paused"),
                                    ("sent", "sent"),
                                    ("cancelled", "cancelled"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("draft", "being written"),
                                    ("review", "waiting for approval"),
                                    ("approved", "approved"),
                                    ("scheduled", "scheduled"),
                                    ("sending", "being sent"),
                                    ("paused", "paused"),
                                    ("sent", "sent"),
                                    ("cancelled", "cancelled"),
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="newsletters.issue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "issue event",
                        "verbose_name_plural": "issue events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Alarm",
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
                                    ("text", "the text is late"),
                                    ("approval", "the approval is late"),
                                    ("sending", "the sending time has passed"),
                                    ("overdue", "long overdue: not sent without asking"),
                                    ("stalled", "the sending has come to a stop"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "step",
                            models.PositiveSmallIntegerField(
                                help_text="1 to those nearest, 2 when it is still late.", verbose_name="step"
                            ),
                        ),
                        ("due", models.DateTimeField(verbose_name="missed")),
                        ("people", models.PositiveSmallIntegerField(verbose_name="people told")),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="raised")),
                        (
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alarms",
                                to="newsletters.issue",
                                verbose_name="issue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "alarm",
                        "verbose_name_plural": "alarms",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("issue", "kind", "step", "due"), name="alarm_raised_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ArchiveVisits",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("times", models.PositiveIntegerField(default=0)),
                        (
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visits",
                                to="newsletters.issue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "visits in the archive",
                        "verbose_name_plural": "visits in the archive",
                        "constraints": [models.UniqueConstraint(fields=("issue", "day"), name="visits_once_a_day")],
                    },
                ),
                migrations.CreateModel(
                    name="BlockTranslation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("heading", models.CharField(max_length=120, verbose_name="heading")),
                        ("text", models.TextField(blank=True, max_length=8000, verbose_name="text (Markdown)")),
                        (
                            "alternative",
                            models.CharField(blank=True, max_length=200, verbose_name="what the picture shows"),
                        ),
                        (
                            "block",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="translations",
                                to="newsletters.block",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "translated block",
                        "verbose_name_plural": "translated blocks",
                        "constraints": [
                            models.UniqueConstraint(fields=("block", "language"), name="block_translated_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="comment")),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        ("settled_at", models.DateTimeField(null=True)),
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="newsletters.issue",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="accounts.partneraccess",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment",
                        "verbose_name_plural": "comments",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="IssueTranslation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("title", models.CharField(max_length=160, verbose_name="heading")),
                        ("preamble", models.TextField(blank=True, max_length=600, verbose_name="preamble")),
                        ("of_version", models.PositiveIntegerField(default=0)),
                        (
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="translations",
                                to="newsletters.issue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "translation",
                        "verbose_name_plural": "translations",
                        "constraints": [
                            models.UniqueConstraint(fields=("issue", "language"), name="issue_translated_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReaderPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
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
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="neighbourhoods.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "subscription",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="post.subscription"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reader's place",
                        "verbose_name_plural": "readers' places",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("area", None), ("district", None), _connector="OR"),
                                name="reader_in_one_place",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, unique=True, verbose_name="heading")),
                        ("text", models.TextField(max_length=2000, verbose_name="text (Markdown)")),
                        (
                            "first_month",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(12),
                                ],
                                verbose_name="fits from month",
                            ),
                        ),
                        (
                            "last_month",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(12),
                                ],
                                verbose_name="to month",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="offered to editors")),
                    ],
                    options={
                        "verbose_name": "tip",
                        "verbose_name_plural": "tips",
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "text",
                            models.TextField(help_text="Heading, preamble and blocks as one text, for comparison."),
                        ),
                        ("at", models.DateTimeField(default=common.clock.now)),
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="newsletters.issue",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="accounts.partneraccess",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version",
                        "verbose_name_plural": "versions",
                        "ordering": ["number"],
                        "constraints": [models.UniqueConstraint(fields=("issue", "number"), name="version_once")],
                    },
                ),
                migrations.CreateModel(
                    name="KnownWord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=60, verbose_name="word")),
                    ],
                    options={
                        "verbose_name": "word of our own",
                        "verbose_name_plural": "words of our own",
                        "ordering": ["word"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("word"),
                                name="known_word_once",
                                violation_error_message="The word is in the list already.",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
