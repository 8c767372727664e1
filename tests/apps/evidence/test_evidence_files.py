"""Files of proofs: what is taken in, what is left behind, and every refusal with its reason."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pikepdf
import pytest
from PIL import Image

from guyub.apps.evidence import errors, limits
from guyub.apps.evidence.models import StoredFile
from guyub.apps.evidence.services import files
from guyub.domain.evidence.look import distance
from guyub.language import sentence
from tests.apps.evidence import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def sent(tmp_path):
    def write(content: bytes):
        path = tmp_path / "sent"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.jpeg(), "image/jpeg"),
        (samples.png(), "image/png"),
        (samples.pdf(pages=3), "application/pdf"),
        (samples.pdf(samples.with_opening_page), "application/pdf"),
        (samples.workbook(), limits.XLSX.media_type),
    ],
)
def test_good_files_are_kept_once_under_their_fingerprint(sent, content, media_type):
    path = sent(content)
    stored = files.take_in(path, "apa-saja.bin")
    assert stored.media_type == media_type
    assert files.digest_of(files.path_of(stored)) == stored.kept_sha256
    assert files.path_of(stored).parent.name == stored.kept_sha256[:2]
    assert files.take_in(path, "nama lain.pdf") == stored
    assert StoredFile.objects.count() == 1
    assert not [left for left in files.folder().rglob("*") if left.name.startswith(".new-")]


def test_a_picture_is_turned_upright_and_loses_what_it_carried(sent):
    stored = files.take_in(sent(samples.jpeg((64, 48), samples.phone_exif())), "foto.jpg")
    assert (stored.width, stored.height) == (48, 64)
    assert stored.taken_at == datetime(2024, 3, 5, 2, 30, tzinfo=UTC)
    assert (stored.latitude, stored.longitude) == (Decimal("-6.4"), Decimal("106.81"))
    kept = files.path_of(stored).read_bytes()
    assert b"Exif" not in kept
    assert b"Pabrik Rekaan" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()


def test_what_hangs_behind_a_picture_is_not_kept(sent):
    stored = files.take_in(sent(samples.jpeg() + samples.workbook() + b"<script>alert(1)</script>"), "dua.jpg")
    kept = files.path_of(stored).read_bytes()
    assert b"<script>" not in kept
    assert b"workbook.xml" not in kept


def test_a_smaller_copy_has_nearly_the_same_look(sent):
    big = files.take_in(sent(samples.jpeg((640, 480))), "besar.jpg")
    with Image.open(files.path_of(big)) as picture:
        out = io.BytesIO()
        picture.resize((320, 240)).save(out, "JPEG", quality=40)
    small = files.take_in(sent(out.getvalue()), "kecil.jpg")
    other = files.take_in(sent(samples.jpeg((640, 100), shift=90)), "lain.jpg")
    assert distance(big.look, small.look) <= 4
    assert distance(big.look, other.look) > 8


def odd(block: int, **entries) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(block).update({int(key[1:]): value for key, value in entries.items()})
    return exif


@pytest.mark.parametrize(
    "exif",
    [
        pytest.param(odd(0x8769, _36867="0000:00:00 00:00:00"), id="a clock never set"),
        pytest.param(odd(0x8769, _36867="2099:01:01 00:00:00"), id="a clock that runs ahead"),
        pytest.param(odd(0x8769, _36867="1970:01:01 00:00:00"), id="before there were phones"),
        pytest.param(odd(0x8769, _36867="kemarin"), id="no time"),
        pytest.param(odd(0x8769, _36867="2024:01:01 00:00:00 dan seterusnya"), id="more than a time"),
    ],
)
def test_odd_times_count_as_not_told(sent, exif):
    assert files.take_in(sent(samples.jpeg(exif=exif)), "foto.jpg").taken_at is None


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"_1": "S", "_2": (95.0, 0.0, 0.0), "_3": "E", "_4": (106.0, 0.0, 0.0)}, id="beyond the pole"),
        pytest.param({"_1": "S", "_2": (6.0, 0.0), "_3": "E", "_4": (106.0, 0.0, 0.0)}, id="no seconds"),
        pytest.param({"_1": "N", "_2": (0.0, 0.0, 0.0), "_3": "E", "_4": (0.0, 0.0, 0.0)}, id="no place was known"),
        pytest.param({"_2": (6.0, 0.0, 0.0)}, id="half a place"),
    ],
)
def test_odd_places_count_as_not_told(sent, parts):
    stored = files.take_in(sent(samples.jpeg(exif=odd(0x8825, **parts))), "foto.jpg")
    assert (stored.latitude, stored.longitude) == (None, None)


def test_a_damaged_exif_block_does_not_keep_a_picture_out(sent):
    stored = files.take_in(sent(samples.jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)), "foto.jpg")
    assert stored.taken_at is None


HOSTILE = [
    ("empty", b"", errors.FileEmpty),
    ("text called pdf", b"halo dunia, bukan pdf", errors.UnknownType),
    ("page of a browser", b"<!doctype html><script>alert(1)</script>", errors.UnknownType),
    ("drawing with scripts", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", errors.UnknownType),
    ("programme", b"MZ" + bytes(100), errors.UnknownType),
    ("cut picture", samples.jpeg()[:400], errors.Unreadable),
    ("picture only in its first bytes", b"\xff\xd8\xff" + bytes(300), errors.Unreadable),
    ("picture bomb", samples.bomb_png(), errors.TooManyPixels),
    ("pdf only in its first bytes", b"%PDF-1.7\n" + bytes(300), errors.Unreadable),
    ("pdf with a script", samples.pdf(samples.with_script), errors.HasScript),
    ("pdf with a script behind a link", samples.pdf(samples.with_hidden_script), errors.HasScript),
    (
        "pdf with a script in a packed object",
        samples.pdf(samples.with_hidden_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        errors.HasScript,
    ),
    ("pdf that launches", samples.pdf(samples.with_launch), errors.Launches),
    ("pdf that calls home", samples.pdf(samples.with_opening_address), errors.HasAction),
    ("pdf that acts on a page", samples.pdf(samples.with_page_action), errors.HasAction),
    ("pdf with a file inside", samples.pdf(samples.with_attachment), errors.HasEmbedded),
    ("locked pdf", samples.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), errors.Encrypted),
    ("pdf locked for changes", samples.pdf(encryption=pikepdf.Encryption(owner="a", user="")), errors.Encrypted),
    ("long pdf", samples.pdf(pages=limits.PDF_PAGES + 1), errors.TooManyPages),
    ("pdf and archive at once", samples.pdf() + samples.workbook(), errors.TwoInOne),
    ("archive that is no workbook", samples.zipfile_of(a=b"1"), errors.NotAWorkbook),
    ("archive bomb", samples.zip_bomb(), errors.ArchiveDanger),
    ("workbook with macros", samples.workbook(xl__vbaProject="x"), errors.HasMacro),
    ("workbook with links out", samples.workbook(xl__externalLinks__externalLink1="<a/>"), errors.LinksOut),
    (
        "workbook that takes a picture from elsewhere",
        samples.workbook(
            xl__worksheets___rels__sheet9="<a/>",
            **{
                "xl__drawings___rels__d.xml.rels": '<Relationships><Relationship Id="1" TargetMode="External" '
                'Type="http://contoh.invalid/image" Target="http://contoh.invalid/x.png"/></Relationships>'
            },
        ),
        errors.LinksOut,
    ),
    (
        "workbook with entities",
        samples.workbook(**{"_rels__x.rels": '<!DOCTYPE a [<!ENTITY b "c">]><Relationships/>'}),
        errors.NotAWorkbook,
    ),
    ("workbook with a way out", samples.workbook(**{"..__jahat": "x"}), errors.NotAWorkbook),
]


@pytest.mark.parametrize(("content", "refusal"), [pytest.param(c, r, id=name) for name, c, r in HOSTILE])
def test_hostile_files_are_refused_with_their_reason_and_leave_nothing(sent, content, refusal):
    with pytest.raises(refusal) as caught:
        files.take_in(sent(content), "surat.pdf")
    assert type(caught.value) is refusal
    assert not StoredFile.objects.exists()
    assert not files.folder().exists()
    for language in ("id", "en"):
        assert "surat.pdf" in sentence(caught.value, language)
    assert sentence(caught.value, "id") != sentence(caught.value, "en")


def test_a_pdf_with_its_last_allowed_page_is_kept(sent):
    assert files.take_in(sent(samples.pdf(pages=limits.PDF_PAGES)), "x").pages == limits.PDF_PAGES


@pytest.mark.parametrize(
    ("size", "passes"), [(limits.LARGEST_BYTES, True), (limits.LARGEST_BYTES + 1, False), (0, False)]
)
def test_the_size_is_judged_before_anything_is_read(size, passes):
    if passes:
        files.check_size("a", size)
    else:
        with pytest.raises(errors.FileRefused):
            files.check_size("a", size)


def test_a_large_phone_picture_is_made_as_large_as_is_needed(sent):
    stored = files.take_in(sent(samples.jpeg((limits.PICTURE_SIDE + 904, 20))), "panorama.jpg")
    assert stored.width <= limits.PICTURE_SIDE


def test_content_that_was_lost_is_kept_again(sent):
    path = sent(samples.pdf())
    stored = files.take_in(path, "a.pdf")
    files.path_of(stored).unlink()
    assert files.take_in(path, "a.pdf") == stored
    assert files.path_of(stored).is_file()
