"""Contents of proofs are compared with their fingerprints: what a backup did not bring back shows."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guyub.apps.evidence.services import files
from tests.apps.evidence import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The contents of two proofs."""
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    settings.DATA_DIR = tmp_path / "site"
    made = []
    for name, content in (("foto.jpg", samples.jpeg()), ("sk.pdf", samples.pdf(pages=1))):
        sent = tmp_path / name
        sent.write_bytes(content)
        made.append(files.path_of(files.take_in(sent, name)))
    return made


def said() -> str:
    out = io.StringIO()
    call_command("verify_evidence", stderr=out)
    return out.getvalue()


def test_whole_files_are_counted(kept: list[Path]) -> None:
    assert said() == "Berkas bukti utuh: 2.\n"


def test_what_is_missing_or_changed_is_named_by_its_fingerprint(kept: list[Path]) -> None:
    gone, other = kept
    gone.unlink()
    other.write_bytes(other.read_bytes() + b" ")
    with pytest.raises(CommandError) as caught:
        said()
    told = str(caught.value).splitlines()
    assert sorted(told) == sorted(
        [
            f"Berkas bukti {gone.name} tidak ada. Ambil dari cadangan folder evidence.",
            f"Berkas bukti {other.name} berubah isinya. Ambil dari cadangan folder evidence.",
        ]
    )
