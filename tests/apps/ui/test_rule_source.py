"""Where the rule comes from is said in the language of the page."""

import pytest
from django.conf import settings
from django.urls import reverse

from guyub.data import DEFAULT_INSTRUMENT, load_instrument
from tests.conftest import Cast

ENGLISH = "Source code and exports of the national Kampung KB web application"
INDONESIAN = "Kode program dan ekspor aplikasi web nasional Kampung KB"


@pytest.mark.parametrize(("language", "said", "unsaid"), [("id", INDONESIAN, ENGLISH), ("en", ENGLISH, INDONESIAN)])
@pytest.mark.parametrize(("name", "of"), [("village", "unit"), ("region", "city")])
def test_the_grade_opens_to_a_source_that_its_reader_can_read(client, cast: Cast, name, of, language, said, unsaid):
    client.force_login(cast.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    code = cast.unit.region_id if of == "unit" else cast.unit.region_id.rsplit(".", 2)[0]
    shown = " ".join(client.get(reverse(f"assessment:{name}", args=[code])).content.decode().split())
    assert load_instrument(DEFAULT_INSTRUMENT).source.startswith(ENGLISH)
    assert said in shown
    assert unsaid not in shown
