"""Addresses that exist in DEBUG only."""

from django.urls import URLPattern, URLResolver, path

from botkyrka_trygghet.pages import mailbox, style

urlpatterns: list[URLPattern | URLResolver] = [
    path("_stil/", style.sheet, name="style"),
    path("_post/", mailbox.listing, name="mailbox"),
    path("_post/<str:key>/", mailbox.reading, name="mailbox_mail"),
    path("_post/<str:key>/sida/", mailbox.page_of_mail, name="mailbox_page"),
]
