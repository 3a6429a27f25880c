"""Addresses of the pages that show several rooms, and those for machines."""

from django.urls import URLPattern, URLResolver, include, path

from botkyrka_trygghet.pages import about, desk, health, portal, records, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("var-med/", start.take_part, name="take_part"),
    path("vidare/", start.onward, name="onward"),
    path("samordning/", desk.desk, name="desk"),
    path("samordning/personuppgifter/", records.records, name="records"),
    path("samordning/personuppgifter/utdrag/", records.records_file, name="records_file"),
    path("samordning/personuppgifter/radera/", records.records_erase, name="records_erase"),
    path("portal/", portal.portal, name="portal"),
    path("om/", about.about, name="about"),
    path("om/personuppgifter/", about.privacy, name="privacy"),
    path("om/tillganglighet/", about.accessibility, name="accessibility"),
    path("kontakt/", about.contact, name="contact"),
    path("sprak/", include("django.conf.urls.i18n")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
