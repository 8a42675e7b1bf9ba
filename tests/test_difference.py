"""`kpic diff`: pages of edits with what is said of each, and laws."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from kpidsl import repository, workspace
from kpidsl.cli import comparing
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import has_errors
from kpidsl.difference import causes
from kpidsl.difference.compare import Compared, Unmade, Version, compare
from kpidsl.difference.model import Caused, Difference, Layer, Sure
from kpidsl.difference.said import entries
from kpidsl.difference.text import text
from kpidsl.source import Content
from kpidsl.spec.project import Read, Unreadable
from tests import differences
from tests.command import edit, kpic
from tests.differences import SPECS, Checkout
from tests.pages import parsed
from tests.pdf_expected import squeezed
from tests.pdf_rules import complaints
from tests.validators import page_validation, verapdf


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout.of_example(tmp_path_factory.mktemp("repository"))


@pytest.mark.parametrize("page", differences.pages(), ids=lambda page: page.stem)
def test_page(page: Path, checkout: Checkout, request: pytest.FixtureRequest) -> None:
    changes = {}
    for case in differences.read_cases(page):
        assert case.expectations, f"“{case.title}” expects nothing"
        found = differences.results(case, checkout)
        kinds = {block.info.removeprefix("expect ") for block in case.expectations}
        assert "problems" in kinds or not found["problems"], f"“{case.title}”: {found['problems']}"
        for block in case.expectations:
            actual = found[block.info.removeprefix("expect ")]
            if actual != block.body:
                changes[block] = actual
                if not request.config.getoption("--accept"):
                    assert actual == block.body, f"“{case.title}”"
    if changes:
        differences.accept(page, changes)
        pytest.fail(f"{len(changes)} expectations rewritten: read the change, then run again")


# ---- laws

EXAMPLES = sorted(path for path in SPECS.glob("**/*.kpi") if "\nreport " in path.read_text("utf-8"))
EXAMPLES = [path for path in EXAMPLES if path.parent.name != "from-records"]  # which is counted, and not given
SMALL = [SPECS / "examples" / name / "report.kpi" for name in ("changes", "small-numbers", "milestones", "benchmarks")]


def _version(name: str, path: Path, read: Read | None = None) -> Version:
    return Version(name, path.name, read or workspace.reader(path.parent))


def _difference(found: Compared | Unmade) -> Difference:
    assert isinstance(found, Compared)
    return found.difference


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_differs_from_itself(path: Path) -> None:
    difference = _difference(compare(_version("one", path), _version("other", path)))
    assert difference.is_empty
    assert (difference.easings, difference.rewritten, difference.idle) == ((), 0, ())
    assert "Nothing changes in the report.\n" in text(difference)


Read_ = dict[str, bytes]
_FORMS = ("text", "markdown", "html", "pdf", "json")


def _files(folder: Path) -> Read_:
    names = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


def _swapped(files: Read_, *swaps: tuple[str, str, str]) -> Read_:
    """The files with each text of a file replaced by another."""
    files = dict(files)
    for name, before, after in swaps:
        files[name] = differences.replaced(files[name].decode("utf-8"), before, after).encode("utf-8")
    return files


def _reader(files: Read_) -> Read:
    def read(name: str) -> Content | Unreadable:
        if name in files:
            return Content(name, files[name])
        return Unreadable("file-missing", f"there is no file `{name}`", "check the name")

    return read


@st.composite
def _edited(draw: st.DrawFn, path: Path) -> Read_:
    """The files of a report with one to three lines of a file deleted, doubled, exchanged, or with another number."""
    files = _files(path.parent)
    name = draw(st.sampled_from(sorted(name for name in files if name.endswith((".kpi", ".csv", ".yaml")))))
    lines = files[name].decode("utf-8").split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        kind = draw(st.sampled_from(("delete", "double", "exchange", "number")))
        if kind == "delete" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "exchange":
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = re.sub(r"\d+", lambda match: str(int(match[0]) + draw(st.integers(-3, 9))), lines[at], count=1)
    return {**files, name: "\n".join(lines).encode("utf-8")}


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.parent.name)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_edited_it_is_compared_or_the_side_is_named(path: Path, data: st.DataObject) -> None:
    old, new = (data.draw(st.one_of(st.just(_files(path.parent)), _edited(path))) for _ in range(2))
    found = compare(_version("the old one", path, _reader(old)), _version("the new one", path, _reader(new)))
    if isinstance(found, Unmade):
        assert found.name in ("the old one", "the new one")
        assert has_errors(found.diagnostics)
        return
    changed = {name for name in old if old[name] != new[name]}
    assert {edit.file for one in found.difference.changes for edit in one.cause.edits} <= changed
    assert all(one.cause.edits for one in found.difference.changes), "a change has a cause"
    assert len({one.change for one in found.difference.changes}) == len(found.difference.changes)
    for form in _FORMS:
        assert comparing.written(found, form, full=True).content
    assert all(len(line) <= 80 for line in text(found.difference).splitlines() if " " in line.strip())


def test_a_cause_alone_makes_the_change() -> None:
    """Of several edits in rules and data, those that a change names are made in the old report by themselves."""
    path = SPECS / "q1.kpi"
    old = _files(SPECS)
    swaps = (
        ("children.kpi", "target 95% for 2021-22", "target 97% for 2021-22"),
        ("children.kpi", "target 5% for 2021-22", "target 4% for 2021-22"),
        ("q1.kpi", "dates and diaries,", "dates and diaries"),
        ("data/childrens-services.csv", "children_seen,2021-22 Q1,100%", "children_seen,2021-22 Q1,96%"),
        ("data/childrens-services.csv", "core_groups,2021-22 Q1,100%", "core_groups,2021-22 Q1,99%"),
    )

    def made(files: Read_) -> Difference:
        return _difference(compare(_version("a", path, _reader(old)), _version("b", path, _reader(files))))

    def effect(caused: Caused) -> tuple[str, ...]:
        return (caused.change.about, caused.change.what, caused.change.old, caused.change.new)

    whole = made(_swapped(old, *swaps))
    found = {one.cause for one in whole.changes}
    assert len(found) >= len(swaps)
    for cause in found:
        named = [swap for swap in swaps if any(swap[2] in edit.new for edit in cause.edits)]
        assert len(named) == len(cause.edits)
        alone = {effect(one) for one in made(_swapped(old, *named)).changes}
        assert {effect(one) for one in whole.changes if one.cause == cause} <= alone


def test_what_is_changed_back_is_said_the_other_way_round(tmp_path: Path) -> None:
    """Old and new change places; what was easier is easier no more."""
    path = SPECS / "q1.kpi"
    old = _files(SPECS)
    new = _swapped(old, ("children.kpi", "target 95% for 2021-22", "target 90% for 2021-22"))
    there = _difference(compare(_version("a", path, _reader(old)), _version("b", path, _reader(new))))
    back = _difference(compare(_version("b", path, _reader(new)), _version("a", path, _reader(old))))

    def sides(difference: Difference, *, turned: bool) -> set[tuple[str, ...]]:
        pairs = ((one.change, (one.change.old, one.change.new)) for one in difference.changes)
        return {(one.about, one.what, *(pair[::-1] if turned else pair)) for one, pair in pairs}

    assert sides(there, turned=False) == sides(back, turned=True)
    assert len(there.easings) == 1
    assert back.easings == ()


# ---- formats


def _many(path: Path) -> tuple[Read_, Read_]:
    """A report before and after every indicator was given another name, and every figure of a quarter another value."""
    old = _files(path.parent)
    spec = re.sub(rb'(?m)^indicator (\w+) "', rb'indicator \1 "New: ', old["report.kpi"])
    data = re.sub(rb"(?m)^(\w+,2025-26 Q2,)(\d)(?=\d)", rb"\g<1>\g<2>1", old["data/observations.csv"])
    return old, {**old, "report.kpi": spec, "data/observations.csv": data}


@pytest.fixture(scope="module")
def many() -> Compared:
    path = SPECS / "examples" / "changes" / "report.kpi"
    old, new = _many(path)
    found = compare(_version("before", path, _reader(old)), _version("after", path, _reader(new)))
    assert isinstance(found, Compared), show.text(found.diagnostics)
    return found


def test_a_comment_is_never_too_long_and_says_what_it_leaves_out(
    many: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = comparing.written(many, "markdown", full=True).content or b""
    assert len(whole) < comparing.LARGEST_COMMENT
    assert b"left out here" not in whole
    monkeypatch.setattr(comparing, "LARGEST_COMMENT", 4_000)
    short = (comparing.written(many, "markdown", full=True).content or b"").decode("utf-8")
    assert len(short) <= 4_000
    assert re.search(r"[\d,]+ more are left out here", short)


def test_the_change_paper_is_accessible(many: Compared) -> None:
    data = comparing.written(many, "pdf", full=False).content
    assert data is not None
    assert complaints(data) == []
    for validator in (verapdf, page_validation):
        assert validator(data, "ua1") == validator(data, "3a") == []


def test_the_page_is_html_to_the_letter_and_says_what_the_paper_says(many: Compared) -> None:
    content = comparing.written(many, "html", full=False).content
    assert content is not None
    page = parsed(content)
    said = squeezed("".join(page.itertext()))
    for entry in entries(many.difference, Layer.NUMBERS):
        assert squeezed(entry.label) in said


def test_the_json_holds_every_change(many: Compared) -> None:
    record = json.loads(comparing.written(many, "json", full=False).content or b"")
    assert len(record["changes"]) == len(many.difference.changes)
    assert {one["layer"] for one in record["changes"]} <= {layer.name.lower() for layer in Layer}
    assert record["old"]["name"] == "before"


def test_where_edits_are_tried_in_bundles_a_cause_is_one_or_more_of_them(
    many: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else changes: the same differences, with causes that hold those found one by one."""
    monkeypatch.setattr(causes, "MOST_TRIED", 3)
    path = SPECS / "examples" / "changes" / "report.kpi"
    old, new = _many(path)
    found = _difference(compare(_version("before", path, _reader(old)), _version("after", path, _reader(new))))
    alone = {one.change: set(one.cause.edits) for one in many.difference.changes}
    bundled = {one.change: one.cause for one in found.changes}
    assert any(cause.sure is Sure.AMONG for cause in bundled.values())
    for change in alone.keys() & bundled.keys():
        assert alone[change] <= set(bundled[change].edits)
    assert {one.layer for one in alone} == {one.layer for one in bundled}


# ---- Git


def test_files_that_are_not_committed_are_compared_with_a_revision(checkout: Checkout) -> None:
    checkout.branch("work")
    checkout.edit("children.kpi", "target 95% for 2021-22", "target 96% for 2021-22")
    before = checkout.git("status", "--porcelain")
    difference = _difference(checkout.compare("main"))
    assert [one.change.new for one in difference.changes] == ["96% for 2021-22"]
    assert difference.new.name == comparing.WORK_TREE
    assert _difference(checkout.compare("main..HEAD")).is_empty
    assert checkout.git("status", "--porcelain") == before, "nothing was touched"


def test_what_others_changed_since_is_no_part_of_it(checkout: Checkout) -> None:
    """Compared is from where the branches parted: the base has moved on."""
    checkout.branch("mine")
    checkout.edit("children.kpi", "target 95% for 2021-22", "target 96% for 2021-22")
    checkout.commit("Mine")
    checkout.branch("moved-on")
    checkout.edit("children.kpi", "target 80% #", "target 81% #")
    checkout.commit("Theirs")
    for range_ in ("moved-on..mine", "moved-on...mine"):
        difference = _difference(checkout.compare(range_))
        assert [one.change.new for one in difference.changes] == ["96% for 2021-22"]
        assert difference.old.name.startswith("where mine left moved-on")


def test_a_copy_without_history_says_how_to_get_it(checkout: Checkout, tmp_path: Path) -> None:
    checkout.branch("shallow")
    checkout.edit("children.kpi", "target 95% for 2021-22", "target 96% for 2021-22")
    checkout.commit("One more")
    url = checkout.folder.as_uri()
    checkout.git("clone", "--quiet", "--depth=1", "--branch=shallow", url, str(tmp_path / "clone"))
    clone = Checkout(tmp_path / "clone")
    run = kpic(clone.folder, "diff", "origin/main..HEAD", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (2, "")
    assert "Git knows no revision `origin/main` here" in run.stderr
    assert "git fetch --unshallow" in run.stderr
    clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    run = kpic(clone.folder, "diff", "origin/main..HEAD", "specs/q1.kpi")
    assert "Git finds no commit that both" in run.stderr
    assert "fetch-depth: 0" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere..main", "specs/q1.kpi"], "Git knows no revision `nowhere` here; check its spelling"),
        (["main..main", "specs/none.kpi"], "there is no file `specs/none.kpi` in main"),
        (["main", "specs/none.kpi"], "there is no file `specs/none.kpi`; check the name"),
        (["main..main", "none/q1.kpi"], "there is no folder none"),
        (["specs/q1.kpi"], "there is nothing to compare specs/q1.kpi with; name the other version"),
        (["old.kpi", "specs/q1.kpi"], "there is no file old.kpi"),
        (["--upload-pack=x", "specs/q1.kpi"], "No such option"),
        (["main..main", "specs/q1.kpi", "--format", "pdf"], "a PDF is not for the terminal; say where it goes"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(checkout: Checkout, arguments: list[str], message: str) -> None:
    checkout.branch("change")
    run = kpic(checkout.folder, "diff", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_outside_a_repository_and_without_git_two_files_can_still_be_compared(tmp_path: Path) -> None:
    for name in ("old", "new"):
        shutil.copytree(SPECS / "examples" / "changes", tmp_path / name)
    edit(tmp_path / "new" / "report.kpi", "tolerance  5 days", "tolerance  6 days")
    run = kpic(tmp_path, "diff", "main..HEAD", "old/report.kpi")
    assert run.returncode == 2
    assert "is not in a Git repository" in run.stderr
    run = kpic(tmp_path, "diff", "old/report.kpi", "new/report.kpi", path="")
    assert run.returncode == 0, run.stderr
    assert "Tolerance: 5 days -> 6 days" in run.stdout
    run = kpic(tmp_path, "diff", "main..HEAD", "old/report.kpi", path="")
    assert "Git is not installed here" in run.stderr


def test_the_one_report_need_not_be_named_and_the_status_says_whether_anything_changes(checkout: Checkout) -> None:
    checkout.branch("status")
    assert kpic(checkout.folder, "diff", "main..HEAD", "--exit-code").returncode == 0
    checkout.edit("children.kpi", "target 95% for 2021-22", "target 96% for 2021-22")
    checkout.commit("Harder")
    run = kpic(checkout.folder, "diff", "main..HEAD", "--exit-code", "--format", "json", "--out", "changes.json")
    assert run.returncode == 1, run.stderr
    assert run.stdout == "changes.json: What changes: 1 rule.\n"
    assert json.loads((checkout.folder / "changes.json").read_text("utf-8"))["headline"] == "What changes: 1 rule."
    (checkout.folder / "changes.json").unlink()
    same = [kpic(checkout.folder, "diff", "main..HEAD", seed=seed).stdout for seed in ("1", "2")]
    assert same[0] == same[1]


def test_a_report_that_is_new_is_compared_with_nothing(checkout: Checkout) -> None:
    checkout.branch("new")
    shutil.copy(checkout.folder / "specs" / "q1.kpi", checkout.folder / "specs" / "q2.kpi")
    checkout.commit("Another report")
    for form in ("text", "markdown", "json"):
        run = kpic(checkout.folder, "diff", "main..new", "specs/q2.kpi", "--format", form)
        assert (run.returncode, run.stderr) == (0, "")
        assert "This report is new, so there is nothing to compare it with." in run.stdout
    run = kpic(checkout.folder, "diff", "main..new", "--exit-code")
    assert run.returncode == 2
    assert "2 reports are in new" in run.stderr
    assert "say which: kpic diff main..new specs/q1.kpi" in run.stderr


def test_counts_that_a_report_withholds_are_not_quoted() -> None:
    """The rows of data behind a change are named by their place alone, in every format."""
    path = SPECS / "examples" / "small-numbers" / "report.kpi"
    old, name = _files(path.parent), "data/observations.csv"
    rows = old[name].decode("utf-8").split("\n")
    for at, row in enumerate(rows[1:], 1):
        if not re.search(r",\d+,", row):
            continue
        edited = re.sub(r",(\d+),", lambda match: f",{int(match[1]) + 70_001},", row, count=1)
        new = {**old, name: "\n".join([*rows[:at], edited, *rows[at + 1 :]]).encode("utf-8")}
        found = compare(_version("before", path, _reader(old)), _version("after", path, _reader(new)))
        if isinstance(found, Unmade):
            continue
        edits = [edit for one in found.difference.changes for edit in one.cause.edits]
        assert all((edit.old, edit.new, edit.cells) == ("", "", ()) for edit in edits)
        for form in ("text", "markdown", "json"):
            said = (comparing.written(found, form, full=True).content or b"").decode("utf-8")
            assert row not in said
            assert edited not in said
            assert not edits or form == "json" or "not quoted, for the report withholds" in " ".join(said.split())
        return
    raise AssertionError("no row could be edited")


def test_a_target_in_the_data_that_is_lowered_is_called_out() -> None:
    path = SPECS / "examples" / "forecast-beside-current" / "report.kpi"
    old = _files(path.parent)
    name, row = "data/observations.csv", b'visits,2025-26 Q2,target,"122,000"'
    assert old[name].count(row) == 1

    def eased(target: bytes) -> list[tuple[str, str]]:
        new = {**old, name: old[name].replace(row, row.replace(b"122", target))}
        found = compare(_version("before", path, _reader(old)), _version("after", path, _reader(new)))
        return [(one.about, one.says) for one in _difference(found).easings]

    says = "The target comes from other figures, and went from 122,000 to 100,000."
    assert eased(b"100") == [("visits", says)]
    assert eased(b"130") == []


def test_a_version_with_errors_is_named(checkout: Checkout) -> None:
    checkout.branch("wrong")
    checkout.edit("children.kpi", "target 95% for 2021-22", "target 95 for 2021-22")
    checkout.commit("No unit")
    run = kpic(checkout.folder, "diff", "main..wrong", "specs/q1.kpi")
    assert run.returncode == 1
    assert "error[unit-mismatch]" in run.stderr
    assert "1 error in the version after, wrong (" in run.stderr
    run = kpic(checkout.folder, "diff", "wrong", "specs/q1.kpi")
    assert "in the version before, wrong (" in run.stderr


def test_files_outside_the_folder_and_pointers_are_not_read(checkout: Checkout) -> None:
    checkout.branch("links")
    (checkout.folder / "secret.kpi").write_text("language 1\n", encoding="utf-8")
    (checkout.folder / "specs" / "link.kpi").symlink_to("../secret.kpi")
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    (checkout.folder / "specs" / "large.csv").write_text(pointer, encoding="utf-8")
    checkout.commit("Links")
    found = repository.find(checkout.folder / "specs")
    assert isinstance(found, repository.Repository)
    commit = found.commit("links")
    assert isinstance(commit, repository.Commit)
    read = found.reader(commit)
    codes = {name: getattr(read(name), "code", "") for name in ("../secret.kpi", "link.kpi", "large.csv", "data", "no")}
    assert codes == {
        "../secret.kpi": "outside-project",
        "link.kpi": "file-unreadable",
        "large.csv": "file-unreadable",
        "data": "file-unreadable",
        "no": "file-missing",
    }
    assert "Git LFS" in getattr(read("large.csv"), "message", "")
