"""A folder becomes facts and findings: each fault on both sides of its limit, and nothing dropped in silence."""

import csv

import pytest

from guyub.analytics.siga import LEAVE_BLANK, Month, errors, load_definitions, sentence
from guyub.analytics.siga.writing import write_results
from guyub.data import load_fact_catalogue, load_instrument
from guyub.domain.instruments import assess

COUPLES = ("PUS", "UNMET NEED", "BULAN")
METHODS = ("PA", "SUNTIK", "PIL", "KONDOM", "IMPLAN", "IUD", "VASEKTOMI", "TUBEKTOMI", "MAL", "KB MODERN",
           "KB TRADISIONAL", "BULAN")  # fmt: skip
PROFILE = ("LATITUDE", "LONGITUDE", "PUS", "Kampung KB", "Rumah DataKU", "BKB", "BKR", "BKL", "UPPKA", "PIK-R")
PREGNANT = ("JUMLAH BUMIL", "BUMIL TERDAMPINGI", "BUMIL TIDAK TERDAMPINGI", "JUMLAH BUMIL >=32 MINGGU")
RISK = ("JUMLAH KELUARGA", "JUMLAH KELUARGA SASARAN", "KESEJAHTERAAN 1", "KESEJAHTERAAN 2", "KESEJAHTERAAN 3",
        "KESEJAHTERAAN 4", "KESEJAHTERAAN > 4", "JUMLAH KRS", "JUMLAH TIDAK BERESIKO", "PUS")  # fmt: skip
TARGETS = ("SASARAN BKB", "KESERTAAN BKB", "SASARAN BKR", "KESERTAAN BKR", "SASARAN BKL", "KESERTAAN BKL", "BULAN")
BKB = ("YANG ADA", "YANG LAPOR", "MATERI ORANG TUA HEBAT", "BULAN")
BKB_FAMILIES = ("JUMLAH KELUARGA ANGGOTA BKB", "JUMLAH KELUARGA ANGGOTA BKB HADIR PERTEMUAN", "BULAN")
BKR = ("YANG ADA", "YANG LAPOR", "JUMLAH KELUARGA ANGGOTA BKR", "JUMLAH KELUARGA ANGGOTA BKR HADIR PERTEMUAN", "BULAN")
BKL = ("YANG ADA", "YANG LAPOR", "JUMLAH ANGGOTA BKL", "JUMLAH ANGGOTA KELUARGA HADIR", "JUMLAH ANGGOTA LANSIA HADIR",
       "BULAN")  # fmt: skip
KAMPUNG = ("JUMLAH KAMPUNG KB", "2016", "2017", "2018", "2019", "> 2019")
RESOURCES = ("LUAS_WILAYAH", "JUMLAH_PENDUDUK", "KRS", "BPJS")
PYRAMID = ("Jumlah_Penduduk", "Umur 0 - 1", "Umur 75+")
POSYANDU = ("Nama Posyandu",)
FINE_PROFILE = ("-2.1", "119.3", 7, "Ada", "Ada", "Ada", "Ada", "Ada", "Ada", "Ada")


@pytest.fixture
def one(folder, run, place):
    """Imports one row of one table."""

    def one(name, columns, *cells, **options):
        return run(folder(**{name: (columns, [(*place, *cells)])}), **options)

    return one


@pytest.mark.parametrize(
    ("rule", "name", "columns", "fine", "faulty"),
    [
        ("assisted-exceeds-pregnant", "elsimil_bumil", PREGNANT, (36, 36, 0, 5), (36, 37, -1, 5)),
        ("assisted-remainder", "elsimil_bumil", PREGNANT, (36, 30, 6, 5), (36, 30, 7, 5)),
        ("late-pregnancy-exceeds-pregnant", "elsimil_bumil", PREGNANT, (5, 0, 5, 5), (5, 0, 5, 6)),
        ("attendance-exceeds-members", "bkb_keluarga", BKB_FAMILIES, (9, 9, "MEI"), (9, 10, "MEI")),
        ("attendance-exceeds-members", "bkr", BKR, (1, 1, 9, 9, "MEI"), (1, 1, 9, 10, "MEI")),
        ("attendance-exceeds-members", "bkl", BKL, (1, 1, 9, 9, 9, "MEI"), (1, 1, 9, 10, 9, "MEI")),
        ("elderly-exceed-members", "bkl", BKL, (1, 1, 9, 9, 9, "MEI"), (1, 1, 9, 9, 10, "MEI")),
        ("members-without-group", "bkr", BKR, (0, 0, 0, 0, "MEI"), (0, 0, 1, 0, "MEI")),
        ("reporting-exceeds-existing", "bkb_bulanan", BKB, (2, 2, 1, "MEI"), (2, 3, 1, "MEI")),
        (
            "participation-exceeds-target",
            "sasaran_poktan",
            TARGETS,
            (9, 9, 9, 9, 9, 9, "MEI"),
            (9, 10, 9, 9, 9, 9, "MEI"),
        ),
        (
            "methods-sum",
            "mix",
            METHODS,
            (8, 1, 1, 1, 1, 1, 1, 1, 1, 8, 0, "MEI"),
            (8, 1, 1, 1, 1, 1, 1, 1, 0, 8, 0, "MEI"),
        ),
        (
            "users-sum",
            "mix",
            METHODS,
            (9, 8, 0, 0, 0, 0, 0, 0, 0, 8, 1, "MEI"),
            (10, 8, 0, 0, 0, 0, 0, 0, 0, 8, 1, "MEI"),
        ),
        (
            "methods-outside-seven",
            "mix",
            METHODS,
            (8, 8, 0, 0, 0, 0, 0, 0, 0, 8, 0, "MEI"),
            (9, 8, 0, 0, 0, 0, 0, 0, 1, 9, 0, "MEI"),
        ),
        ("risk-sum", "verval_krs", RISK, (20, 10, 1, 0, 0, 0, 2, 3, 7, 9), (20, 10, 1, 0, 0, 0, 2, 3, 6, 9)),
        ("risk-sum", "verval_krs", RISK, (20, 10, 1, 0, 0, 0, 2, 3, 7, 9), (20, 10, 1, 0, 0, 0, 1, 3, 7, 9)),
        (
            "target-exceeds-families",
            "verval_krs",
            RISK,
            (10, 10, 1, 0, 0, 0, 2, 3, 7, 9),
            (9, 10, 1, 0, 0, 0, 2, 3, 7, 9),
        ),
        ("insured-exceed-population", "sumber", RESOURCES, (9, 50, 5, 50), (9, 50, 5, 51)),
        ("several-kampung-kb", "kampung_kb", KAMPUNG, (1, 1, 0, 0, 0, 0), (2, 1, 0, 0, 0, 1)),
        ("no-kampung-kb", "kampung_kb", KAMPUNG, (1, 0, 0, 0, 0, 1), (0, 0, 0, 0, 0, 0)),
        ("kampung-kb-years", "kampung_kb", KAMPUNG, (1, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 0)),
        ("ruined-coordinate", "profil_poktan", PROFILE, FINE_PROFILE, ("-2.122.958", *FINE_PROFILE[1:])),
        ("not-ada", "profil_poktan", PROFILE, FINE_PROFILE, (*FINE_PROFILE[:9], "mungkin")),
        ("unknown-month", "pus", COUPLES, (9, 1, "MEI"), (9, 1, "MEY")),
        ("blank-value", "pus", COUPLES, (9, 0, "MEI"), (9, "", "MEI")),
        ("negative-number", "pus", COUPLES, (9, 0, "MEI"), (9, -1, "MEI")),
        ("field-count", "pus", COUPLES, (9, 0, "MEI"), (9, 0, "MEI", "lebih")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_found_and_its_neighbour_is_not(one, found, rule, name, columns, fine, faulty):
    assert not found(one(name, columns, *fine), rule)
    faults = found(one(name, columns, *faulty), rule)
    assert [(fault.line, fault.file) for fault in faults] == [(2, f"{name.replace('_', '-')}.csv")]


@pytest.mark.parametrize(
    ("users", "unmet", "count"), [pytest.param(8, 2, 0, id="as many as couples"), pytest.param(8, 3, 1, id="one more")]
)
def test_users_and_unmet_need_against_couples(folder, run, found, place, users, unmet, count):
    methods = (users, users, 0, 0, 0, 0, 0, 0, 0, users, 0, "MEI")
    tables = {"pus": (COUPLES, [(*place, 10, unmet, "MEI")]), "mix": (METHODS, [(*place, *methods)])}
    assert len(found(run(folder(**tables)), "users-and-unmet-exceed-couples")) == count


@pytest.mark.parametrize(("word", "counted", "faults"), [("Ada", 1, 0), ("Tidak ada", 1, 1), ("Tidak ada", 0, 0)])
def test_kampung_kb_in_the_profile_and_in_its_table(folder, run, found, place, word, counted, faults):
    profile = (*FINE_PROFILE[:3], word, *FINE_PROFILE[4:])
    tables = {
        "profil": (PROFILE, [(*place, *profile)]),
        "kampung_kb": (KAMPUNG, [(*place, counted, 0, 0, 0, 0, counted)]),
    }
    assert len(found(run(folder(**tables)), "kampung-kb-disagrees")) == faults


def test_members_are_compared_with_the_target_of_the_same_month(folder, run, found, place):
    tables = {
        "bkb_keluarga": (BKB_FAMILIES, [(*place, 10, 0, "APRIL"), (*place, 10, 0, "MEI")]),
        "sasaran": (TARGETS, [(*place, 9, 0, 0, 0, 0, 0, "APRIL"), (*place, 10, 0, 0, 0, 0, 0, "MEI")]),
    }
    assert [fault.month for fault in found(run(folder(**tables)), "members-exceed-target")] == [Month(4)]


@pytest.fixture
def profiles(folder, run, regions):
    """Imports a profile with a PUS figure for each of ten rows."""

    def profiles(*pus):
        villages = ["EMBUN PAGI", "KUNANG-KUNANG", "SALU", "SALU IV", "A", "B", "C", "D", "E", "F"]
        rows = [
            ("PROVINSI CONTOH", "AWAN", "KEPULAUAN PELANGI", village, *FINE_PROFILE[:2], number, *FINE_PROFILE[3:])
            for village, number in zip(villages, pus, strict=False)
        ]
        return run(folder(profil=(PROFILE, rows)))

    return profiles


@pytest.mark.parametrize(
    ("pus", "constant"),
    [
        pytest.param([1] * 10, True, id="one same number in ten rows"),
        pytest.param([1] * 9, False, id="too few rows to tell"),
        pytest.param([1] * 9 + [2], False, id="one row differs"),
        pytest.param([0] * 10, False, id="all zero can be true"),
    ],
)
def test_a_constant_count_is_no_count(profiles, found, pus, constant):
    result = profiles(*pus)
    assert bool(found(result, "constant-column")) is constant


def test_of_two_numbers_the_first_source_is_used_and_both_are_told(folder, run, found, place):
    tables = {
        "laki_laki": (PYRAMID, [(*place, 30, 1, 1)]),
        "perempuan": (PYRAMID, [(*place, 31, 1, 1)]),
        "sumber": (RESOURCES, [(*place, 9, 62, 5, 6)]),
    }
    result = run(folder(**tables))
    assert result.villages[0].facts["population"] == 61
    (finding,) = found(result, "two-numbers")
    assert "=30" in finding.figures
    assert "=31" in finding.figures
    assert "=62" in finding.figures


def test_the_second_source_stands_in_and_that_is_told(one, found):
    result = one("sumber", RESOURCES, 9, 62, 5, 6)
    assert result.villages[0].facts["population"] == 62
    assert {finding.variant for finding in found(result, "second-source")} == {"population", "krs_families"}


def test_methods_and_unmet_need_become_facts(folder, run, place):
    methods = (40, 10, 9, 8, 7, 6, 0, 0, 0, 40, 0, "MEI")
    tables = {"pus": (COUPLES, [(*place, 80, 12, "MEI")]), "mix": (METHODS, [(*place, *methods)])}
    facts = run(folder(**tables)).villages[0].facts
    wanted = {"pus": 80, "injection": 10, "pill": 9, "condom": 8, "implant": 7, "iud": 6, "mop": 0, "mow": 0}
    assert {name: facts[name] for name in wanted} == wanted
    assert (facts["unmet_need"], facts["wants_child_later"], "wants_no_more" in facts) == (12, 12, False)


def test_unmet_need_is_left_blank_on_request(one, found):
    result = one("pus", COUPLES, 80, 12, "MEI", unmet_need=LEAVE_BLANK)
    assert "wants_child_later" not in result.villages[0].facts
    assert found(result, "unmet-need-blank")


def test_groups_present_counts_ada_and_keeps_the_lower_figure(folder, run, found, place):
    profile = (*FINE_PROFILE[:6], "Tidak ada", "Ada", "Tidak ada", "Tidak ada")
    tables = {"profil": (PROFILE, [(*place, *profile)]), "bkr": (BKR, [(*place, 2, 0, 5, 0, "MEI")])}
    result = run(folder(**tables))
    assert result.villages[0].facts["groups_present"] == 2
    assert [finding.variant for finding in found(result, "group-presence-disagrees")] == ["bkr"]


def test_the_newest_month_is_used_and_the_others_are_told(folder, run, found, place):
    rows = [(*place, 10, 1, "DESEMBER"), (*place, 11, 1, "JANUARI"), (*place, 12, 1, "FEBRUARI")]
    result = run(folder(pus=(COUPLES, rows)))
    assert (result.month, result.villages[0].facts["pus"]) == (Month(12), 10)
    assert [finding.month for finding in found(result, "other-month")] == [Month(1), Month(2)]


def test_a_chosen_month(folder, run, place):
    rows = [(*place, 10, 1, "DESEMBER"), (*place, 11, 1, "JANUARI")]
    assert run(folder(pus=(COUPLES, rows)), month=Month(1)).villages[0].facts["pus"] == 11


def test_a_year_in_the_file_name_orders_the_months(folder, run, place):
    tables = {"pus_2024": (COUPLES, [(*place, 10, 1, "DESEMBER")]), "pus_2025": (COUPLES, [(*place, 11, 1, "JANUARI")])}
    result = run(folder(**tables))
    assert (result.month, result.villages[0].facts["pus"]) == (Month(1, 2025), 11)


def test_the_year_is_told_where_no_file_says_it(one, found):
    assert found(one("pus", COUPLES, 10, 1, "MEI"), "year-unknown")
    result = one("pus", COUPLES, 10, 1, "MEI", year=2025)
    assert (result.month, found(result, "year-unknown")) == (Month(5, 2025), [])


def test_a_chosen_year_is_the_year_of_files_that_do_not_say_it(one):
    assert one("pus", COUPLES, 10, 1, "MEI", month=Month(5, 2025)).month == Month(5, 2025)


def test_files_of_unknown_year_are_not_mixed_with_those_of_a_known_one(folder, run, found, place):
    methods = (8, 8, 0, 0, 0, 0, 0, 0, 0, 8, 0, "MEI")
    tables = {"pus_2025": (COUPLES, [(*place, 10, 1, "MEI")]), "mix": (METHODS, [(*place, *methods)])}
    result = run(folder(**tables))
    assert (result.month, "pill" in result.villages[0].facts) == (Month(5, 2025), False)
    assert [finding.file for finding in found(result, "month-missing")] == ["mix.csv"]


def test_a_month_that_no_table_has_is_an_error_that_names_those_found(one):
    with pytest.raises(errors.MonthNotFound, match="Mei"):
        one("pus", COUPLES, 10, 1, "MEI", month=Month(6))


def test_a_file_without_the_chosen_month_is_told(folder, run, found, place):
    methods = (8, 8, 0, 0, 0, 0, 0, 0, 0, 8, 0, "APRIL")
    tables = {"pus": (COUPLES, [(*place, 10, 1, "MEI")]), "mix": (METHODS, [(*place, *methods)])}
    assert [finding.file for finding in found(run(folder(**tables)), "month-missing")] == ["mix.csv"]


def test_equal_rows_count_once(folder, run, found, place):
    result = run(folder(pus=(COUPLES, [(*place, 10, 1, "MEI"), (*place, 10, 1, "MEI")])))
    assert result.villages[0].facts["pus"] == 10
    assert [finding.line for finding in found(result, "duplicate-row")] == [3]


@pytest.mark.parametrize("last", [10, 12])
def test_rows_that_contradict_each_other_are_all_refused(folder, run, found, place, last):
    rows = [(*place, 10, 1, "MEI"), (*place, 11, 1, "MEI"), (*place, last, 1, "MEI")]
    lurah = (*place[:3], "SALU", 5, 0, "MEI")
    result = run(folder(pus=(COUPLES, [*rows, lurah])))
    assert [village.code for village in result.villages] == ["99.01.01.2003"]
    assert {finding.line for finding in found(result, "conflicting-rows")} == {2, 3, 4}
    assert result.files[0].rows_used == 1
    assert not [finding for finding in found(result, "village-in-no-file") if "Embun" in finding.village]


def test_rows_of_two_files_can_contradict_each_other(folder, run, found, place):
    tables = {"pus_a": (COUPLES, [(*place, 10, 1, "MEI")]), "pus_b": (COUPLES, [(*place, 11, 1, "MEI")])}
    assert len(found(run(folder(**tables)), "conflicting-rows")) == 2


def test_a_list_may_have_several_rows_a_village_but_each_name_once(folder, run, found, place):
    rows = [(*place, "MAWAR"), (*place, "MELATI"), (*place, "mawar")]
    result = run(folder(posyandu=(POSYANDU, rows)))
    assert [finding.line for finding in found(result, "duplicate-row")] == [4]


def test_a_village_missing_in_a_month_is_told(folder, run, found, place):
    other = (*place[:3], "SALU")
    rows = [(*place, 10, 1, "APRIL"), (*other, 10, 1, "APRIL"), (*place, 10, 1, "MEI")]
    (finding,) = found(run(folder(pus=(COUPLES, rows))), "village-missing")
    assert (finding.month, finding.village) == (Month(5), "99.01.01.2003 Salu")


def test_a_village_of_the_district_that_no_file_names_is_told(one, found):
    result = one("pus", COUPLES, 10, 1, "MEI")
    villages = {finding.village for finding in found(result, "village-in-no-file")}
    assert villages == {"99.01.01.2002 Kunang-Kunang", "99.01.01.2003 Salu", "99.01.01.2004 Salu IV"}


def test_every_row_is_used_or_has_a_finding(folder, run, place):
    rows = [
        (*place, 10, 1, "MEI"),
        (*place, 10, 1, "MEI"),
        (*place[:3], "TIDAK ADA DESA INI", 1, 1, "MEI"),
        (*place, 10, 1, "BULAN APA"),
        ("", "", "", "", "", "", ""),
        ("PROVINSI", "KABUPATEN", "KECAMATAN", "KELURAHAN", *COUPLES),
        (*place, 10),
        (*place[:3], "SALU", "sepuluh", 1, "MEI"),
    ]
    result = run(folder(pus=(COUPLES, rows)))
    lines = {
        finding.line: finding.rule for finding in result.findings if finding.line and finding.rule != "name-normalised"
    }
    assert lines == {
        3: "duplicate-row",
        4: "region-not-found",
        5: "unknown-month",
        6: "empty-row",
        7: "repeated-header",
        8: "field-count",
        9: "not-a-count",
    }
    assert (result.files[0].rows, result.files[0].rows_used) == (8, 2)


def test_a_spelling_is_told_once_a_file_with_its_rows(folder, run, found, place):
    result = run(folder(pus=(COUPLES, [(*place, 10, 1, "MEI"), (*place, 10, 1, "APRIL")])))
    (finding,) = found(result, "name-normalised")
    assert (finding.line, finding.data["rows"]) == (2, 2)


def test_files_that_are_no_tables_are_told(one, found, tmp_path):
    (tmp_path / "catatan.csv").write_text("a;b\n1;2\n")
    (tmp_path / "foto.jpg").write_bytes(b"\xff")
    files = {finding.file for finding in found(one("pus", COUPLES, 10, 1, "MEI"), "unknown-file")}
    assert files == {"catatan.csv", "foto.jpg"}


def test_a_folder_without_any_table_is_an_error(tmp_path, run):
    (tmp_path / "catatan.csv").write_text("a;b\n1;2\n")
    with pytest.raises(errors.FolderWithoutTables):
        run(tmp_path)


def test_tables_that_are_absent_are_told(one, found):
    absent = {finding.variant for finding in found(one("pus", COUPLES, 10, 1, "MEI"), "table-missing")}
    assert absent == set(load_definitions().layouts) - {"couples"}


def test_a_windows_encoding_and_commas(folder, run, found, place):
    result = run(folder(delimiter=",", encoding="cp1252", pus=(COUPLES, [(*place[:3], "EMBÜN PAGI", 10, 1, "MEI")])))
    assert result.villages[0].code == "99.01.01.2001"
    assert found(result, "other-encoding")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_finding_has_its_sentence(one, language):
    result = one("profil_poktan", PROFILE, "-2.122.958", *FINE_PROFILE[1:])
    rules = load_definitions().rules
    assert all("{" not in sentence(finding, rules, language) for finding in result.findings)


def written(tmp_path, result):
    facts, report = tmp_path / "out" / "in.csv", tmp_path / "out" / "report.csv"
    facts.parent.mkdir()
    write_results(result, facts, report, load_definitions().rules, "id")
    return [list(csv.DictReader(file.open(encoding="utf-8", newline=""))) for file in (facts, report)]


def test_the_facts_file_has_a_blank_for_what_is_missing(one, tmp_path):
    (row,), _ = written(tmp_path, one("pus", COUPLES, 80, 0, "MEI"))
    assert (row["row"], row["region_code"], row["village"]) == ("1", "99.01.01.2001", "Embun Pagi")
    assert (row["pus"], row["wants_child_later"], row["wants_no_more"], row["iud"]) == ("80", "0", "", "")


def test_the_report_names_file_line_village_rule_and_figures(one, tmp_path):
    _, report = written(tmp_path, one("elsimil", PREGNANT, 36, 40, -4, 5))
    (row,) = [row for row in report if row["rule"] == "assisted-exceeds-pregnant"]
    assert (row["file"], row["line"], row["village"]) == ("elsimil.csv", "2", "99.01.01.2001 Embun Pagi")
    assert (row["severity"], row["figures"]) == ("warning", "BUMIL TERDAMPINGI=40; JUMLAH BUMIL=36")
    assert "melebihi" in row["message"]


def test_no_cell_of_the_report_can_be_a_formula(folder, run, place, tmp_path):
    cells = (*place[:3], "=1+1", 10, 1, "MEI")
    result = run(folder(pus=(COUPLES, [(*place, 10, 1, "MEI"), ("=2", "-3", "+4", *cells[3:])])))
    _, report = written(tmp_path, result)
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in report for cell in row.values() if cell)


@pytest.mark.parametrize(("out", "report"), [("x.csv", "x.csv"), ("pus.csv", "x.csv"), ("x.csv", "pus.csv")])
def test_results_never_overwrite_each_other_or_a_table(one, tmp_path, out, report):
    result = one("pus", COUPLES, 80, 0, "MEI")
    before = (tmp_path / "pus.csv").read_bytes()
    with pytest.raises(errors.OutputClash):
        write_results(result, tmp_path / out, tmp_path / report, load_definitions().rules, "id")
    assert [file.name for file in tmp_path.iterdir()] == ["pus.csv"]
    assert (tmp_path / "pus.csv").read_bytes() == before


def test_neither_result_is_written_if_one_cannot_be(one, tmp_path):
    result = one("pus", COUPLES, 80, 0, "MEI")
    with pytest.raises(errors.UnwritableFile, match="tidak-ada"):
        write_results(result, tmp_path / "in.csv", tmp_path / "tidak-ada" / "r.csv", load_definitions().rules, "id")
    assert [file.name for file in tmp_path.iterdir()] == ["pus.csv"]


@pytest.mark.parametrize(
    ("unmet_need", "score"),
    [
        pytest.param("as-reported", 1, id="the total counts, as the web counts the sum"),
        pytest.param(LEAVE_BLANK, 4, id="left blank, the web reads no unmet need: why that is not the default"),
    ],
)
def test_unmet_need_in_the_web_rule(folder, run, place, unmet_need, score):
    methods = (40, 40, 0, 0, 0, 0, 0, 0, 0, 40, 0, "MEI")
    tables = {"pus": (COUPLES, [(*place, 100, 13, "MEI")]), "mix": (METHODS, [(*place, *methods)])}
    village = run(folder(**tables), unmet_need=unmet_need).villages[0]
    known = load_fact_catalogue().by_code
    facts = {code: value for code, value in village.facts.items() if code in known}
    assert assess(load_instrument("kkb-klas-web-2021"), facts).variables["O4"].score == score
