"""Writing one issue: its blocks, who else has it open, and what somebody else saved meanwhile."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.gates import permission_or_404
from newsletters import services
from newsletters.figures import as_html, deciders_of
from newsletters.forms import (
    BlockFormSet,
    CommentForm,
    IssueForm,
    PartnerForm,
    ScheduleForm,
    tip_choices,
)
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from newsletters.views.asking import editor, visible
from post.figures import progress

OPEN_FOR = 15 * 60  # seconds that somebody counts as having an issue open
SCHEDULABLE = (IssueStatus.APPROVED, IssueStatus.SCHEDULED)
BLOCK_FIELDS = ("pk", "kind", "heading", "text", "tip", "alternative", "position")


@permission_or_404("newsletters.see_drafts")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an issue; saving what somebody else has changed meanwhile is refused and loses nothing typed."""
    found = get_object_or_404(visible(request), pk=pk)
    form = IssueForm(
        request.POST or None, initial={"version": found.version, "title": found.title, "preamble": found.preamble}
    )
    blocks = _blocks_of(request, found)
    if request.method == "POST":
        if not request.user.has_perm("newsletters.change_issue"):
            return redirect("newsletters:edit", pk)
        if form.is_valid() and blocks.is_valid() and _write(request, found, form, blocks):
            messages.success(request, _("Saved."))
            return redirect("newsletters:edit", pk)
    return render(request, "newsletters/edit.html", _edit_context(request, found, form, blocks))


def _blocks_of(request: HttpRequest, found: Issue) -> Any:
    return BlockFormSet(
        request.POST or None,
        request.FILES or None,
        initial=list(found.blocks.values(*BLOCK_FIELDS)),
        form_kwargs={"tips": tip_choices(clock.local(found.send_at).month)},
    )


def _edit_context(request: HttpRequest, found: Issue, form: IssueForm, blocks: Any) -> dict[str, Any]:
    may_edit = found.is_editable and request.user.has_perm("newsletters.change_issue")
    deciders = deciders_of([found])[found.pk] if found.status == IssueStatus.REVIEW else []
    return {
        "issue": found,
        "form": form,
        "blocks": blocks,
        "read": [] if may_edit else _to_read(found),
        "partner_form": PartnerForm(auto_id="partner_%s"),
        "comment_form": CommentForm(auto_id="comment_%s"),
        "schedule": ScheduleForm(initial={"send_at": clock.local(found.send_at)}),
        "events": found.events.select_related("actor").order_by("-at")[:20],
        "comments": found.comments.select_related("author", "partner").order_by("settled_at", "at"),
        "progress": progress(found.mailing) if found.mailing else None,
        "alarms": found.alarms.order_by("-at")[:10],
        "deciders": deciders,
        "may_approve": request.user in deciders and request.user.has_perm("newsletters.approve_issue"),
        "may_schedule": found.status in SCHEDULABLE and not found.is_long_overdue,
        "may_correct": services.can_be_corrected(found),
        "may_edit": may_edit,
        "also_here": _also_here(request, found) if may_edit else [],
        "has_changed": any(error.code == "changed" for error in form.non_field_errors().as_data()),
        "languages": [pair for pair in settings.LANGUAGES if pair[0] != settings.LANGUAGE_CODE],
        "corrections": found.corrections.order_by("correction"),
    }


def _to_read(found: Issue) -> list[tuple[str, str]]:
    """Return the blocks' headings and texts for who may not change them now."""
    blocks = found.blocks.select_related("tip")
    return [(block.heading or block.get_kind_display(), as_html(block.words)) for block in blocks]


def _also_here(request: HttpRequest, found: Issue) -> list[str]:
    """Note who has the issue open, and return who else has had it open lately."""
    key, now, person = f"newsletters:open:{found.pk}", clock.now(), editor(request)
    held = {pk: seen for pk, seen in (cache.get(key) or {}).items() if (now - seen[1]).total_seconds() < OPEN_FOR}
    cache.set(key, {**held, person.pk: (str(person), now)}, OPEN_FOR)
    return [name for pk, (name, _at) in held.items() if pk != person.pk]


def _write(request: HttpRequest, found: Issue, form: IssueForm, blocks: Any) -> bool:
    data, typed = form.cleaned_data, _typed(blocks)
    try:
        services.write(
            issue=found,
            version=data["version"],
            title=data["title"],
            preamble=data["preamble"],
            blocks=typed,
            by=editor(request),
        )
    except ValidationError as error:
        for block in typed:
            services.drop_picture(block.picture)
        form.add_error(None, error)
        return False
    return True


def _typed(blocks: Any) -> list[services.BlockText]:
    """Return the blocks in the order their editor wants; a block without a place stays where it stood."""
    shown = [block.cleaned_data for block in blocks if block.cleaned_data and not block.is_empty]
    shown.sort(key=lambda data: data.get("position") or 100)
    return [
        services.BlockText(
            pk=data.get("pk"),
            kind=data["kind"],
            heading=data.get("heading", ""),
            text=data.get("text", ""),
            tip=data.get("tip"),
            picture=_kept(data.get("picture")),
            alternative=data.get("alternative", ""),
        )
        for data in shown
    ]


def _kept(upload: Any) -> str:
    return services.keep_picture(upload=upload, size=upload.size) if upload else ""
