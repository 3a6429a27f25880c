"""One answer in the two formats of the specification: XML, and JSON by its Spark convention."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

from incidents.figures import printable

# What each list is made of, by the list's name.
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}


def answer(root: str, content: Any, form: str, *, status: int = 200) -> HttpResponse:
    """Return the content under its root name, as XML or JSON. Anybody's page may read it: it holds no cookie."""
    if form == "json":
        body = json.dumps(content, ensure_ascii=False).encode()
        response = HttpResponse(body, content_type="application/json; charset=utf-8", status=status)
    else:
        element = ET.Element(root)
        _fill(element, content)
        body = ET.tostring(element, encoding="utf-8", xml_declaration=True)
        response = HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def refuse(form: str, status: int, *sentences: str) -> HttpResponse:
    """Return an error as the specification writes it: code and sentence, one or several."""
    errors = [{"code": status, "description": sentence} for sentence in sentences]
    return answer("errors", errors, form, status=status)


def _fill(element: ET.Element, content: Any) -> None:
    if isinstance(content, Mapping):
        for name, value in content.items():
            _fill(ET.SubElement(element, name), value)
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for value in content:
            _fill(ET.SubElement(element, ITEMS[element.tag]), value)
    elif content is not None:
        element.text = printable(_word(content))


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
