"""Words are collected by room, keep their translation, and a gap is noticed."""

import re

import polib
import pytest
from django.core.management import CommandError, call_command

from botkyrka_trygghet import catalogues
from tests.house.test_sizes import sources


@pytest.fixture
def house(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents" / "models.py").write_text('from x import gettext_lazy as _\nname = _("Report")\n')
    (tmp_path / "templates" / "incidents").mkdir(parents=True)
    (tmp_path / "templates" / "incidents" / "form.html").write_text(
        "{% load i18n %}{% translate 'Send' %}{% blocktranslate count n=n %}{{ n }} report{% plural %}"
        "{{ n }} reports{% endblocktranslate %}{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}"
    )
    (tmp_path / "templates" / "404.html").write_text("{% load i18n %}{% translate 'Not found' %}")
    return tmp_path


def translate(room, words):
    path = catalogues.catalogue_path(room)
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)s anmälan", 1: "%(n)s anmälningar"}
        else:
            entry.msgstr = words[entry.msgid]
    catalogue.save(str(path))


SWEDISH = {"Report": "Anmälan", "Send": "Skicka", "Hello %(name)s": "Hej %(name)s"}


def test_collects_code_and_templates_of_one_room_and_keeps_translations(house):
    assert catalogues.merge("incidents") == (4, 4)
    translate("incidents", SWEDISH)
    before = catalogues.catalogue_path("incidents").read_text()
    assert catalogues.merge("incidents") == (4, 0)
    assert catalogues.catalogue_path("incidents").read_text() == before
    assert catalogues.faults("incidents") == []
    assert catalogues.merge("house") == (1, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.remove(c.find("Send")), "not in the catalogue: 'Send'"),
        (lambda c: setattr(c.find("Send"), "msgstr", ""), "not translated: 'Send'"),
        (lambda c: c.find("Send").flags.append("fuzzy"), "uncertain (fuzzy): 'Send'"),
        (lambda c: c.append(polib.POEntry(msgid="Gone", msgstr="Borta")), "no longer used: 'Gone'"),
        (lambda c: setattr(c.find("Hello %(name)s"), "msgstr", "Hej %(nam)s"), "placeholders differ"),
    ],
)
def test_check_names_every_fault(house, change, said, capsys):
    catalogues.merge("incidents")
    translate("incidents", SWEDISH)
    catalogue = polib.pofile(str(catalogues.catalogue_path("incidents")))
    change(catalogue)
    catalogue.save(str(catalogues.catalogue_path("incidents")))
    with pytest.raises(CommandError):
        call_command("catalogue", "incidents", "--check")
    assert said in capsys.readouterr().err


def test_two_rooms_may_not_translate_one_text_differently(house):
    catalogues.merge("incidents")
    translate("incidents", SWEDISH)
    (house / "templates" / "404.html").write_text("{% load i18n %}{% translate 'Send' %}")
    catalogues.merge("house")
    translate("house", {"Send": "Sänd"})
    assert "use pgettext" in catalogues.conflicts()[0]


def test_an_unknown_room_is_refused(house):
    with pytest.raises(CommandError, match="No such room"):
        call_command("catalogue", "kitchen")


def test_words_are_marked_by_names_that_are_collected():
    """Marked by any other name they reach no catalogue, and stand in English."""
    other = re.compile(r"gettext\w* as (?!_\b)")
    assert other.search("import gettext_lazy as _lazy")
    assert [str(path) for path in sources() if other.search(path.read_text())] == []
