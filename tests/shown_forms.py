"""The form that a page holds, as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Gathers the fields of the form with an id: files and buttons are what a person adds."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.is_inside = form, False
        self.fields: dict[str, list[str]] = {}
        self.box: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = held.get("id", "") == self.form
        elif not self.is_inside:
            return
        elif tag == "input" and held.get("name"):
            self._input(held)
        elif tag == "textarea":
            self.box = held["name"]
            self.fields.setdefault(self.box, [""])
        elif tag == "select":
            self.select = held["name"]
        elif tag == "option" and self.select and "selected" in held:
            self.fields.setdefault(self.select, []).append(held.get("value", ""))

    def _input(self, held: dict[str, str]) -> None:
        kind = held.get("type", "text")
        if kind in ("file", "submit", "button") or (kind in ("radio", "checkbox") and "checked" not in held):
            return
        self.fields.setdefault(held["name"], []).append(held.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self.box is not None:
            self.fields[self.box][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea":
            self.box = None
        elif tag == "select":
            self.select = None


def fields_of(page: str, form: str) -> dict[str, list[str]]:
    """Return the fields that a form of a page sends as it stands; of radios and boxes only what is chosen."""
    reader = _Fields(form)
    reader.feed(page)
    assert reader.fields, f"no form {form} on the page"
    return reader.fields
