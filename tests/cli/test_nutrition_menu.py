"""guyub nutrition menu: a week in words, what cannot be kept, and a table of portions."""

import csv

import pytest

from guyub.cli import main


@pytest.fixture
def run(capsys):
    def execute(*arguments, language="id"):
        code = main(["nutrition", "menu", *arguments, "--seconds", "5", "--lang", language])
        said = capsys.readouterr()
        return code, said.out, said.err

    return execute


def test_a_week_is_said_and_written(run, tmp_path):
    target = tmp_path / "menu.csv"
    code, out, err = run("child-12=18", "child-24=30", "--stock", "DR008=4000", "--out", str(target))
    assert code == 0
    assert "Menu sepekan untuk 48 orang: Rp" in out
    assert "Terbukti: paling banyak" in out
    assert "Hari 7:" in out
    assert "Dari kebun atau sisa: Bayam" in out
    assert "Rp 1.000 lagi menambah" in out
    assert "harga contoh, dibuat-buat" in err
    assert "usulan" in err
    rows = list(csv.DictReader(target.open()))
    assert {row["day"] for row in rows} == {str(day) for day in range(1, 8)}
    assert {row["group"] for row in rows} == {"child-12", "child-24"}
    assert all(int(row["count"]) >= 1 for row in rows)


def test_in_english(run):
    code, out, err = run("pregnant-2=7", language="en")
    assert code == 0
    assert "A week's menu for 7 people" in out
    assert "proposed" in err


def test_what_no_menu_can_keep_is_said(run, tmp_path):
    """With one price only, there are no dishes to choose from."""
    prices = tmp_path / "harga.csv"
    prices.write_text("market,month,code,rupiah_per_kg\nPasar Contoh,2026-11,AR001,14000\n", encoding="utf-8")
    code, out, err = run("child-24=3", "--prices", str(prices))
    assert code == 9
    assert "Tidak ada menu yang memenuhi semua syarat" in out
    assert "Masakan lauk hewani untuk semua: perlu 14 sepekan, yang ada cukup untuk 0." in out
    assert "Tidak dipakai karena harga" in err
    assert "harga contoh" not in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["child-99=3"], "Tidak ada kelompok 'child-99'"),
        (["child-24=0"], "Belum ada yang dimasakkan"),
    ],
)
def test_groups_that_cannot_be_cooked_for(run, arguments, told):
    code, _, err = run(*arguments)
    assert code == 4
    assert told in err


@pytest.mark.parametrize("typed", ["child-24", "child-24=", "child-24=-3", "=3", "child-24=1.5"])
def test_what_is_no_number_of_people(typed, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["nutrition", "menu", typed])
    assert stopped.value.code == 2
    assert "tulis nama=jumlah" in capsys.readouterr().err
