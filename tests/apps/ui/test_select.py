"""A select in the look of the site holds what Django's own template writes, but for the blanks between its parts."""

import re

from django import forms

from guyub.apps.ui.templatetags.ui import control


class Closed(forms.Select):
    """With an attribute at one option, as forms of one's own may have."""

    def create_option(self, name, value, *more, **options):
        option = super().create_option(name, value, *more, **options)
        option["attrs"] |= {"disabled": True, "title": 'a "b"'} if value == "1" else {}
        return option


class Chosen(forms.Form):
    plain = forms.ChoiceField(choices=[("", "semua"), ("a&b", "<b>A</b>"), ("2", "Dua")], initial="2", required=False)
    grouped = forms.ChoiceField(
        choices=[("Kota", [("1", "Satu"), ("2", "Dua")]), ("", "tidak")], widget=forms.Select(attrs={"multiple": False})
    )
    number = forms.TypedChoiceField(choices=[(1234, "1.234"), (None, "kosong")], coerce=int, initial=1234)
    closed = forms.ChoiceField(choices=[("1", "Satu"), ("2", "Dua")], widget=Closed())


def squeezed(text):
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", text)).strip()


def test_the_options_are_those_of_django():
    for data in (None, {"plain": "a&b", "grouped": "2", "number": "9", "closed": "2"}):
        for name in Chosen(data).fields:
            plain = Chosen(data)[name].as_widget(attrs={"class": "form-select"})
            assert squeezed(control(Chosen(data)[name])) == squeezed(plain)


def test_a_chosen_option_is_marked_and_its_words_are_escaped():
    page = control(Chosen({"plain": "a&b"})["plain"])
    assert '<option value="a&amp;b" selected>&lt;b&gt;A&lt;/b&gt;</option>' in page
