"""Moments as people read them: the day in words, the hour as their language writes it."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from guyub.apps.ui.templatetags.ui import local_moment


@pytest.mark.parametrize(("language", "words"), [("id", "30 November 2026, 23.59"), ("en", "30 November 2026, 23:59")])
def test_a_moment_in_local_time(language, words):
    with translation.override(language):
        assert local_moment(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)) == words
        assert local_moment(None) == ""
