"""Figures that cannot be are refused at their field, rare ones asked about with their value: on every form alike."""

import pytest
from django import forms

from guyub.apps.growth.forms import CENTIMETRE, KILOGRAM, FigureField, WholeField, rare, refuse_impossible

POSSIBLE = {"weight_g": (20_000, 250_000), "systolic": (50, 280)}
LIKELY = {"weight_g": (30_000, 110_000), "systolic": (85, 200)}


class Weighing(forms.Form):
    weight_g = FigureField(KILOGRAM, "Berat badan (kg)")
    height_mm = FigureField(CENTIMETRE, "Tinggi badan (cm)")
    systolic = WholeField("Tekanan atas")


def asked(**typed):
    """What is wrong by field, and what is asked about."""
    form = Weighing(typed)
    form.is_valid()
    figures = {name: field.whole(form.cleaned_data.get(name)) for name, field in form.fields.items()}
    refuse_impossible(form, figures, POSSIBLE, "elder-{}-impossible")
    return {name: " ".join(told) for name, told in form.errors.items()}, rare(form, figures, LIKELY)


@pytest.mark.parametrize("weight", ["20", "250"])
def test_what_can_be_is_not_refused(weight):
    errors, doubts = asked(weight_g=weight)
    assert errors == {}
    assert doubts == [f"Berat badan (kg) {weight} (biasanya 30 sampai 110)"]


@pytest.mark.parametrize(("weight", "value"), [("19,999", "19,999"), ("250.001", "250,001"), ("12500", "12500")])
def test_what_cannot_be_is_refused_with_its_value_and_not_asked_about(weight, value):
    errors, doubts = asked(weight_g=weight)
    assert errors == {"weight_g": f"{value}: berat itu tidak mungkin; tulis dalam kg, misalnya 52,5."}
    assert doubts == []


@pytest.mark.parametrize("typed", [{"weight_g": "30", "systolic": "85"}, {"weight_g": "110", "systolic": "200"}, {}])
def test_what_is_likely_or_was_not_measured_is_not_asked_about(typed):
    assert asked(**typed) == ({}, [])


def test_each_rare_figure_is_told():
    assert asked(weight_g="29,999", systolic="201")[1] == [
        "Berat badan (kg) 29,999 (biasanya 30 sampai 110)",
        "Tekanan atas 201 (biasanya 85 sampai 200)",
    ]


def test_metres_in_a_field_of_centimetres_point_to_the_unit():
    assert "satuannya" in asked(height_mm="1,55")[0]["height_mm"]
    assert "satuannya" in asked(weight_g="123456789")[0]["weight_g"]
