"""What `kpic build` and `kpic watch` share, made without Click: which files are asked for, where they go, and what is
said beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kpidsl import rendering, saying
from kpidsl.cli.ending import COULD_NOT_RUN, echo, fail, more
from kpidsl.compose import disclosure
from kpidsl.composing import Composed
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic, did_you_mean
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.render.braille.translation import Translator

_SLOWLY = "DuckDB is not installed here, so records were counted by SQLite, which takes longer"
_UNCONTRACTED = "liblouis is not installed here, so the Braille is uncontracted (grade 1)"


@dataclass(frozen=True, slots=True)
class Asked:
    """The kinds of file that are asked for, those of them that may be left out, and where each goes."""

    kinds: tuple[str, ...]
    optional: tuple[str, ...]
    targets: dict[str, Path]


def asked(spec: Path, out: Path, formats: str, draft: bool) -> Asked:
    """What was asked for of a spec; a word that is no format ends the command."""
    words = [word.strip().lower() for word in formats.split(",")]
    known = (*rendering.FORMATS, "all")
    for word in words:
        if word not in known:
            fail(COULD_NOT_RUN, f"there is no format `{word}`; {did_you_mean(word, known)[0]}")
    # Each once, in the order in which they are known.
    chosen = tuple(name for name in rendering.FORMATS if name in words or "all" in words)
    kinds = tuple(kind for format in chosen for kind in rendering.files_of(format))
    stem = f"{spec.stem}{'-draft' * draft}"
    targets = {kind: out / f"{stem}{rendering.ENDINGS[kind]}" for kind in kinds}
    return Asked(kinds, rendering.left_out(words), targets)


def contracted(kinds: Collection[str]) -> Translator | None:
    """Who makes contracted Braille, where that is asked for and the library for it is installed."""
    if "brf" not in kinds:
        return None
    from kpidsl import liblouis  # only here: nothing else needs it

    louis = liblouis.found()
    return None if louis is None else liblouis.translator(louis)


def notes(report: Composed, spec: Path) -> tuple[str, ...]:
    """What the officer should know beside a report: what it does not show, and how its records were counted."""
    found: list[str] = []
    withheld = disclosure.withheld(report.withheld)
    if withheld and not report.spec.is_together:
        withheld = f"{withheld}; for you alone, kpic disclosure {spec.as_posix()} says which and why"
    if withheld:
        found.append(withheld)
    if any(one.records.file and one.engine.startswith("SQLite") for one in report.counts.tables):
        found.append(_SLOWLY)
    return tuple(found)


def notes_on_words(language: str, kinds: Collection[str], translator: Translator | None) -> tuple[str, ...]:
    """What the officer should know of the words of a report: that its Braille is not contracted, and that nobody has
    read what kpic writes in a `language` other than English."""
    found = [_UNCONTRACTED] if "brf" in kinds and translator is None else []
    unread, number = saying.unread(language)
    if unread:
        named = saying.LANGUAGES[saying.spoken(language)]
        text = (
            f"of the {number:,} sentences that kpic can write in it, {unread:,} have not been read by a native speaker"
        )
        found.append(f"the report is in {named}; {text}: docs/languages.md says how")
    return tuple(found)


def say_notes(notes: Iterable[str]) -> None:
    """Say each on a line of its own."""
    for note in notes:
        echo(f"kpic: {note}")


def locked(targets: Collection[Path]) -> str:
    """That finished files cannot be put in place, because another program has them open."""
    return f"{shown(targets)} cannot be written; close {'it' if len(targets) == 1 else 'them'} in other programs"


def shown(targets: Iterable[Path]) -> str:
    """Files in a sentence."""
    return " and ".join(target.as_posix() for target in targets)


def earlier(targets: Iterable[Path]) -> str:
    """What is said of the files of an earlier report that are left as they are; nothing where there are none."""
    found = [target for target in targets if target.is_file()]
    if not found:
        return ""
    return f" ({shown(found)} {'is the earlier one' if len(found) == 1 else 'are the earlier ones'}, unchanged)"


def none_made(problems: Sequence[Diagnostic], targets: Iterable[Path]) -> str:
    """That problems kept a report from being made, what is there instead, and where to read more."""
    return f"{show.count(problems)}; no report was made{earlier(targets)}; {more(problems)}"
