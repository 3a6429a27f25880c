from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseConfig(AppConfig):
    name = "botkyrka_trygghet"
    label = "botkyrka_trygghet"
    verbose_name = _("Botkyrka Trygghet")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse to start on unsafe settings, whichever process this is; name what stands in extracts."""
        from botkyrka_trygghet.checks import refuse_unsafe_settings
        from botkyrka_trygghet.extract_names import NAMES
        from common import personal_data

        refuse_unsafe_settings()
        personal_data.register_names(NAMES)
