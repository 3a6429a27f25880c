"""Addresses of the pages that show several rooms, and those for machines."""

from django.urls import URLPattern, URLResolver, path

from botkyrka_trygghet.pages import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
