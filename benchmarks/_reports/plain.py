"""The reference for a report: the house's addresses and one more, which takes the same form and inserts one row."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from incidents.forms import ReportForm

TABLE = """CREATE TABLE IF NOT EXISTS bench_plain (id bigserial PRIMARY KEY, category_id bigint, place text,
    occurred_when text, text text, email text, received_at timestamptz DEFAULT now())"""
_INSERT = "INSERT INTO bench_plain (category_id, place, occurred_when, text, email) VALUES (%s, %s, %s, %s, %s)"


def insert(request: HttpRequest) -> HttpResponse:
    """Check the form and insert one row, as a view with nothing else to do would."""
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=422)
    data = form.cleaned_data
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT, [data["category"].pk, data["place"], data["occurred_when"], data["text"], data["email"]]
        )
    return redirect("/")


urlpatterns = [path("bench/insert/", insert), path("", include("botkyrka_trygghet.urls"))]
