"""guyub instrument: list, show, check."""

import pytest

from guyub.cli import main
from guyub.data import FOLDER


def test_it_lists_the_instruments_with_standing_and_grade(capsys):
    assert main(["instrument"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split("\t")[0::2] == ["kkb-klas-web-2021", "confirmed-from-system"]
    assert second.split("\t")[2:] == ["proposed", "PROPOSED"]


def test_it_shows_the_bands_and_source_of_an_instrument(capsys):
    assert main(["instrument", "kkb-klas-web-2021", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "O4   Unmet need [persen, CONFIRMED]: …–6 → 4  7–9 → 3  10–12 → 2  13–… → 1" in shown
    assert "not known" in shown
    assert "Modes (--mode): strict-web, intended, cautious" in shown
    assert "(--given): I2, I3, I4, P1, P3" in shown


def test_an_unknown_instrument_is_an_error_of_its_own_kind(capsys):
    assert main(["instrument", "kkb-1999", "--lang", "id"]) == 6
    assert "kkb-klas-web-2021" in capsys.readouterr().err


def test_a_changed_file_is_refused_until_it_is_stamped_anew(tmp_path, capsys):
    file = tmp_path / "own.yaml"
    content = (FOLDER / "instruments" / "kkb-siap-1.0.yaml").read_text()
    file.write_text(content.replace("id: kkb-siap-1.0", "id: kkb-siap-kota"))
    assert main(["instrument", str(file)]) == 5
    assert "checksum" in capsys.readouterr().err
    assert main(["instrument", str(file), "--write-checksum"]) == 0
    assert main(["instrument", str(file)]) == 0
    assert "kkb-siap-kota" in capsys.readouterr().out


def test_a_wrong_command_is_a_usage_error(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["instrument", "--nonsense"])
    assert "--nonsense" in capsys.readouterr().err
