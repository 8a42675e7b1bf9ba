"""`kpic diff`: which two versions are meant, and the difference in each format."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kpidsl import repository, workspace
from kpidsl.cli.console import AUTHORITY, COULD_NOT_RUN, PROBLEMS, Progress, fail, hand_over, more, of_one, report
from kpidsl.cli.days import DAY
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.difference.compare import Compared, Unmade, Version, compare
from kpidsl.difference.model import Layer
from kpidsl.difference.paper import paper
from kpidsl.difference.record import record
from kpidsl.difference.said import CONCISE, headline
from kpidsl.difference.text import text
from kpidsl.document.model import Masthead
from kpidsl.engines.counter import counter
from kpidsl.render import csv
from kpidsl.render.json import render as render_json
from kpidsl.repository import Refusal
from kpidsl.spec.project import Unreadable
from kpidsl.values import dataclass, replace

FORMATS = ("text", "markdown", "html", "pdf", "json")
LARGEST_COMMENT = 65_536  # characters of a comment on GitHub; the least of the forges
WORK_TREE = "the files as they are now"


@click.command()
@click.argument("versions", metavar="BASE..HEAD")
@click.argument("spec", required=False, metavar="[SPEC]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to write it (default: text).")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
@click.option("--full", is_flag=True, help="Show all; else long lists are cut, and what is left out is counted.")
@click.option("--exit-code", is_flag=True, help="End with status 1 where something changes.")
@click.option(
    "--as-at",
    type=DAY,
    metavar="DATE",
    help="The day both reports are made for (default: the day of the meeting).",
)
@AUTHORITY
def diff(
    versions: str,
    spec: str | None,
    form: str,
    out: Path | None,
    full: bool,
    exit_code: bool,
    as_at: datetime | None,
    authority: str,
) -> None:
    """Show what a change does to the report: statuses, figures, rules, sentences and pages, and why.

    BASE..HEAD are two revisions of Git, compared from where HEAD left BASE; BASE alone is compared with the files as
    they are now. SPEC can be left out where there is just one report. Or two files: kpic diff OLD.kpi NEW.kpi. Nothing
    in your folder is touched.
    """
    meant = asked(versions, spec, Path())
    if isinstance(meant, Refusal):
        fail(COULD_NOT_RUN, f"{meant.message}; {meant.help}")
    if form == "pdf" and out is None:
        fail(COULD_NOT_RUN, "a PDF is not for the terminal; say where it goes: --out changes.pdf")
    progress = Progress()
    day, count = as_at.date() if as_at else None, counter(None)
    found = compare(meant.old, meant.new, day, progress.show, count=count, authority=authority)
    progress.clear()
    if isinstance(found, Unmade):
        report(found.diagnostics)
        which = "before" if meant.old and found.name == meant.old.name else "after"
        message = f"{show.count(found.diagnostics)} in the version {which}, {found.name}, so nothing was compared"
        fail(PROBLEMS, f"{message}; {more(found.diagnostics)}")
    of_one(found.new.authorities, authority, found.new.spec.is_together)
    made = written(found, form, full=full)
    report(made.diagnostics)
    if made.content is None:
        fail(PROBLEMS, f"{show.count(made.diagnostics)}; no change paper was made; {more(made.diagnostics)}")
    hand_over(made.content, form, out, "what changes", made.sentence)
    if exit_code and not found.difference.is_empty:
        raise click.exceptions.Exit(PROBLEMS)


@dataclass(frozen=True, slots=True)
class Asked:
    """Two versions to compare, the older one first."""

    old: Version | None  # None: the report is new
    new: Version


def asked(first: str, second: str | None, here: Path) -> Asked | Refusal:
    """What `kpic diff FIRST SECOND` means in the folder `here`: two files, or revisions and a spec."""
    if _is_spec(first) and second is not None and _is_spec(second):
        return _files(Path(first), Path(second))
    if _is_spec(first):
        help_ = f"name the other version: kpic diff OLD.kpi {first}, or kpic diff BASE..HEAD {first}"
        return Refusal(f"there is nothing to compare {first} with", help_)
    if first.casefold().endswith(".kpi"):
        return Refusal(f"there is no file {first}", "check the name; kpic diff compares two files or two revisions")
    return _revisions(first, None if second is None else Path(second), here)


def _is_spec(word: str) -> bool:
    return word.casefold().endswith(".kpi") and Path(word).is_file()


def _files(old: Path, new: Path) -> Asked:
    names = (old.as_posix(), new.as_posix())
    return Asked(
        Version(names[0], old.name, workspace.reader(old.parent)),
        Version(names[1], new.name, workspace.reader(new.parent)),
    )


def _revisions(range_: str, spec: Path | None, here: Path) -> Asked | Refusal:
    folder = here if spec is None else spec.parent
    if not folder.is_dir():
        return Refusal(f"there is no folder {folder.as_posix()}", "check the name of the spec")
    found = repository.find(folder)
    if isinstance(found, Refusal):
        return found
    base_name, dots, head_name = range_.partition("..")
    head_name = head_name.removeprefix(".") or "HEAD"
    base, head = found.commit(base_name or "HEAD"), found.commit(head_name)
    if isinstance(base, Refusal):
        return base
    if isinstance(head, Refusal):
        return head
    parted = found.parted(base, head)
    if isinstance(parted, Refusal):
        return parted
    if spec is None:
        specs = found.specs(head)
        if len(specs) != 1:
            these = f": {', '.join(specs[:6])}{' ...' * (len(specs) > 6)}" if specs else ""
            help_ = f"say which: kpic diff {range_} {specs[0] if specs else 'SPEC.kpi'}"
            return Refusal(f"{len(specs) or 'no'} reports are in {head.named} below this folder{these}", help_)
        spec = Path(specs[0])
        found = repository.find(spec.parent) if spec.parent.is_dir() else Refusal(
            f"there is no folder {spec.parent.as_posix()} here", "run kpic diff in the folder of the spec")  # fmt: skip
        if isinstance(found, Refusal):
            return found
    new_read = found.reader(head) if dots else workspace.reader(spec.parent)
    there, before = new_read(spec.name), found.reader(parted)(spec.name)
    if isinstance(there, Unreadable):
        return Refusal(there.message, there.help)
    is_new = isinstance(before, Unreadable) and before.code == "file-missing"
    old = None if is_new else Version(parted.named, spec.name, found.reader(parted))
    return Asked(old, Version(head.named if dots else WORK_TREE, spec.name, new_read))


@dataclass(frozen=True, slots=True)
class Written:
    """The difference in one format; the content is None where a problem is an error."""

    content: bytes | None
    sentence: str
    diagnostics: tuple[Diagnostic, ...] = ()


def written(found: Compared, form: str, *, full: bool) -> Written:
    """The difference in one of the `FORMATS`. Files for people to keep are never cut short."""
    difference, sentence = found.difference, headline(found.difference)
    if form == "text":
        return Written(csv.clean(text(difference, None if full else CONCISE)).encode("utf-8"), sentence)
    if form == "json":
        return Written(render_json(record(difference)), sentence)
    if form == "markdown":
        return Written(_markdown(found, full=full), sentence)
    document, theme = paper(difference, found.new.document), found.new.spec.house.theme
    if form == "html":
        from kpidsl.render.html import render as render_html

        return Written(render_html(document, theme), sentence)
    from kpidsl.render.pdf import render as render_pdf

    made = render_pdf(document, theme)
    return Written(made.value, sentence, made.diagnostics)


def _markdown(found: Compared, *, full: bool) -> bytes:
    """Short enough for a comment: where it is not, fewer entries are shown and the rest are counted."""
    from kpidsl.render.markdown import render as render_markdown

    limits = [None if full else CONCISE, *(dict.fromkeys(Layer, most) for most in (60, 40, 25, 15, 8, 4, 2, 0))]
    for most in limits:
        document = paper(found.difference, found.new.document, most)
        content = render_markdown(replace(document, masthead=Masthead("", "", "")))  # a comment has its place
        if len(content.decode("utf-8")) <= LARGEST_COMMENT:
            break
    return content
