"""All tables as they stood after the migrations named below, made in one step: see `common/squashing.py`."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.form_tokens
import common.squashing
import post.models.lists


class Migration(migrations.Migration):
    replaces = [
        ("post", "0001_initial"),
        ("post", "0002_what_comes_in"),
        ("post", "0003_lists_and_finding"),
        ("post", "0004_text_messages"),
        ("post", "0005_quick_fan_out_and_pace"),
        ("post", "0006_marks_touch_no_index"),
        ("post", "0007_mailing_named_only"),
        ("post", "0008_a_claim_reads_one_bundle"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        common.squashing.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Mailing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=120, unique=True, verbose_name="key")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("sender", models.CharField(max_length=320, verbose_name="sender")),
                        ("reply_to", models.CharField(blank=True, max_length=320, verbose_name="replies to")),
                        (
                            "thread",
                            models.CharField(blank=True, db_index=True, max_length=120, verbose_name="belongs to"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("queued", "queued"),
                                    ("sending", "being sent"),
                                    ("paused", "paused"),
                                    ("sent", "sent"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="created"),
                        ),
                        (
                            "start_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="starts"),
                        ),
                        (
                            "started_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="started"),
                        ),
                        (
                            "finished_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="finished"),
                        ),
                        (
                            "touched_at",
                            models.DateTimeField(
                                blank=True, editable=False, help_text="When a worker last sent a bundle.", null=True
                            ),
                        ),
                        (
                            "lists",
                            models.ManyToManyField(
                                blank=True, related_name="mailings", to="post.mailinglist", verbose_name="lists"
                            ),
                        ),
                        ("next_send_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "per_minute",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Empty: as the settings say; 0: no limit.",
                                null=True,
                                verbose_name="most messages a minute",
                            ),
                        ),
                        (
                            "named_only",
                            models.BooleanField(default=False, editable=False, verbose_name="to named recipients only"),
                        ),
                    ],
                    options={
                        "verbose_name": "mail-out",
                        "verbose_name_plural": "mail-outs",
                        "ordering": ["-created_at", "-pk"],
                        "permissions": [
                            ("see_ledger", "See every message that left"),
                            ("control_mailing", "Pause, resume and cancel mail-outs"),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ["queued", "sending"])),
                                fields=["status"],
                                name="mailing_at_work",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailingList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True, verbose_name="key")),
                        ("title", models.CharField(max_length=160, verbose_name="title")),
                        (
                            "list_id",
                            models.CharField(
                                help_text="RFC 2919: what mail programs sort by.",
                                max_length=200,
                                verbose_name="List-Id",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="created"),
                        ),
                    ],
                    options={
                        "verbose_name": "mailing list",
                        "verbose_name_plural": "mailing lists",
                        "ordering": ["title"],
                        "permissions": [
                            ("manage_lists", "Add, import and remove readers; suppress addresses"),
                            ("export_lists", "Take out a list's readers as a file"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Content",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("variant", models.CharField(blank=True, max_length=80, verbose_name="variant")),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        (
                            "thread",
                            models.CharField(blank=True, db_index=True, max_length=120, verbose_name="belongs to"),
                        ),
                        ("subject", models.CharField(max_length=300, verbose_name="subject")),
                        ("sender", models.CharField(max_length=320, verbose_name="sender")),
                        ("body", models.BinaryField()),
                        ("encrypted", models.BooleanField(default=False, editable=False, verbose_name="secret")),
                        (
                            "erased_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="created"),
                        ),
                        (
                            "mailing",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contents",
                                to="post.mailing",
                                verbose_name="mail-out",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "content",
                        "verbose_name_plural": "contents",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("erased_at", None), ("mailing", None)),
                                fields=["created_at"],
                                name="content_kept",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("mailing", "variant", "language"), name="content_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Chunk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("next_at", models.DateTimeField(blank=True, null=True)),
                        ("done", models.BooleanField(default=False)),
                        (
                            "mailing",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="chunks",
                                to="post.mailing",
                            ),
                        ),
                        ("accepted", models.PositiveIntegerField(default=0)),
                        ("bounced", models.PositiveIntegerField(default=0)),
                        ("counted_at", models.DateTimeField(blank=True, null=True)),
                        ("deferred", models.PositiveIntegerField(default=0)),
                        ("left_out", models.PositiveIntegerField(default=0)),
                        ("size", models.PositiveIntegerField(default=0)),
                        (
                            "held_at",
                            models.DateTimeField(
                                blank=True, help_text="When its worker last said that it is at work.", null=True
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bundle",
                        "verbose_name_plural": "bundles",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done", False)), fields=["mailing", "number"], name="chunk_left"
                            )
                        ],
                        "constraints": [models.UniqueConstraint(fields=("mailing", "number"), name="chunk_once")],
                    },
                ),
                migrations.CreateModel(
                    name="MailingEvent",
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
                                    ("queued", "queued"),
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
                                    ("draft", "draft"),
                                    ("queued", "queued"),
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
                            "mailing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="post.mailing"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mail-out event",
                        "verbose_name_plural": "mail-out events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=320, verbose_name="e-mail address")),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "waiting for confirmation"),
                                    ("confirmed", "subscribes"),
                                    ("left", "has left"),
                                ],
                                default="pending",
                                editable=False,
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "consent",
                            models.JSONField(
                                default=dict,
                                editable=False,
                                help_text="How and when the owner agreed, as codes.",
                                verbose_name="proof of consent",
                            ),
                        ),
                        ("confirm_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("confirm_before", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "changed_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="changed"),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subscriptions",
                                to="post.mailinglist",
                                verbose_name="list",
                            ),
                        ),
                        (
                            "came_with",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="subscriptions",
                                to="post.listimport",
                                verbose_name="import",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "subscription",
                        "verbose_name_plural": "subscriptions",
                        "ordering": ["list", "pk"],
                        "indexes": [
                            models.Index(fields=["list", "status"], name="subscription_list_status"),
                            models.Index(django.db.models.functions.text.Lower("email"), name="subscription_email"),
                            models.Index(
                                condition=models.Q(("confirm_hash", ""), _negated=True),
                                fields=["confirm_hash"],
                                name="subscription_token",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("list"),
                                django.db.models.functions.text.Lower("email"),
                                name="subscription_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("chunk", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                        (
                            "channel",
                            models.CharField(
                                choices=[("mail", "e-mail"), ("sms", "text message")],
                                default="mail",
                                max_length=4,
                                verbose_name="channel",
                            ),
                        ),
                        ("recipient", models.CharField(max_length=320, verbose_name="recipient")),
                        (
                            "person",
                            models.CharField(
                                blank=True,
                                help_text="An id of the room that wrote.",
                                max_length=80,
                                verbose_name="person",
                            ),
                        ),
                        ("variant", models.CharField(blank=True, max_length=80, verbose_name="variant")),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        (
                            "variables",
                            models.JSONField(blank=True, default=dict, verbose_name="what stands in the markers"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("deferred", "will be tried again"),
                                    ("accepted", "accepted by the mail server"),
                                    ("delivered", "delivered to the phone"),
                                    ("bounced", "refused by the mail server"),
                                    ("skipped", "left out"),
                                    ("expired", "too old to send"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=40, verbose_name="reason")),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="attempts"),
                        ),
                        (
                            "next_attempt_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="next attempt"),
                        ),
                        (
                            "expires_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="not sent after"),
                        ),
                        ("message_id", models.CharField(editable=False, max_length=200, verbose_name="Message-ID")),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="created"),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="accepted"),
                        ),
                        (
                            "reply_code",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="answer code"
                            ),
                        ),
                        (
                            "reply",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="the mail server's answer"
                            ),
                        ),
                        (
                            "content",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="post.content",
                                verbose_name="content",
                            ),
                        ),
                        (
                            "mailing",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="post.mailing",
                                verbose_name="mail-out",
                            ),
                        ),
                        (
                            "subscription",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="deliveries",
                                to="post.subscription",
                            ),
                        ),
                        (
                            "queued_at",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        mailing=None,
                                        status__in=("waiting", "deferred"),
                                        then=django.db.models.functions.comparison.Coalesce(
                                            "next_attempt_at", "created_at"
                                        ),
                                    )
                                ),
                                output_field=models.DateTimeField(null=True),
                            ),
                        ),
                        (
                            "unusual",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        models.Q(("status__in", ("waiting", "accepted")), _negated=True),
                                        then=models.F("status"),
                                    )
                                ),
                                output_field=models.CharField(max_length=12, null=True),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["mailing", "chunk"], name="delivery_chunk"),
                            models.Index(fields=["message_id"], name="delivery_message_id"),
                            models.Index(fields=["mailing", "id"], name="delivery_of_mailing"),
                            models.Index(condition=models.Q(("mailing", None)), fields=["id"], name="delivery_single"),
                            models.Index(
                                condition=models.Q(("channel", "mail"), _negated=True),
                                fields=["id"],
                                name="delivery_not_mail",
                            ),
                            django.contrib.postgres.indexes.BrinIndex(
                                fields=["created_at"], name="delivery_created", pages_per_range=32
                            ),
                            models.Index(
                                condition=models.Q(("mailing", None)), fields=["content"], name="delivery_of_content"
                            ),
                            models.Index(
                                condition=models.Q(("queued_at", None), _negated=True),
                                fields=["queued_at", "id"],
                                name="delivery_queue",
                            ),
                            models.Index(
                                condition=models.Q(("unusual", None), _negated=True),
                                fields=["unusual", "id"],
                                name="delivery_unusual",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("recipient"),
                                models.F("mailing"),
                                name="delivery_once_each",
                            )
                        ],
                        "permissions": [
                            ("read_message", "Read what a message said"),
                            ("send_again", "Send a message again"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SubscriptionEvent",
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
                                    ("pending", "waiting for confirmation"),
                                    ("confirmed", "subscribes"),
                                    ("left", "has left"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("pending", "waiting for confirmation"),
                                    ("confirmed", "subscribes"),
                                    ("left", "has left"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(default=common.clock.now)),
                        (
                            "subscription",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="post.subscription",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "subscription event",
                        "verbose_name_plural": "subscription events",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Suppression",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=320, verbose_name="e-mail address")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("asked", "has asked for no mail-outs at all"),
                                    ("bounce", "the address does not exist"),
                                    ("complaint", "has marked our mail as unwanted"),
                                    ("desk", "stopped by the municipality"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="since")),
                    ],
                    options={
                        "verbose_name": "suppressed address",
                        "verbose_name_plural": "suppressed addresses",
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="suppression_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingMessage",
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
                                choices=[("pipe", "the mail server"), ("imap", "the mailbox")],
                                editable=False,
                                max_length=4,
                                verbose_name="came by",
                            ),
                        ),
                        (
                            "received_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="received"),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("raw", models.BinaryField()),
                        ("size", models.PositiveIntegerField(default=0, editable=False, verbose_name="size in bytes")),
                        (
                            "envelope_to",
                            models.CharField(blank=True, editable=False, max_length=320, verbose_name="sent to"),
                        ),
                        ("sender", models.EmailField(blank=True, editable=False, max_length=320, verbose_name="from")),
                        (
                            "subject",
                            models.CharField(blank=True, editable=False, max_length=300, verbose_name="subject"),
                        ),
                        (
                            "message_id",
                            models.CharField(blank=True, editable=False, max_length=300, verbose_name="Message-ID"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("unknown", "not understood"),
                                    ("reply", "a reply"),
                                    ("bounce", "a message that could not be delivered"),
                                    ("complaint", "a complaint"),
                                    ("auto", "an automatic reply"),
                                ],
                                default="unknown",
                                editable=False,
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "not read yet"),
                                    ("waiting", "waits for a person"),
                                    ("handled", "taken care of"),
                                ],
                                default="received",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=40, verbose_name="reason")),
                        (
                            "thread",
                            models.CharField(blank=True, editable=False, max_length=120, verbose_name="belongs to"),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="attempts"),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="came_back",
                                to="post.delivery",
                                verbose_name="message",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "message that came in",
                        "verbose_name_plural": "messages that came in",
                        "ordering": ["-received_at", "-pk"],
                        "permissions": [("handle_incoming", "Read and sort mail that came in")],
                        "indexes": [
                            models.Index(fields=["received_at"], name="incoming_received"),
                            models.Index(
                                condition=models.Q(("status", "received")), fields=["id"], name="incoming_to_read"
                            ),
                            models.Index(
                                condition=models.Q(("status", "waiting")), fields=["id"], name="incoming_waiting"
                            ),
                            models.Index(django.db.models.functions.text.Lower("sender"), name="incoming_sender"),
                            models.Index(fields=["message_id"], name="incoming_message_id"),
                            models.Index(fields=["thread"], name="incoming_thread"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingEvent",
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
                                    ("received", "not read yet"),
                                    ("waiting", "waits for a person"),
                                    ("handled", "taken care of"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "moved_to",
                            models.CharField(
                                choices=[
                                    ("received", "not read yet"),
                                    ("waiting", "waits for a person"),
                                    ("handled", "taken care of"),
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
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="post.incomingmessage",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a message that came in",
                        "verbose_name_plural": "events of messages that came in",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReplyAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("thread", models.CharField(max_length=120, verbose_name="belongs to")),
                        ("person_hash", models.CharField(editable=False, max_length=64)),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="created"),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="not valid after")),
                    ],
                    options={
                        "verbose_name": "reply address",
                        "verbose_name_plural": "reply addresses",
                        "indexes": [models.Index(fields=["expires_at"], name="reply_address_expires")],
                        "constraints": [
                            models.UniqueConstraint(fields=("thread", "person_hash"), name="reply_address_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bounce",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=320, verbose_name="e-mail address")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hard", "the address does not exist"),
                                    ("soft", "not delivered this time"),
                                    ("complaint", "has marked our mail as unwanted"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "status_code",
                            models.CharField(
                                blank=True, help_text="RFC 3463, 5.1.1 say.", max_length=12, verbose_name="status code"
                            ),
                        ),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="when")),
                        (
                            "delivery",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="bounces",
                                to="post.delivery",
                                verbose_name="message",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bounce",
                        "verbose_name_plural": "bounces",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                django.db.models.functions.text.Lower("email"), models.F("at"), name="bounce_email"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("delivery", "kind"), name="bounce_once_per_message")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListImport",
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
                                    ("preview", "shown, nothing saved"),
                                    ("done", "carried out"),
                                    ("undone", "undone"),
                                ],
                                default="preview",
                                editable=False,
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("form_token", models.CharField(editable=False, max_length=32, unique=True)),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("paper", "signed a paper list"),
                                    ("meeting", "said yes at a meeting"),
                                    ("form", "filled in a form on the web"),
                                    ("mail", "wrote to us"),
                                    ("role", "were informed when they took on a task"),
                                ],
                                max_length=12,
                                verbose_name="how they agreed",
                            ),
                        ),
                        ("agreed_on", models.DateField(verbose_name="when they agreed")),
                        ("taken_by", models.CharField(max_length=120, verbose_name="who took the consent")),
                        ("document", models.CharField(max_length=120, verbose_name="document that shows it")),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        ("lines", models.JSONField(default=post.models.lists.no_lines, editable=False)),
                        ("added", models.PositiveIntegerField(default=0, editable=False, verbose_name="added")),
                        (
                            "made_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="made"),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="carried out"),
                        ),
                        (
                            "undone_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="undone"),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="imports",
                                to="post.mailinglist",
                                verbose_name="list",
                            ),
                        ),
                        (
                            "made_by",
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
                        "verbose_name": "import of readers",
                        "verbose_name_plural": "imports of readers",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TextMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "form_token",
                            models.CharField(
                                default=common.form_tokens.new, editable=False, max_length=32, unique=True
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("danger", "people are in danger"),
                                    ("asked", "the police or the fire service has asked for it"),
                                    ("shift", "a shift or a meeting within hours is changed"),
                                ],
                                max_length=12,
                                verbose_name="urgent because",
                            ),
                        ),
                        ("parts", models.PositiveSmallIntegerField(verbose_name="parts")),
                        ("price", models.PositiveIntegerField(verbose_name="price a part, in öre")),
                        (
                            "author",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent by",
                            ),
                        ),
                        (
                            "content",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="text_message",
                                to="post.content",
                                verbose_name="content",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "text message",
                        "verbose_name_plural": "text messages",
                        "ordering": ["-pk"],
                        "permissions": [("send_sms", "Send text messages")],
                    },
                ),
                migrations.CreateModel(
                    name="TextReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "begun_at",
                            models.DateTimeField(
                                blank=True, help_text="When the last attempt began; noted before it is made.", null=True
                            ),
                        ),
                        (
                            "unknowns",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="How many attempts ended without an answer."
                            ),
                        ),
                        ("gateway_id", models.CharField(blank=True, max_length=80)),
                        ("cost", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "report",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("sent", "on its way"),
                                    ("delivered", "delivered"),
                                    ("failed", "not delivered"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reported_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "delivery",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="text_receipt",
                                to="post.delivery",
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="receipts",
                                to="post.textmessage",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "text message receipt",
                        "verbose_name_plural": "text message receipts",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("gateway_id", ""), _negated=True),
                                fields=["gateway_id"],
                                name="text_gateway_id",
                            )
                        ],
                    },
                ),
            ],
        ),
        # Room on each page for the row as it stands when it was accepted, beside the one that waited.
        migrations.RunSQL(
            "ALTER TABLE post_delivery SET (fillfactor = 70)", "ALTER TABLE post_delivery RESET (fillfactor)"
        ),
    ]
