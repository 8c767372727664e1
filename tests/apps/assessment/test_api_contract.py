"""Every operation answers as its own description says, whatever is sent to it."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guyub.apps.accounts.models import ApiToken
from guyub.apps.api import api
from guyub.apps.wsgi import application
from tests.conftest import Cast

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DESCRIPTION = api.get_openapi_schema()
OPERATIONS = [(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Requests run inside the test's transaction, as with Django's own client: they must not close its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_interface_keeps_its_own_description(cast: Cast, path: str, method: str) -> None:
    _, secret = ApiToken.issue(cast.admin, "kontrak")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    @settings(max_examples=20, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method.upper()].as_strategy())
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {secret}"})

    holds()


def test_the_description_is_openapi_3_1() -> None:
    assert DESCRIPTION["openapi"] == "3.1.0"
