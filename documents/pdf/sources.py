"""What a page on its way to paper may read: static and stored files, nothing else, not even the network.

Templates write `{% static "…" %}` for static files and `/lagrat/<name>` for files in private storage.
"""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage

# A host that cannot exist (RFC 2606): addresses in a template are read relative to it and never leave us.
BASE = "http://paper.invalid"
STORED = "/lagrat/"
TYPES = {".woff2": "font/woff2", ".css": "text/css", ".svg": "image/svg+xml"}


class ResourceRefusedError(Exception):
    """The page asked for something that is neither a static nor a stored file, or that is gone."""


def read(url: str) -> tuple[bytes, str]:
    """Return content and media type of an address. Raises ResourceRefusedError."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != BASE:
        raise ResourceRefusedError(url[:200])
    path = unquote(parts.path)
    try:
        if path.startswith(STORED):
            content = _stored(path.removeprefix(STORED))
        elif path.startswith(settings.STATIC_URL):
            content = _static(path.removeprefix(settings.STATIC_URL))
        else:
            raise ResourceRefusedError(url[:200])
    except (OSError, SuspiciousOperation, ValueError) as error:
        raise ResourceRefusedError(url[:200]) from error
    suffix = path[path.rfind(".") :].lower()
    return content, TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _stored(name: str) -> bytes:
    with default_storage.open(name, "rb") as file:
        return bytes(file.read())


def _static(name: str) -> bytes:
    """Read what collectstatic gathered, or on a developer's machine the source folder."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name, "rb") as file:
            return bytes(file.read())
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    with open(found, "rb") as source:
        return source.read()


def fetcher(refused: list[str]) -> Any:
    """Return WeasyPrint's fetcher; what it refuses is also written on the list, for WeasyPrint carries on."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                content, media_type = read(url)
            except ResourceRefusedError:
                refused.append(url[:200])
                raise
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return Fetcher(allow_redirects=False)
