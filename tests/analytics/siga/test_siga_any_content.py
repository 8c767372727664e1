"""Whatever a file holds: facts and findings, or one error that a person can act on. No row is lost."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guyub.analytics.siga import Regions, import_folder
from guyub.errors import DomainError

HEADER = "PROVINSI;KABUPATEN;KECAMATAN;KELURAHAN;PUS;UNMET NEED;BULAN\n"
NAMES = {"99": "Contoh", "99.01": "Kabupaten Awan", "99.01.01": "Pelangi", "99.01.01.2001": "Embun"}
CELLS = st.one_of(
    st.sampled_from(["CONTOH", "AWAN", "PELANGI", "EMBUN", "", "MEI", "10", "-1", "1.000", "Ada"]),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters=';"\r\n\u2028\u2029\x85'), max_size=5
    ),
)
UNUSED = {"empty-row", "repeated-header", "field-count", "unknown-month", "region-not-found", "region-ambiguous",
          "code-disagrees", "duplicate-row", "conflicting-rows"}  # fmt: skip
PLACE = ["CONTOH", "AWAN", "PELANGI", "EMBUN"]
ROWS = st.lists(
    st.one_of(st.lists(CELLS, min_size=1, max_size=9), st.lists(CELLS, min_size=3, max_size=3).map(PLACE.__add__))
)
ANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@ANY
@given(content=st.binary(max_size=300))
def test_any_bytes_end_in_a_result_or_a_domain_error(tmp_path, content):
    (tmp_path / "pus-unmet-need.csv").write_bytes(content)
    with suppress(DomainError):
        assert import_folder(tmp_path, Regions.from_names(NAMES)).files


@ANY
@given(rows=ROWS)
def test_every_row_is_used_or_has_a_finding_of_its_line(tmp_path, rows):
    lines = [";".join(row) for row in rows]
    (tmp_path / "pus-unmet-need.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    try:
        result = import_folder(tmp_path, Regions.from_names(NAMES))
    except DomainError:
        assert not any(lines)
        return
    unused = {finding.line for finding in result.findings if finding.rule in UNUSED}
    (summary,) = result.files
    assert summary.rows_used + len(unused) == summary.rows == len(rows)
