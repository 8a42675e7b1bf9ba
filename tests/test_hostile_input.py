"""Files of figures that are broken, enormous or made to do harm: each is refused with a message, in bounded memory.

SQL and formulas in names stand on the page `tests/cases/data/books.md`; more of workbooks in `tests/test_books.py`.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, strategies as st

from kpidsl import pipeline, workspace
from kpidsl.books import parquet, xls
from kpidsl.books.model import LONGEST_CELL
from kpidsl.books.opened import sheets
from kpidsl.books.text import fault
from kpidsl.diagnostics import show
from kpidsl.source import Content
from tests import cases
from tests.book_writers import as_ods, as_parquet, as_xlsx
from tests.command import kpic

MB = 1024**2
MOST_MEMORY = 600  # MB of the whole process; one of these files, unpacked or spread out, would take more
ROWS = [["indicator", "period", "value"], ["cases", "2021-22 Q1", "95"]]
SPEC = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")


def project(folder: Path, line: str) -> None:
    for path in cases.BASE.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "spec.kpi").write_text(SPEC.replace('data       "data.csv"', line), encoding="utf-8")


def said(folder: Path, line: str) -> str:
    project(folder, line)
    outcome = pipeline.compose_report("spec.kpi", workspace.reader(folder))
    assert outcome.value is None
    return show.text(outcome.diagnostics)


# ---- too large


def zeros(size: int) -> bytes:
    """So many zeros, deflated; the same piece over and over, so that it takes no time."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * (size // MB) + zlib.compressobj(1, zlib.DEFLATED, -15).flush()


def with_part(book: bytes, name: str, packed: bytes, claims: int) -> bytes:
    """An archive with one more part, which says of its own size what it likes."""
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        at = archive.start_dir
        info = zipfile.ZipInfo(name)
        info.compress_type, info.header_offset = zipfile.ZIP_DEFLATED, at
        info.compress_size, info.file_size, info.CRC = len(packed), claims, 0
        out.seek(at)
        out.write(info.FileHeader() + packed)
        archive.start_dir = out.tell()
        archive.filelist.append(info)
        archive.NameToInfo[name] = info
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def replaced(book: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(name, data)
    return out.getvalue()


def old_workbook(records: bytes) -> bytes:
    """The least that a compound file takes: a header, one sector that says which follow, a directory, the stream."""
    stream = records.ljust(4608, b"\0")  # of nine sectors, so that it is no small one
    follows = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *range(3, 11), 0xFFFFFFFE, *[0xFFFFFFFF] * 117)
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 22, 5, 1)
    root += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1) + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
    book = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 18, 2, 1)
    book += struct.pack("<III", *[0xFFFFFFFF] * 3) + bytes(36) + struct.pack("<IQ", 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<9I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    return header.ljust(512, b"\xff") + follows + (root + book).ljust(512, b"\0") + stream


def hostile() -> Iterator[tuple[str, bytes, str]]:
    """Files that would take all memory, and what is to be said of each."""
    sheet, cells = "xl/worksheets/sheet1.xml", b"</sheetData>"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    repeated = (
        b'<table:table-cell table:number-columns-repeated="1000000000" office:value-type="float" office:value="1"/>'
    )
    packed = zeros(1024 * MB)
    yield "bomb.xlsx", with_part(as_xlsx(ROWS), "xl/media/a.bin", packed, 1024 * MB), "unpacks to more than"
    yield "modest.xlsx", with_part(as_xlsx(ROWS), "xl/media/a.bin", packed, 10), "damaged"
    yield "bomb.ods", with_part(as_ods(ROWS), "Pictures/a.bin", packed, 1024 * MB), "unpacks to more than"
    yield "far.xlsx", replaced(as_xlsx(ROWS), sheet, cells, far), "as far as row 1,048,576, column 16,384"
    yield (
        "wide.ods",
        replaced(as_ods(ROWS), "content.xml", b"</table:table-row>", repeated + b"</table:table-row>"),
        "as far as",
    )
    yield "laughs.xlsx", replaced(as_xlsx(ROWS), sheet, b"<worksheet", entities + b"<worksheet"), "damaged"
    yield (
        "laughs.ods",
        replaced(as_ods(ROWS), "content.xml", b"<office:document", entities + b"<office:document"),
        "damaged",
    )
    yield "cell.csv", b"indicator,period,value\ncases,2021-22 Q1," + b"9" * (30 * MB), "a cell of more than 32,767"
    yield (
        "quoted.csv",
        b'indicator,period,value\ncases,2021-22 Q1,"' + b"9, " * (10 * MB) + b'"\n',
        "a cell of more than",
    )
    yield "wide.csv", b"indicator,period,value" + b"," * (30 * MB) + b"\n", "a row of more than 16,384 cells"
    yield "nul.csv", b"indicator,period,value\ncases,2021-22 Q1,9\0\n", "characters that no text has"
    lying = struct.pack("<HH", 0x0809, 0) + struct.pack("<HHIIHHH", 0x0200, 14, 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
    yield "lying.xls", old_workbook(lying), "as far as row 4,294,967,295"
    end = struct.pack("<HH", 0x0809, 0) + struct.pack("<HHHHHd", 0x0203, 14, 65535, 255, 0, 1.0)
    yield "far.xls", old_workbook(end), "as far as row 65,536, column 256"
    yield "short.parquet", as_parquet(ROWS)[:-30], "damaged"


def _measure(folder: Path) -> None:
    """What is said of each, and how much memory all of it took. Run in a process of its own."""
    found = []
    for name, data, words in hostile():
        (folder / name).write_bytes(data)
        del data
        found.append((name, words, said(folder, f'data "{name}"')))
        (folder / name).unlink()
    with (folder / "sparse.csv").open("wb") as file:
        file.truncate(1024 * MB)
    found.append(("sparse.csv", "is larger than 64 MB", said(folder, 'data "sparse.csv"')))
    print(json.dumps([found, _most_memory()]))


def _most_memory() -> int:
    """The most memory that this process had, in MB. `getrusage` would count what it was forked from as well."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    import resource  # only here: Windows has neither

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_each_is_refused_with_a_message_and_in_bounded_memory(tmp_path: Path) -> None:
    code = f"from tests.test_hostile_input import _measure, Path; _measure(Path({str(tmp_path)!r}))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found, memory = json.loads(run.stdout)
    for name, words, message in found:
        assert message.startswith("error[file-unreadable]"), (name, message[:500])
        assert words in message, (name, message[:500])
        assert len(message) < 2000
    assert len(found) == 15
    assert memory < MOST_MEMORY


def test_a_parquet_file_whose_one_value_stands_in_every_row_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "LARGEST", 4 * MB)
    values = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array([0] * 100_000, pyarrow.int32()), pyarrow.array(["a" * 3000])
    )
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"indicator": values}), out, compression="zstd")
    assert len(out.getvalue()) < 50_000
    assert "has more values" in str(sheets(Content("a.parquet", out.getvalue())))
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"indicator": ["a" * 40_000]}), out, compression="zstd")
    assert "a cell of more than 32,767 characters" in str(sheets(Content("a.parquet", out.getvalue())))


@given(st.binary(max_size=2000), st.integers(0, 700))
def test_any_old_workbook_is_looked_at_or_refused(records: bytes, cut: int) -> None:
    whole = old_workbook(records)
    xls.too_far(whole)
    xls.too_far(whole[:cut])
    xls.too_far(whole[:76] + records + whole[76 + len(records) :])


# ---- out of the folder


OUTSIDE = (
    r"../data.csv a/../../data.csv /etc/passwd C:/data.csv C:data.csv C:\data.csv \\server\share\data.csv ..\data.csv "
    "//server/share/data.csv file:///etc/passwd https://example.org/data.csv"
)


@pytest.mark.parametrize("path", OUTSIDE.split())
@pytest.mark.parametrize("line", ['data "{}"', 'data "data.csv"\n  house "{}"', 'data "data.csv"\n  follows "{}"'])
def test_no_path_leads_out_of_the_folder(path: str, line: str, tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    (tmp_path / "data.csv").write_text("indicator,period,value\ncases,2021-22 Q1,9\n", encoding="utf-8")
    assert "error[outside-project]" in said(folder, line.format(path))


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "data.csv").write_text("indicator,period,value\ncases,2021-22 Q1,9\n", encoding="utf-8")
    (folder / "one.csv").symlink_to(outside / "data.csv")
    (folder / "two").symlink_to(outside)
    (folder / "round.csv").symlink_to(folder / "round.csv")
    assert "error[outside-project]" in said(folder, 'data "one.csv"')
    assert "error[outside-project]" in said(folder, 'data "two/data.csv"')
    assert "error[file-" in said(folder, 'data "round.csv"')


# ---- open elsewhere, and cut off


@pytest.mark.parametrize(("mark", "program"), [("~$figures.xlsx", "Excel"), (".~lock.figures.xlsx#", "LibreOffice")])
def test_a_file_that_another_program_holds_open_is_named_with_the_program(
    mark: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "figures.xlsx").write_bytes(as_xlsx(ROWS))
    (tmp_path / mark).write_bytes(b"\x04User")
    project(tmp_path, 'data "figures.xlsx"')

    def read(path: Path, whole: object = Path.read_bytes) -> bytes:
        if path.name == "figures.xlsx":
            raise PermissionError(13, "Permission denied")
        return whole(path)  # type: ignore[operator,no-any-return]

    monkeypatch.setattr(Path, "read_bytes", read)
    text = show.text(pipeline.compose_report("spec.kpi", workspace.reader(tmp_path)).diagnostics)
    assert f"figures.xlsx` is open in {program}" in text
    assert f"close it there (`{mark}` lies beside it until then)" in text
    (tmp_path / mark).unlink()
    text = show.text(pipeline.compose_report("spec.kpi", workspace.reader(tmp_path)).diagnostics)
    assert "figures.xlsx` cannot be opened" in text


def test_a_file_that_is_open_elsewhere_is_read_as_it_was_saved_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "figures.xlsx").write_bytes(as_xlsx(ROWS))
    project(tmp_path, 'data "figures.xlsx"')
    outcomes = []
    for mark in ("~$figures.xlsx", None):
        if mark:
            (tmp_path / mark).write_bytes(b"\x04User")
        outcomes.append(pipeline.compose_report("spec.kpi", workspace.reader(tmp_path)))
        (tmp_path / "~$figures.xlsx").unlink(missing_ok=True)
    opened, closed = outcomes
    assert [problem.code for problem in opened.diagnostics] == ["file-open"]
    assert "open in Excel: what is not saved there is not in the report" in show.text(opened.diagnostics)
    assert not closed.diagnostics
    assert opened.value is not None
    assert closed.value is not None
    assert opened.value.document == closed.value.document


def test_what_is_said_of_a_file_that_is_open_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "figures.xlsx").write_bytes(as_xlsx(ROWS))
    project(tmp_path, 'data "figures.xlsx"')
    mark = tmp_path / "~$figures.xlsx"
    said_each_time = []
    for is_open in (False, True, True, False, False):
        mark.write_bytes(b"\x04User") if is_open else mark.unlink(missing_ok=True)
        run = kpic(tmp_path, "check", "spec.kpi")
        said_each_time.append("file-open" in run.stderr)
    assert said_each_time == [False, True, True, False, False]


def test_the_mark_that_excel_leaves_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "~$figures.xlsx").write_bytes(b"\x04User".ljust(165, b"\0"))
    assert "is the mark that Excel leaves beside a workbook" in said(tmp_path, 'data "~$figures.xlsx"')


TABLE = "indicator,period,value,note\n" + "".join(f'cases,2021-22 Q{at},{at}00,"of, {at}"\n' for at in (1, 2, 3, 4))


@given(st.integers(0, len(TABLE)))
def test_a_table_that_is_cut_within_a_row_is_refused(at: int) -> None:
    """But in the last cell of a row, which may be whole, and in the first rows, which do not show how long rows are."""
    row = TABLE[:at].rpartition("\n")[2]
    before = TABLE[:at].count("\n")
    is_short = row.count(",") < 3 + (row.count(", ") > 0)
    found = fault(TABLE[:at])
    if row and before >= 3 and is_short:
        assert found is not None
        assert "cut off" in found[1].message
        assert found[0] == at - len(row)
    elif row.count('"') != 1:
        assert found is None


@given(st.text(alphabet='a,;\t"\r\n\0\ufeff', max_size=60))
def test_any_text_is_looked_at(text: str) -> None:
    found = fault(text)
    assert found is None or 0 <= found[0] < max(1, len(text))
    assert ("\0" in text) <= (found is not None)


def test_a_cell_of_the_longest_length_is_read() -> None:
    assert fault("note\n" + "a" * LONGEST_CELL + "\n") is None
    assert fault("note\n" + "a" * (LONGEST_CELL + 1) + "\n") is not None


# ---- ten thousand bad cells


def test_ten_thousand_bad_cells_are_a_few_messages_the_worst_first(tmp_path: Path) -> None:
    bad = "".join(f"cases,2021-22 Q1,9l{at}\n" for at in range(10_000))
    few = "".join(f"cases,2020-21 Q{at},n/a\n" for at in (1, 2, 3, 4))
    twice = "".join(f"cases,{1900 + at % 90}-{(1901 + at % 90) % 100:02d},{at}\n" for at in range(2_000))
    (tmp_path / "bad.csv").write_text(f"indicator,period,value\n{few}soon,2021-22 Q1,1\n{bad}{twice}", encoding="utf-8")
    text = said(tmp_path, 'data "bad.csv"')
    assert len(text.splitlines()) < 60
    messages = [line for line in text.splitlines() if line.startswith("error")]
    assert messages[0] == "error[bad-cell]: row 7, column `value`: `9l0` is not a count"
    assert (
        "10,000 cells of this file have a problem of this kind: this one, row 8, row 9, row 10 and 9,996 more" in text
    )
    assert "value-given-twice" in messages[1]
    assert "`n/a`" in messages[2]
    assert "`soon`" in messages[3]
    assert len(messages) == 4


def test_a_file_of_nothing_but_bad_cells_is_looked_at_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpidsl.data.tables._MOST_PROBLEMS", 500)
    (tmp_path / "bad.csv").write_text("indicator,period,value\n" + "cases,soon,1\n" * 2000, encoding="utf-8")
    assert "500 cells of this file have the same problem" in said(tmp_path, 'data "bad.csv"')
