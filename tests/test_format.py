"""`kpic fmt`: laws that hold for any text, and the command as a user meets it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from lark import Lark

from kpidsl import pipeline, workspace
from kpidsl.cli.main import main
from kpidsl.document.outline import details, outline
from kpidsl.period import Period
from kpidsl.pipeline import Composed
from kpidsl.source import Content, Source
from kpidsl.spec.literals import day
from kpidsl.spec.problems import Problems
from kpidsl.spec.project import Unreadable
from kpidsl.syntax import ast, format as style, lexer
from kpidsl.syntax.blocks import ALLOWED, USAGE, USAGE_AS_FIELD, USAGE_IN_RECORDS
from kpidsl.syntax.format import StyleFault, formatted
from kpidsl.syntax.grammar import grammar_text
from kpidsl.syntax.meaning import difference, spelling
from kpidsl.syntax.parser import parse
from tests.command import edit, kpic
from tests.lines import code_lines
from tests.test_properties import SPECS as ANY_TEXT

ROOT = Path(__file__).parents[1]
SPECS = sorted((ROOT / "specs").rglob("*.kpi"))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in SPECS}
SPACES = [" ", "  ", "\t", " \u00a0 ", "\t  "]
INDENTS = ["", " ", "  ", "      ", "\t", "\t  "]
ENDS = ["", "", " ", "\t", "   "]


def styled(text: str) -> str:
    outcome = formatted(Source("any.kpi", text))
    assert outcome.value is not None
    return outcome.value


@pytest.mark.parametrize("name", TEXTS)
def test_every_spec_that_is_shipped_is_in_the_style(name: str) -> None:
    assert styled(TEXTS[name]) == TEXTS[name]


# ---- laws

_HEADERS = {kind: USAGE[kind] for kind in ALLOWED if kind}
_STATES = ["green when at or better than target", 'done "On time" letter D shape star colour "#1B4F9C" otherwise']
_LINES = {"prose": ["> Words of {value},  two  spaces.", ">", "> - a list\n>   that goes on"], "state": _STATES}


# In a block of records; what the other keywords there are written like is in USAGE.
_IN_RECORDS = {
    **{word: [usage] for word, usage in USAGE_IN_RECORDS.items()},
    "data": ['data "data/assessments.csv" sheet "2021" header row 3', 'data "assessments.parquet"'],
    "complete": ["complete from 1 April 2019 to 2021-06-30", USAGE["complete"]],
    "column": [
        'column child text called "cina_person_id"',
        "column days_open whole number",
        "column cost number to 2 dp",
        "column date date",
        "column seen yes/no",
    ],
    "measure": [
        USAGE_IN_RECORDS["measure"],
        "measure assessed count",
        "measure in_time share where completed_on within 45 working days of started_on among those where seen is yes",
        'measure children count of distinct child over 12 months where (status in "a", "b") or not child is missing',
        "measure spent sum of cost year to date where again for child within 6 months and cost more than 12.50",
        "measure wait mean of days_open at period end where not (seen is no and started_on on or after 1 April 2020)",
        "measure typical median of days_open where started_on before completed_on or child is not missing",
    ],
}


def _block(kind: str) -> st.SearchStrategy[list[str]]:
    allowed = [word for word in ALLOWED[kind] if word in USAGE or word in _LINES]
    one = st.sampled_from(allowed or [""]).flatmap(lambda word: st.sampled_from(_lines_of(kind, word)))
    return st.lists(one, max_size=8).map(lambda lines: [_HEADERS[kind], *lines] if kind else lines)


def _lines_of(kind: str, word: str) -> list[str]:
    if kind == "records" and word in _IN_RECORDS:
        return _IN_RECORDS[word]
    if word in _LINES or not word:
        return _LINES.get(word, [""])
    return [USAGE_AS_FIELD[word] if word in USAGE_AS_FIELD and kind else USAGE[word]]


COMMENTS = st.sampled_from(["", "", "", "# why", "#", "#   “so”  # and so"])
BLOCKS = st.lists(st.sampled_from(list(_HEADERS)).flatmap(_block), max_size=5)
WRITTEN = st.builds(
    lambda start, blocks: [line for block in (start, *blocks) for line in "\n".join(block).split("\n")],
    _block(""),
    BLOCKS,
)


@st.composite
def made_up(draw: st.DrawFn) -> str:
    """A spec that can be read, with comments and empty lines anywhere."""
    lines = []
    for line in draw(WRITTEN):
        lines += draw(st.lists(st.sampled_from(["", "# a comment", "  # another"]), max_size=2))
        comment = draw(COMMENTS) if not line.lstrip().startswith(">") else ""
        lines.append(f"{line} {comment}".rstrip())
    return "\n".join(lines)


def mangled(text: str, seed: int) -> str:
    """The same text with other spaces, indentation, quotes and ends of lines, and more empty lines."""
    chance = Random(seed)
    source, lines = Source("any.kpi", text), []
    for number in range(1, source.line_count + 1):
        content, comment = lexer.lex_line(source, number)
        line = chance.choice(INDENTS)
        if isinstance(content, ast.Prose):
            line += (">" if content.text[:1].strip() and chance.random() < 0.3 else "> ") + content.text
        elif content:
            for token in content:
                line += _quoted(token, chance) if token.kind == "STRING" else token.text
                line += chance.choice(["", " "] if token.kind == "SYMBOL" else SPACES)
        elif comment is None:
            lines += [chance.choice(ENDS) for _ in range(chance.randrange(3))]
            line = ""
        lines.append(line + (comment.text if comment else "") + chance.choice(ENDS))
    return chance.choice(["\n", "\r\n"]).join(lines)


def _quoted(token: lexer.Token, chance: Random) -> str:
    curly = not set(token.text) & set('"“”„') and chance.random() < 0.5
    return f"“{token.text}”" if curly else f'"{token.text}"'


@pytest.mark.parametrize("name", TEXTS)
def test_whatever_the_spaces_are_the_shipped_text_comes_out(name: str) -> None:
    for seed in range(3):
        assert styled(mangled(TEXTS[name], seed)).replace("\r\n", "\n") == TEXTS[name]


@given(made_up(), st.integers(0, 1_000_000))
def test_whatever_the_spaces_are_the_same_text_comes_out(text: str, seed: int) -> None:
    once = styled(text)
    assert styled(mangled(once, seed)).replace("\r\n", "\n") == once


@given(made_up())
def test_comments_prose_and_meaning_are_kept_and_a_second_time_changes_nothing(text: str) -> None:
    once = styled(text)
    before, after = (parse(Source("any.kpi", each)).value for each in (text, once))
    assert before is not None
    assert after is not None
    assert difference(before, after) == ""
    assert [comment.text for comment in after.comments] == [comment.text for comment in before.comments]
    prose = [[line for line in _lines(file) if isinstance(line, ast.Prose)] for file in (before, after)]
    assert [line.text for line in prose[0]] == [line.text for line in prose[1]]
    assert [_bare(line) for line in once.split("\n") if line] == [
        _bare(line) for line in text.split("\n") if line.strip()
    ]
    assert styled(once) == once


def _lines(file: ast.File) -> list[ast.Statement]:
    return [*file.preamble, *(line for block in file.blocks for line in block.lines)]


def _bare(line: str) -> str:
    return "".join(line.split())


@given(ANY_TEXT)
def test_any_text_is_formatted_or_refused_and_a_second_time_changes_nothing(text: str) -> None:
    outcome = formatted(Source("any.kpi", text))
    assert (outcome.value is None) == outcome.failed
    if outcome.value is not None:
        assert styled(outcome.value) == outcome.value


@given(made_up())
@settings(max_examples=30)
def test_the_published_grammar_alone_reads_every_formatted_line(text: str) -> None:
    grammar = _stock()
    for line in code_lines(Source("any.kpi", styled(text))):
        grammar.parse(line)


def _stock() -> Lark:
    return Lark(grammar_text(), start="statement", parser="lalr", lexer="contextual", maybe_placeholders=True)


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("30th Sept. 2021", "30 September 2021"),
        ("1 jan 2021", "1 January 2021"),
        ("30 September 2021", "30 September 2021"),
        ("2021-09-30", "2021-09-30"),
        ("2021/22", "2021-22"),
        ("2021–22q1", "2021-22 Q1"),
        ("Academic 2021-22", "academic 2021-22"),
        ("Sept 2021", "September 2021"),
        ("2021 h2", "2021 H2"),
        ("2021-09", "2021-09"),
        ("calendar 2021", "calendar 2021"),
    ],
)
def test_dates_and_periods_are_spelt_as_in_the_grammar_and_stay_what_they_are(written: str, spelt: str) -> None:
    assert spelling(written) == spelt
    word, again = (ast.Word(text, Source("", text).span(0, len(text))) for text in (written, spelt))
    if Period.parse(written) is None:
        problems = Problems()
        assert day(word, problems) == day(again, problems) is not None
    assert Period.parse(written) == Period.parse(spelt)
    grammar = _stock()
    grammar.parse(f"meeting {spelt}" if Period.parse(spelt) is None else f"period {spelt}")


@given(st.text(alphabet="QHqh0123456789-/– abcademiclnrSeptJny", max_size=16))
def test_a_word_that_is_spelt_anew_is_the_same_period(text: str) -> None:
    assert Period.parse(spelling(text)) == Period.parse(text)
    assert spelling(spelling(text)) == spelling(text)


@pytest.mark.parametrize("folder", ["", "five-states", "milestones", "benchmarks", "small-numbers", "targets"])
def test_a_report_says_the_same_before_and_after_its_specs_are_formatted(folder: str) -> None:
    name, place = ("report.kpi", f"examples/{folder}/") if folder else ("q1.kpi", "")
    read = workspace.reader(ROOT / "specs" / place)

    def composed(written: Callable[[str], str]) -> Composed:
        def reading(path: str) -> Source | Content | Unreadable:
            text = TEXTS.get(f"specs/{place}{path}")
            return read(path) if text is None else Source(path, written(text), digest="of either")

        outcome = pipeline.compose_report(name, reading)
        assert outcome.value is not None
        return outcome.value

    before, after = composed(lambda text: mangled(text, 7)), composed(lambda text: styled(mangled(text, 7)))
    for said in (outline, details):  # where a rule stands, and its spaces where it is quoted, are what was mangled
        one, two = (re.sub(r"\bline \d+|\s", "", said(report.document)) for report in (before, after))
        assert one == two


# ---- a fault of our own


def test_a_text_that_would_not_mean_the_same_is_never_written(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = project / "specs/q1.kpi"
    edit(spec, "  period     2021-22", "  period 2021-22")
    before = spec.read_bytes()
    monkeypatch.setattr(style, "_spelled", lambda token: '"words"' if token.kind == "STRING" else token.text)
    with pytest.raises(StyleFault, match="would not keep line"):
        styled(before.decode())
    with pytest.raises(SystemExit) as stopped:
        main(["fmt", str(spec)])
    assert stopped.value.code == 2
    assert "an error of kpic itself (StyleFault: formatted, " in capsys.readouterr().err
    assert spec.read_bytes() == before


def test_a_comment_that_would_be_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "_without_empty", lambda lines: [line for line in lines if line and line.cells])
    with pytest.raises(StyleFault, match="would not keep"):
        styled('language 1\n# why\nuse "a.kpi"\n')


# ---- the command


def test_it_writes_what_is_not_in_the_style_and_says_which(project: Path) -> None:
    edit(project / "specs/q1.kpi", "  period     2021-22", "period 2021-22")
    run = kpic(project, "fmt", "specs")
    assert (run.returncode, run.stdout) == (0, "specs/q1.kpi\n")
    assert run.stderr == f"kpic: 1 file formatted, {len(TEXTS) - 1} files formatted already\n"
    assert (project / "specs/q1.kpi").read_text(encoding="utf-8") == TEXTS["specs/q1.kpi"]
    assert kpic(project, "fmt", "specs").stdout == ""


@pytest.mark.parametrize("flags", [("--check",), ("--diff",), ("--check", "--diff")])
def test_check_and_diff_write_nothing_and_have_status_1(project: Path, flags: tuple[str, ...]) -> None:
    edit(project / "specs/q1.kpi", "  period     2021-22", "period 2021-22")
    before = (project / "specs/q1.kpi").read_bytes()
    run = kpic(project, "fmt", "specs", *flags)
    assert run.returncode == 1
    if "--diff" in flags:
        assert "--- a/specs/q1.kpi\n+++ b/specs/q1.kpi\n@@ " in run.stdout
        assert "-period 2021-22 Q1\n+  period     2021-22 Q1\n" in run.stdout
    else:
        assert run.stdout == "specs/q1.kpi\n"
    assert run.stderr.startswith("kpic: 1 file would be changed")
    assert (project / "specs/q1.kpi").read_bytes() == before
    assert kpic(project, "fmt", "specs/children.kpi", *flags).returncode == 0


def test_a_file_with_errors_is_left_and_the_others_are_formatted(project: Path) -> None:
    edit(project / "specs/q1.kpi", "  period     2021-22", "period 2021-22")
    edit(project / "specs/children.kpi", "polarity   lower", "polarty lower")
    before = (project / "specs/children.kpi").read_bytes()
    run = kpic(project, "fmt", "specs/q1.kpi", "specs/children.kpi")
    assert (run.returncode, run.stdout) == (1, "specs/q1.kpi\n")
    assert "error[unknown-keyword]: `polarty` is not a keyword\n  --> specs/children.kpi:" in run.stderr
    assert run.stderr.endswith("kpic: 1 file formatted; 1 file left as it is until the errors are put right\n")
    assert (project / "specs/children.kpi").read_bytes() == before


def test_files_that_are_used_are_read_only_where_they_are_named(project: Path) -> None:
    edit(project / "specs/children.kpi", "  unit       count", "unit count")
    assert kpic(project, "fmt", "specs/q1.kpi", "--check").returncode == 0


def test_ends_of_lines_stay_what_most_of_them_are_and_a_byte_order_mark_goes(project: Path) -> None:
    path = project / "specs/q1.kpi"
    text = TEXTS["specs/q1.kpi"]
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert kpic(project, "fmt", "specs/q1.kpi", "--check").returncode == 0
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").replace("language 1\r\n", "language 1\n").encode())
    assert "only the ends of lines" in kpic(project, "fmt", "specs/q1.kpi", "--diff").stdout
    assert kpic(project, "fmt", "specs/q1.kpi").returncode == 0
    assert path.read_bytes() == text.replace("\n", "\r\n").encode()
    path.write_bytes(text.replace("\n", "\r").encode())  # as old Macs wrote them
    assert kpic(project, "fmt", "specs/q1.kpi").returncode == 0
    assert path.read_bytes() == text.encode()


def test_standard_input_is_printed_in_the_style(project: Path) -> None:
    def piped(text: str, *flags: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "kpidsl", "fmt", "-", *flags]
        return subprocess.run(command, cwd=project, input=text.encode(), capture_output=True, timeout=120)

    run = piped("language   1\r\nreport “A”\r\nmeeting 30 September 2021")
    assert (run.returncode, run.stdout, run.stderr) == (
        0,
        b'language 1\r\nreport "A"\r\n  meeting    30 September 2021\r\n',
        b"",
    )
    refused = piped("languge 1\n")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert b"--> standard input:1:1" in refused.stderr
    assert piped("", "--check").returncode == 0
    assert piped("language  1", "--check").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("specs/none.kpi",), "the spec specs/none.kpi is not there"),
        (("specs/council.yaml",), "specs/council.yaml is no spec: the name of a spec ends in .kpi"),
        (("-", "specs"), "- stands for standard input; name it alone"),
        ((), "Missing argument"),
    ],
)
def test_what_is_no_spec_has_status_2(project: Path, arguments: tuple[str, ...], message: str) -> None:
    run = kpic(project, "fmt", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr


def test_a_file_that_is_not_utf8_is_left(project: Path) -> None:
    path = project / "specs/q1.kpi"
    path.write_bytes("language  1\n# £\n".encode("cp1252"))
    run = kpic(project, "fmt", "specs/q1.kpi")
    assert run.returncode == 1
    assert "error[not-utf8]: line 2 is not UTF-8" in run.stderr
    assert path.read_bytes() == "language  1\n# £\n".encode("cp1252")


def test_hidden_folders_are_left_out_and_an_empty_folder_is_said(project: Path) -> None:
    (project / "specs/.old").mkdir()
    (project / "specs/.old/q1.kpi").write_text("language    1\n")
    assert kpic(project, "fmt", "specs", "--check").returncode == 0
    (project / "none").mkdir()
    assert kpic(project, "fmt", "none").stderr == "kpic: there is no .kpi file here\n"
