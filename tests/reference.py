"""Where the reference data lie: beside the project, never inside it. Tests skip where they are absent."""

from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[1].parent / "shared" / "reference"

skip_if_no_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference data (../shared/reference) are not beside this checkout"
)
