"""What a page's outbox may send: both sides of every limit, and nothing that breaks the reader."""

import json

import pytest
from django.test import RequestFactory

from guyub.apps.ui.outbox import Sent, read_sent

GOOD = {"device": "a1b2c3d4", "sequence": 1, "changes": {"x": 1}}


def sent(content: object, largest: int = 1000) -> Sent:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_sent(RequestFactory().post("/", body, content_type="application/json"), largest)


@pytest.mark.parametrize(
    "differs",
    [
        pytest.param({}, id="shortest name, first number"),
        pytest.param({"device": "a" * 36}, id="longest name"),
        pytest.param({"sequence": 1_000_000}, id="highest number"),
        pytest.param({"changes": None}, id="nothing changed"),
    ],
)
def test_a_sending_with_a_page_and_a_number_is_read(differs):
    given = GOOD | differs
    assert sent(given) == Sent(given["device"], given["sequence"], given["changes"])


@pytest.mark.parametrize(
    "differs",
    [
        pytest.param({"device": "a" * 7}, id="name too short"),
        pytest.param({"device": "a" * 37}, id="name too long"),
        pytest.param({"device": "a1b2-c3d4"}, id="name with a sign"),
        pytest.param({"device": 12345678}, id="name that is a number"),
        pytest.param({"sequence": 0}, id="number too low"),
        pytest.param({"sequence": 1_000_001}, id="number too high"),
        pytest.param({"sequence": True}, id="true is no number"),
        pytest.param({"sequence": "1"}, id="number as text"),
    ],
)
def test_a_sending_without_a_page_and_a_number_is_refused(differs):
    with pytest.raises(ValueError, match="no page and number"):
        sent(GOOD | differs)


def test_a_sending_of_exactly_the_largest_size_is_read_and_one_byte_more_is_not():
    size = len(json.dumps(GOOD))
    assert sent(GOOD, largest=size).sequence == 1
    with pytest.raises(ValueError, match="too large"):
        sent(GOOD, largest=size - 1)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b"[" * 900_000], ids=["empty", "torn", "list", "bytes", "deep"]
)
def test_what_is_no_object_is_refused(body):
    with pytest.raises(ValueError, match=r".+"):
        sent(body, largest=1_000_000)
