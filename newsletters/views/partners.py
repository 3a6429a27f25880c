"""Pages for other organisations, who have no account."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import PartnerAccess
from accounts.services import partner_access_of
from common.gates import permission_or_404
from common.signed_links import secret_page
from newsletters import mail, services
from newsletters.forms import CommentForm, OwnTextForm, PartnerForm
from newsletters.models import Block, Issue
from newsletters.views.asking import editor, visible


@permission_or_404("accounts.add_partneraccess")
@require_POST
def invite_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody from another organisation read an issue or write in it, by link and code, without an account."""
    found = get_object_or_404(visible(request), pk=pk)
    form = PartnerForm(request.POST)
    if form.is_valid():
        services.let_partner_in(issue=found, by=editor(request), **form.cleaned_data)
        messages.success(request, _("A link and a code are on their way, in two mails."))
    else:
        messages.error(request, _("Write the organisation and an e-mail address like namn@example.com."))
    return redirect("newsletters:edit", pk)


@secret_page
@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issue to a partner who is inside for exactly this issue; to anybody else nothing is here.

    A partner comments; one who was let in to write also writes texts of their own.
    """
    found = get_object_or_404(Issue.objects.select_related("series"), pk=pk)
    writes = partner_access_of(request, purpose=services.partner_writes(found))
    access = writes or partner_access_of(request, purpose=services.partner_purpose(found))
    if access is None:
        raise Http404
    form, said = _own_text(request, found, writes), CommentForm(request.POST or None)
    if request.method == "POST":
        done = _write(request, found, form, writes) if "version" in request.POST else _say(found, said, access)
        if done:
            messages.success(request, _("Saved."))
            return redirect("newsletters:partner", pk)
    return render(request, "newsletters/partner.html", _context(request, found, access, form, said))


def _context(
    request: HttpRequest, found: Issue, access: PartnerAccess, form: OwnTextForm | None, said: CommentForm
) -> dict[str, object]:
    own = request.method == "POST" and "version" in request.POST
    return {
        "issue": found,
        "parts": mail.Composer(found).parts(),
        "form": form,
        "comment_form": CommentForm() if own else said,
        "own_blocks": found.blocks.filter(partner=access) if form else [],
        "comments": found.comments.filter(partner=access),
    }


def _own_text(request: HttpRequest, found: Issue, writes: PartnerAccess | None) -> OwnTextForm | None:
    """Return the form of an outside author: empty, or with the text of theirs that the address names."""
    if writes is None or not found.is_editable:
        return None
    if request.method == "POST" and "version" in request.POST:
        return OwnTextForm(request.POST)
    wanted = request.GET.get("text", "")
    held = found.blocks.filter(partner=writes, pk=wanted).first() if wanted.isdecimal() and len(wanted) < 10 else None
    initial = {"version": found.version}
    return OwnTextForm(
        initial={**initial, "block": held.pk, "heading": held.heading, "text": held.text} if held else initial
    )


def _write(request: HttpRequest, found: Issue, form: OwnTextForm | None, access: PartnerAccess | None) -> bool:
    if form is None or access is None:
        messages.error(request, _("You may not do this, or it isn't possible any more."))
        return True
    if not form.is_valid():
        return False
    data = form.cleaned_data
    block = Block.objects.filter(pk=data["block"], issue=found).first() if data["block"] else None
    if data["block"] and block is None:
        return bool(data["remove"]) or _offer_anew(form)
    try:
        if block and data["remove"]:
            services.remove_own(issue=found, version=data["version"], block=block, by=access)
        else:
            words = {"heading": data["heading"], "text": data["text"]}
            services.write_own(issue=found, version=data["version"], block=block, by=access, **words)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _offer_anew(form: OwnTextForm) -> bool:
    """Show the words of a text that the editors have taken out meanwhile: nothing typed is lost, nothing saved."""
    form.add_error(
        None, _("The editors have taken this text out of the letter. Your words stand below: save them as a new text.")
    )
    form.data = {**form.data, "block": ""}
    return False


def _say(found: Issue, form: CommentForm, access: PartnerAccess) -> bool:
    if not form.is_valid():
        return False
    services.comment(issue=found, text=form.cleaned_data["comment"], by=access)
    return True
