"""What the tests of the appraisal share."""

from __future__ import annotations

import pytest

from tests.apps.appraisal.panel import Panel, make_panel
from tests.conftest import Cast


@pytest.fixture
def panel(cast: Cast) -> Panel:
    return make_panel(cast)
