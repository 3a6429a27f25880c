"""Web addresses. They are Swedish; each room owns the ones below its own word."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("botkyrka_trygghet.pages.urls")),
    path("admin/", admin.site.urls),
    path("konto/", include("accounts.urls")),
    path("", include("post.urls")),
    path("dokument/", include("documents.urls")),
    path("", include("neighbourhoods.urls")),
    path("", include("incidents.urls")),
    path("", include("holiday_calendar.urls")),
    path("grannstod/", include("grannstod.urls")),
    path("nyhetsbrev/", include("newsletters.urls")),
]
handler403 = "botkyrka_trygghet.pages.errors.forbidden"
handler404 = "botkyrka_trygghet.pages.errors.not_found"
handler500 = "botkyrka_trygghet.pages.errors.crashed"

if settings.DEBUG:
    from botkyrka_trygghet.pages.development import urlpatterns as development

    urlpatterns += development
