from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = _("Documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where this room holds personal data."""
        personal_data.register(
            "documents.Document",
            ["requested_by", "title", "file_name"],
            purpose=_("Who had a document made, so that only those in scope may fetch it"),
            keep=_("The file 90 days, the row one year"),
        )
