"""The template pack: what a FormHelper and a Layout can say comes out as the house's own components."""

from __future__ import annotations

import pytest
from crispy_forms.bootstrap import FormActions, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import (
    HTML,
    Button,
    ButtonHolder,
    Column,
    Div,
    Field,
    Fieldset,
    Hidden,
    Layout,
    Reset,
    Row,
    Submit,
)
from crispy_forms.utils import render_crispy_form
from django import forms


class Example(forms.Form):
    """A form with every kind of box."""

    name = forms.CharField(label="Namn", help_text="Som på dörren")
    day = forms.DateField(label="Dag")
    kind = forms.ChoiceField(label="Sort", choices=[("a", "En"), ("b", "Två")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Säker", required=False)
    paper = forms.FileField(label="Fil", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


LAYOUT = Layout(
    Fieldset("Vem {{ who }}", Field("name", css_class="long", autocomplete="name"), css_id="vem"),
    Row(Column("day"), Column("kind"), css_class="tight"),
    Div("sure", "paper", css_class="rest", css_id="rest"),
    "token",
    HTML("<p>Om {{ who }}</p>"),
    ButtonHolder(Submit("save", "Spara"), Button("back", "Tillbaka"), Reset("undo", "Börja om"), Hidden("kept", "1")),
    FormActions(StrictButton("Pröva", css_class="try")),
)


def drawn(
    form: forms.BaseForm | forms.BaseFormSet[forms.Form], layout: Layout | None = LAYOUT, **wishes: object
) -> str:
    """Render as `{% crispy form %}` does, with a helper of these wishes."""
    helper = FormHelper()
    helper.layout = layout
    for name, value in wishes.items():
        setattr(helper, name, value)
    return str(render_crispy_form(form, helper, {"who": "du", "csrf_token": "prov"}))


def test_a_layout_comes_out_in_our_components() -> None:
    page = drawn(Example())
    for part in (
        'method="post" enctype="multipart/form-data" novalidate>',
        'name="csrfmiddlewaretoken"',
        '<fieldset class="group" id="vem"><legend class="h">Vem du</legend>',
        '<label class="h" for="id_name">Namn',
        'class="in long"',
        'autocomplete="name"',
        '<div class="side-by-side tight"><div class="column">',
        '<legend class="h">Sort',
        '<div class="rest" id="rest">',
        "<p>Om du</p>",
        '<button type="submit" name="save" value="Spara" id="submit-id-save" class="btn first">Spara</button>',
        'id="button-id-back" class="btn">Tillbaka</button>',
        '<button type="reset"',
        '<input type="hidden" name="kept" value="1"',
        'class="btn try"',
    ):
        assert part in page, part
    assert page.count('name="token"') == 1
    assert "style=" not in page
    assert "btn-primary" not in page


def test_errors_are_summarised_first_and_tied_to_their_boxes() -> None:
    page = drawn(Example({"kind": "a"}))
    assert page.index('id="fel"') < page.index('id="vem"')
    assert 'href="#id_name"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_without_a_layout_every_box_and_the_inputs_are_there() -> None:
    page = drawn(Example(), None, inputs=[Submit("save", "Spara")])
    assert [page.count(f'name="{name}"') for name in ("name", "day", "sure", "paper", "token")] == [1] * 5
    assert '<div class="send acts"><button type="submit"' in page


def test_a_form_inside_another_form_brings_no_tag_of_its_own() -> None:
    page = drawn(Example(), form_tag=False, disable_csrf=True)
    assert "<form" not in page
    assert "csrfmiddlewaretoken" not in page


def test_a_form_that_only_asks_carries_no_token() -> None:
    page = drawn(Example(), form_method="get", form_id="sok", form_action="/sok/")
    assert "csrfmiddlewaretoken" not in page
    assert 'action="/sok/"' in page and 'id="sok"' in page and 'method="get"' in page


@pytest.mark.parametrize("layout", [None, Layout(Row("name", "day"), "kind")])
def test_each_form_of_a_set_has_its_own_errors(layout: Layout | None) -> None:
    many = forms.formset_factory(Example, extra=2, min_num=3, validate_min=True)
    page = drawn(many({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "x"}), layout)
    assert 'name="form-TOTAL_FORMS"' in page
    assert 'id="fel"' in page  # the set's own: too few
    assert page.count('id="fel-form-0"') == 1
    assert page.count("<fieldset") >= 2
    assert page.count("<form") == 1
