"""Marks that are kept between pages stay safe, whatever was kept before."""

from django.utils.safestring import SafeString

from guyub.apps.ui.templatetags.ui import class_badge, grade_mark


def test_a_source_is_escaped_also_after_the_same_words_were_safe():
    assert "<i>aturan</i>" in grade_mark("PARTIAL", SafeString("<i>aturan</i>"))
    assert "<i>aturan</i>" not in grade_mark("PARTIAL", "<i>aturan</i>")
    assert "&lt;i&gt;aturan" in grade_mark("PARTIAL", "<i>aturan</i>")


def test_a_confirmed_rule_has_a_mark_only_where_it_is_asked_for():
    assert grade_mark("CONFIRMED", "aturan") == ""
    assert "grade--confirmed" in grade_mark("CONFIRMED", "aturan", "yes")


def test_a_badge_escapes_its_class_and_says_where_there_is_none():
    assert "&lt;b&gt;" in class_badge("<b>")
    assert "class-badge--none class-badge--small" in class_badge("", "small")
