"""Private files: photos and documents under names nobody can guess, served only after a scope check."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.http import FileResponse


class PrivateStorage(FileSystemStorage):
    """Local storage outside every web root; it has no public address on purpose."""

    def __init__(self) -> None:
        super().__init__(location=settings.PRIVATE_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name: str | None) -> str:
        """Refuse: a private file has no address of its own."""
        raise ValueError("a private file is served by a view, never by address")


def secret_name(folder: str, suffix: str) -> str:
    """Return a storage path that cannot be guessed: 128 bits of randomness, spread over 256 folders."""
    token = secrets.token_hex(16)
    return str(PurePosixPath(folder) / token[:2] / f"{token}{suffix}")


def serve(storage: Storage, name: str, *, content_type: str, download_as: str | None = None) -> FileResponse:
    """Stream a private file. The caller has checked scope. Raises FileNotFoundError if it is gone."""
    response = FileResponse(
        storage.open(name, "rb"),
        content_type=content_type,
        as_attachment=download_as is not None,
        filename=download_as or "",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
