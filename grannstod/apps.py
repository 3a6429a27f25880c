from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrannstodConfig(AppConfig):
    name = "grannstod"
    label = "grannstod"
    verbose_name = _("Grannstöd")
    default_auto_field = "django.db.models.BigAutoField"
