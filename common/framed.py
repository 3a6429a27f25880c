"""A mail's HTML in a frame: the one exception to the content security policy, shut in a sandbox of its own."""

from __future__ import annotations

from django.http import HttpResponse

POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; "
    "form-action 'none'; base-uri 'none'"
)


def framed_mail(html: str) -> HttpResponse:
    """Return HTML to be shown in a frame on a page of ours: no script, no form, nothing fetched from elsewhere."""
    response = HttpResponse(html)
    response._csp_exempt = True  # type: ignore[attr-defined]  # django-csp then leaves the header below alone
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
