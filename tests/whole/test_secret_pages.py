"""Pages reached by secret link: named to nobody, kept nowhere, not indexed, whether they open or refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from botkyrka_trygghet.urls import urlpatterns as of_the_house
from common.signed_links import MARK, secret_page

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def patterns(within: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in (within or get_resolver()).url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, here)
        else:
            yield here, one


def secret() -> list[str]:
    return sorted(route for route, one in patterns() if getattr(one.callback, MARK, False))


def address(route: str) -> str:
    filled = route.replace("<str:token>", "Ab1-" * 7).replace("<token>", "Ab1-" * 7)
    filled = re.sub(r"\(\?P<\w+>\\d\{1,18\}\)", "999999", filled).replace("\\.", ".")
    return "/" + filled.replace("<int:pk>", "999999").replace("^", "").replace("$", "")


def assert_guarded(answer: Any, what: object) -> None:
    assert answer["Referrer-Policy"] == "strict-origin", what
    assert answer["Cache-Control"] == "no-store", what
    assert answer["X-Robots-Tag"] == "noindex, nofollow", what


def test_every_address_with_a_token_is_a_secret_page() -> None:
    with_token = sorted(route for route, one in patterns() if "token" in one.pattern.converters)
    assert len(secret()) >= 11
    assert set(with_token) <= set(secret())


@pytest.mark.parametrize("route", secret())
def test_a_link_that_opens_nothing_is_told_to_nobody_either(client: Client, route: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    for method in METHODS:
        for browser in (client, strict):
            answer = getattr(browser, method)(address(route))
            assert answer.status_code < 500
            assert_guarded(answer, (route, method, answer.status_code))


@secret_page
def falls(request: HttpRequest) -> HttpResponse:
    raise KeyError("a fault of ours")


@secret_page
def is_missing(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [path("prov/fel/", falls), path("prov/saknas/", is_missing), *of_the_house]


@pytest.mark.parametrize("where", ["/prov/fel/", "/prov/saknas/"])
def test_faults_of_ours_too(settings: Any, where: str) -> None:
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get(where)
    assert answer.status_code in (404, 500)
    assert_guarded(answer, where)
