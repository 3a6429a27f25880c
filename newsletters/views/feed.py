"""The archive as an Atom feed (RFC 4287): the latest issues, whole."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from newsletters import figures
from newsletters.models import Issue
from newsletters.views.asking import asked

LATEST = 20

if TYPE_CHECKING:
    FeedBase = Feed[Issue, str]
else:
    FeedBase = Feed


class ArchiveFeed(FeedBase):
    """Every sent issue, or those of one series (`?brev=`), newest first."""

    feed_type = Atom1Feed
    title = _("Newsletters from Botkyrka Trygghet")
    subtitle = _("What happens where you live, tips and figures.")
    link = reverse_lazy("newsletters:archive")
    author_name = "Botkyrka Trygghet"

    def get_object(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
        """Return the series asked for, or nothing for all."""
        return asked(request, "brev")

    def feed_url(self, obj: str) -> str:
        """Return the feed's own address."""
        return reverse("newsletters:feed") + (f"?brev={obj}" if obj else "")

    def items(self, obj: str) -> list[Issue]:
        """Return the latest issues."""
        issues = Issue.objects.published().select_related("series").order_by("-send_at")
        return list((issues.filter(series__slug=obj) if obj else issues)[:LATEST])

    def item_title(self, item: Issue) -> str:
        """Return the heading."""
        return item.title

    def item_description(self, item: Issue) -> str:
        """Return the preamble and the written parts as HTML; figures and dates are read on the page."""
        return render_to_string("newsletters/feed_entry.html", {"words": figures.words_of(item)})

    def item_author_name(self, item: Issue) -> str:
        """Return who sends the series."""
        return item.series.sender

    def item_pubdate(self, item: Issue) -> datetime:
        """Return when it went out."""
        return item.sent_at or item.send_at

    def item_updateddate(self, item: Issue) -> datetime:
        """Return the same: what has been sent is not changed."""
        return self.item_pubdate(item)

    def item_guid(self, item: Issue) -> str:
        """Return a name that stays (RFC 4151), wherever the house moves."""
        return f"tag:{settings.POST_DOMAIN},{item.year}:newsletters:{item.pk}"
