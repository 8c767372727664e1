"""guyub nutrition: what is said of a table of foods or prices, what is written, what is refused."""

import csv

import pytest

from guyub.cli import main

FOODS = (
    "code,name,energy_kcal,protein_g,fat_g,carb_g,bdd_percent\n"
    "AR001,Beras,357,8.4,1.7,77.1,100\n"
    "DR004,Andewi,226,1.6,0.2,5.3,80\n"
)
PRICES = "market,month,code,rupiah_per_kg\nPasar Agung,2026-11,AR001,14000\n"


@pytest.fixture
def run(tmp_path, capsys):
    """Run a job on a table; returns its exit code and what was said."""

    def execute(job, content, *options):
        (tmp_path / "in.csv").write_text(content)
        places = [str(tmp_path / option[1:]) if option.startswith("@") else option for option in options]
        code = main(["nutrition", job, str(tmp_path / "in.csv"), "--lang", "id", *places])
        return code, capsys.readouterr().err

    return execute


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_misprints_are_told_and_nothing_is_mended(run, tmp_path):
    code, said = run("foods", FOODS, "--out", "@out.csv", "--warnings", "@doubts.csv")
    assert code == 0
    assert "2 pangan terbaca" in said
    assert "Baris DR004 (baris berkas 3), kolom energy_kcal: '226' kkal" in said
    assert "29 kkal (berbeda 87%)" in said
    assert rows_of(tmp_path / "out.csv")[1]["energy_kcal"] == "226"
    assert [row["rule"] for row in rows_of(tmp_path / "doubts.csv")] == [
        "blank-nutrients", "energy-gap", "blank-nutrients",
    ]  # fmt: skip


def test_a_table_without_allergens_is_written_without_them_and_warned_of_again(run, tmp_path):
    _code, said = run("foods", FOODS, "--out", "@out.csv")
    assert "pantangan karena alergi tidak dapat dijaga" in said
    assert "kode TKPI" in said
    assert "allergens" not in rows_of(tmp_path / "out.csv")[0]
    _code, said = run("foods", (tmp_path / "out.csv").read_text())
    assert "pantangan karena alergi tidak dapat dijaga" in said
    assert "kode TKPI" not in said


def test_columns_that_mean_nothing_are_named(run):
    _code, said = run("foods", FOODS.replace("bdd_percent", "bdd_percent,catatan").replace("0\n", "0,x\n"))
    assert "Kolom yang tidak dibaca: catatan" in said


def test_bad_cells_are_listed_in_a_file_and_nothing_is_written(run, tmp_path):
    bad = FOODS.replace("8.4", "delapan")
    code, said = run("foods", bad, "--out", "@out.csv", "--errors", "@errors.csv")
    assert code == 4
    assert "kolom protein_g: 'delapan' bukan bilangan" in said
    assert not (tmp_path / "out.csv").exists()
    assert [row["rule"] for row in rows_of(tmp_path / "errors.csv")] == ["not-an-amount"]
    code, said = run("foods", bad, "--skip-bad-rows")
    assert (code, "1 pangan terbaca" in said) == (0, True)


def test_many_misprints_are_counted(run):
    rows = "".join(f"DR{number:03},Sayur,226,1.6,0.2,5.3,80\n" for number in range(100, 113))
    _code, said = run("foods", FOODS.splitlines(keepends=True)[0] + rows)
    assert "13 pangan: energinya berbeda" in said
    assert "dan 3 lagi" in said


def test_prices_are_counted_by_market_and_month(run):
    code, said = run("prices", PRICES)
    assert code == 0
    assert "1 harga terbaca" in said
    assert "Pasar Agung, 2026-11: 1 pangan" in said


def test_a_price_of_a_food_that_is_not_in_the_users_table_is_refused(run, tmp_path):
    (tmp_path / "foods.csv").write_text(FOODS)
    code, said = run("prices", PRICES.replace("AR001", "HR002"), "--foods", "@foods.csv")
    assert code == 4
    assert "'HR002' bukan kode pangan pada tabel pangan" in said


def test_a_table_of_something_else_says_what_is_missing(run):
    code, said = run("foods", "a,b\n1,2\n")
    assert code == 3
    assert "Yang belum ada: code, name, energy_kcal, protein_g" in said
