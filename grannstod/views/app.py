"""Grannstöd as an installed web app: its shell, what it holds, and what it wrote without network."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common import clock
from grannstod import figures, services
from grannstod.models import Observation, Shift
from grannstod.views.people import require

_OWN = ("store", "outbox", "clock", "held", "screen", "sight", "app")
SCRIPTS = ("incidents/place_map.js", *(f"grannstod/app/{name}.js" for name in _OWN))
STYLES = (
    "house/tokens.css",
    "house/house.css",
    "house/desk.css",
    "neighbourhoods/map.css",
    "grannstod/grannstod.css",
    "grannstod/app/app.css",
)
# Fetched when a place is pointed at: the map's program, and the districts' borders, which anybody may see.
MAP = ("vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css")
# Some phones install an app only with pictures of these two sizes; the maskable one may be cut to any shape.
ICONS = {
    "icon.svg": {"sizes": "any", "type": "image/svg+xml", "purpose": "any"},
    "icon-192.png": {"sizes": "192x192", "type": "image/png", "purpose": "any"},
    "icon-512.png": {"sizes": "512x512", "type": "image/png", "purpose": "any"},
    "icon-maskable-512.png": {"sizes": "512x512", "type": "image/png", "purpose": "maskable"},
}
SIGN_IN = 401


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Give the app's empty shell: nothing of anybody stands in it, so a phone may keep it."""
    tiles = {"tiles": settings.MAP_TILES, "attribution": settings.MAP_ATTRIBUTION}
    return render(request, "grannstod/app.html", {"scripts": SCRIPTS, "styles": STYLES, **tiles})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker. It lies where its scope is, and keeps the shell and its files and nothing else."""
    pages = [reverse("grannstod:app"), reverse("incidents:report_map")]
    files = [*pages, *(static(name) for name in (*SCRIPTS, *STYLES, *MAP, "house/icon.svg"))]
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    context = {"files": json.dumps(files), "version": version, "shell": files[0]}
    answer = render(request, "grannstod/sw.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Say how the app is installed."""
    said = {
        "name": "Botkyrka Grannstöd",
        "short_name": "Grannstöd",
        "lang": "sv",
        "id": reverse("grannstod:app"),
        "start_url": reverse("grannstod:app"),
        "scope": reverse("grannstod:home"),
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#17573f",
        "icons": [{"src": static(f"house/{name}"), **how} for name, how in ICONS.items()],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
@never_cache
def state(request: HttpRequest) -> HttpResponse:
    """Give a phone its shift. Whoever is not signed in is told so in a way that a script understands."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=SIGN_IN)
    user = require(request, "grannstod.use_patrol")
    return JsonResponse({**figures.phone_state(user), "csrf": get_token(request)})


@require_POST
@never_cache
def sync(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take in what a phone wrote without network."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=SIGN_IN)
    user = require(request, "grannstod.use_patrol")
    shift = get_object_or_404(_own(user), pk=shift_id)
    items = _items(request)
    if items is None:
        return JsonResponse({"words": _("This could not be read. Write it again.")}, status=400)
    answers = services.take_in(shift=shift, items=items, by=user)
    return JsonResponse({"answers": [{"key": one.key, "result": one.result, "words": one.words} for one in answers]})


def _own(user: Any) -> Any:
    since = clock.now() - services.LATEST
    return Shift.objects.visible_to(user).own(user).filter(ends_at__gte=since).select_related("route")


def _items(request: HttpRequest) -> list[dict[str, Any]] | None:
    try:
        items = json.loads(request.body).get("items")
    except (ValueError, AttributeError, RecursionError):
        return None
    if not isinstance(items, list) or len(items) > services.MOST_ITEMS:
        return None
    return items if all(isinstance(item, dict) for item in items) else None


@require_POST
@never_cache
def photo(request: HttpRequest, shift_id: int, key: str) -> HttpResponse:
    """Take in the photo of an observation that a phone wrote. One that came only in part is asked for again."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=SIGN_IN)
    user = require(request, "grannstod.use_patrol")
    shift = get_object_or_404(_own(user), pk=shift_id)
    known = Observation.objects.visible_to(user).filter(patrol__shift=shift, form_token=key.replace("\x00", ""))
    found = known.first()
    sent = request.FILES.get("photo")
    if found is None or not isinstance(sent, UploadedFile):
        return JsonResponse({"result": "wait"}, status=409)
    digest = request.POST.get("digest", "")
    try:
        services.add_photo(observation_id=found.pk, photo=sent, digest=digest)
    except ValidationError as error:
        result = "wait" if error.code == "cut_off" else "refused"
        return JsonResponse({"result": result, "words": " ".join(error.messages)}, status=422)
    return JsonResponse({"result": "saved"})
