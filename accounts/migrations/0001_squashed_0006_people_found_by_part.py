"""All tables as they stood after the migrations named below, made in one step: see `common/squashing.py`."""

import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.squashing

FORBID = """
CREATE FUNCTION accounts_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION accounts_audit_is_append_only();
"""
ALLOW = """
DROP TRIGGER audit_is_append_only ON accounts_auditentry;
DROP FUNCTION accounts_audit_is_append_only();
"""


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_access_and_audit"),
        ("accounts", "0003_audit_trail_is_append_only"),
        ("accounts", "0004_dates_named"),
        ("accounts", "0005_records_officer"),
        ("accounts", "0006_people_found_by_part"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        common.squashing.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                        ("full_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                        ("language", models.CharField(default="sv", max_length=8, verbose_name="language")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="may enter the admin")),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        ("date_joined", models.DateTimeField(default=common.clock.now, verbose_name="since")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person",
                        "verbose_name_plural": "people",
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="user_email_ci"
                            )
                        ],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("full_name"), name="gin_trgm_ops"
                                ),
                                name="user_name_trigrams",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("email"), name="gin_trgm_ops"
                                ),
                                name="user_email_trigrams",
                            ),
                        ],
                        "permissions": [
                            ("use_desk", "Use the coordinator desk"),
                            ("invite", "Invite people"),
                            ("handle_personal_data", "Extract and erase what is held about a person"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=common.clock.now, verbose_name="when")),
                        ("action", models.CharField(max_length=60, verbose_name="what")),
                        ("object_type", models.CharField(blank=True, max_length=60, verbose_name="kind of record")),
                        ("object_id", models.CharField(blank=True, max_length=64, verbose_name="record number")),
                        ("request_id", models.CharField(blank=True, max_length=64, verbose_name="request")),
                        ("network_hash", models.CharField(blank=True, max_length=32, verbose_name="network (hash)")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "audit entry",
                        "verbose_name_plural": "audit trail",
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(fields=["-at"], name="accounts_au_at_a48dd6_idx"),
                            models.Index(fields=["action", "-at"], name="accounts_au_action_b4bc76_idx"),
                            models.Index(fields=["object_type", "object_id"], name="accounts_au_object__2df7a0_idx"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("full_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("safety_coordinator", "Safety coordinator"),
                                    ("security_coordinator", "Security coordinator"),
                                    ("chief_of_security", "Chief of security"),
                                    ("information_security_coordinator", "Information-security coordinator"),
                                    ("records_officer", "Records officer"),
                                    ("police", "Police"),
                                    ("local_bra", "Local Brå"),
                                    ("head_contact_agent", "Head contact agent"),
                                    ("contact_agent", "Contact agent"),
                                    ("grannstod_leader", "Grannstöd leader"),
                                    ("grannstod_volunteer", "Grannstöd volunteer"),
                                ],
                                max_length=40,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Shown in the invitation. The appointment itself is made with the area.",
                                max_length=120,
                                verbose_name="area or organisation",
                            ),
                        ),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="sent on"),
                        ),
                        ("expires_at", models.DateTimeField(editable=False, verbose_name="valid until")),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="accepted on"),
                        ),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn on"),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="invited by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invitation",
                        "verbose_name_plural": "invitations",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [models.Index(fields=["expires_at"], name="accounts_in_expires_0319bc_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                                name="invitation_one_open_an_address",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerAccess",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("link_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("code_hash", models.CharField(editable=False, max_length=64)),
                        (
                            "purpose",
                            models.CharField(
                                help_text="What it opens, such as calendar:break:12.",
                                max_length=80,
                                verbose_name="purpose",
                            ),
                        ),
                        ("organisation", models.CharField(max_length=120, verbose_name="organisation")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "created_at",
                            models.DateTimeField(default=common.clock.now, editable=False, verbose_name="opened"),
                        ),
                        ("expires_at", models.DateTimeField(editable=False, verbose_name="valid until")),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn on"),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(
                                default=0, editable=False, verbose_name="wrong codes in a row"
                            ),
                        ),
                        (
                            "last_used_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last used"),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="opened by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "partner access",
                        "verbose_name_plural": "partner accesses",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [models.Index(fields=["expires_at"], name="accounts_pa_expires_d6de63_idx")],
                    },
                ),
            ],
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
