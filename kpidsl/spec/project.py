"""gather: from the name of one spec to all the files that it draws on.

Which files those are is said in the files themselves (`use`, `house`, `data`), so they are read here as they are met.
The disk is not known here: `read` is handed in, and a dictionary serves as well as a folder.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kpidsl.books.names import AS_OURS, Names
from kpidsl.books.opened import is_book
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.memo import again, remembered
from kpidsl.source import Content, Named, Source, Span
from kpidsl.spec import figures
from kpidsl.spec.council import NamedLogo
from kpidsl.spec.links import LISTING, USE, Link, links, parsed
from kpidsl.spec.problems import Problems
from kpidsl.sums import sha256
from kpidsl.terms import FileKind
from kpidsl.values import dataclass, field

if TYPE_CHECKING:
    from kpidsl.syntax import ast


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read: a code of the catalogue, a sentence, and what to do.

    `at` is the text as far as it could be read, for problems inside the file; None where there is no text at all.
    """

    code: str
    message: str
    help: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class _InHouse:
    """What the house file says of other files: which they are, and how files of figures are to be read."""

    template: Named | None
    logo: NamedLogo | None
    fonts: Mapping[str, Named]
    names: Names


_Linked = tuple[Source, Sequence[Link]]  # a file of rules, and the lines of it that name others
# Takes a path inside the project's folder, with forward slashes; a text may be given as one or as its bytes.
Read = Callable[[str], Source | Content | Unreadable]


@dataclass(frozen=True, slots=True)
class Project:
    """All texts of one report. `rules[0]` is the spec that was asked for.

    `peers` are the files of the sources of benchmarks, by the place where the spec names them. `records` are the paths
    of the tables of records, seen from the project's folder, by that place, too: they may be far too large to be read
    here, so whoever counts them looks whether they are there.
    """

    rules: tuple[Source, ...]
    house: Source | None
    data: tuple[Source, ...]
    record: Source | None  # of the report before this one
    peers: Mapping[Span, Source]
    template: NamedFile | None = None
    logo: LogoFile | None = None
    fonts: tuple[FontFile, ...] = ()
    records: Mapping[Span, str] = field(default_factory=dict)
    authorities: Source | None = None  # the list of those that there is a report for

    @property
    def files(self) -> tuple[ast.File, ...]:
        """The syntax of its rules."""
        return tuple(file for source in self.rules if (file := parsed(source).value) is not None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All its texts, rules first."""
        beside = (self.house, self.authorities, *self.data, *self.peers.values(), self.record)
        return (*self.rules, *(source for source in beside if source is not None))


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the house file names, and where it does so: the template of the Word document."""

    content: Content
    span: Span


@dataclass(frozen=True, slots=True)
class LogoFile(NamedFile):
    """The picture, and what it shows."""

    alt: str


@dataclass(frozen=True, slots=True)
class FontFile(NamedFile):
    """A file of the council's own typeface, and for which face it is."""

    face: str


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that a report was made from. `name` is seen from the folder of the report, never from the machine."""

    name: str
    kind: FileKind
    sha256: str


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """All files of a report, each once. `folder` is what the names of their sources start with before `name`."""

    folder: str
    files: tuple[InputFile, ...]

    def name(self, source: Source) -> str:
        return source.name.removeprefix(self.folder)


def made_from(project: Project, name: str) -> MadeFrom:
    """The files of the project of the spec `name`."""
    sources = (
        *((FileKind.RULES, source) for source in project.rules),
        *((FileKind.HOUSE, source) for source in (project.house,) if source),
        *((FileKind.AUTHORITIES, source) for source in (project.authorities,) if source),
        *((FileKind.DATA, source) for source in project.data),
        *((FileKind.BENCHMARKS, source) for source in project.peers.values()),
        *((FileKind.RECORD, source) for source in (project.record,) if source),
    )
    folder = project.rules[0].name.removesuffix(name)
    found: dict[str, InputFile] = {}
    for kind, source in sources:
        short = source.name.removeprefix(folder)
        found.setdefault(short, InputFile(short, kind, source.sha256))
    return MadeFrom(folder, tuple(found.values()))


def gather(name: str, read: Read, with_data: bool = True) -> Outcome[Project]:
    """The project of the spec `name`. The value is None where the spec itself cannot be read; other files that
    cannot are left out of the project, with an error each. Files with figures are read only `with_data`."""
    problems = Problems()
    files: dict[str, _Linked] = {}
    diagnostics = _collect(name, None, (), read, files, problems)
    house: list[Source] = []
    records: list[Source] = []
    data: dict[tuple[str, str], Source] = {}
    peers: dict[Span, Source] = {}
    template: NamedFile | None = None
    logo: LogoFile | None = None
    fonts: tuple[FontFile, ...] = ()
    looked_at = _house(files, read) if with_data else {}
    names = next((_named_by(found).names for found in looked_at.values()), AS_OURS)
    tables: dict[Span, str] = {}
    authorities: list[Source] = []
    for path, file in files.items():
        for setting in _of_kind(file, "records"):
            target = _inside(path, setting.value, problems)
            if target is not None:
                tables[setting.value.span] = target
        for setting in _of_kind(file, "source") if with_data else ():
            target = _inside(path, setting.value, problems)
            source = None if target is None else _figures(target, setting, read, names, problems)
            if source is not None:
                peers[setting.value.span] = source
        for setting in _of_kind(file, "report"):
            target = _inside(path, setting.value, problems)
            if target is None or (setting.keyword != "house" and not with_data):
                continue
            if setting.keyword == "data":
                source = _figures(target, setting, read, names, problems)
            else:
                where = _RECORDS if setting.keyword == "follows" else ""
                source = looked_at.get(target) if setting.keyword == "house" else None
                source = source or _read(target, setting.value.span, read, problems, where)
            if source is not None and setting.keyword == "house":
                house.append(source)
                if with_data:
                    template = _beside_house(_named_by(source).template, target, read, problems)
                    logo = _logo(source, target, read, problems)
                    fonts = tuple(_fonts(source, target, read, problems))
            elif source is not None and setting.keyword == "follows":
                records.append(source)
            elif source is not None:
                if (target, source.sheet) in data:
                    what = f"the sheet “{source.sheet}” of `{target}`" if source.sheet else f"the data file `{target}`"
                    problems.add("duplicate-line", f"{what} is named twice", setting.span)
                data[target, source.sheet] = source
        for line in _of_kind(file, LISTING) if with_data else ():
            target = _inside(path, line.value, problems)
            source = None if target is None else _figures(target, line, read, AS_OURS, problems)
            authorities += [source] if source is not None else []
    found = (*diagnostics, *problems.found())
    if name not in files:
        return Outcome(None, found)
    project = Project(
        rules=tuple(source for source, _ in files.values()),
        house=next(iter(house), None),
        data=tuple(data.values()),
        record=next(iter(records), None),
        peers=peers,
        template=template,
        logo=logo,
        fonts=fonts,
        records=tables,
        authorities=next(iter(authorities), None),
    )
    return Outcome(project, found)


def _house(files: Mapping[str, _Linked], read: Read) -> Mapping[str, Source]:
    """The house file by its path, if it can be read; why not is said elsewhere. What it says of files of figures is
    asked for before these are read, and it must not be looked at again: it may be saved meanwhile."""
    for path, file in files.items():
        for line in _of_kind(file, "report"):
            target = _inside(path, line.value, Problems()) if line.keyword == "house" else None
            house = _read(target, None, read, Problems()) if target else None
            if target and house is not None:
                return {target: house}
    return {}


def _figures(target: str, setting: Link, read: Read, names: Names, problems: Problems) -> Source | None:
    """A file of figures as a text; `names` are what it calls its columns."""
    found = read(target)
    if isinstance(found, Content) and found.open_in:
        message = f"this file is open in {found.open_in}: what is not saved there is not in the report"
        problems.add("file-open", message, setting.value.span, "save it there, and run kpic again")
    if isinstance(found, Content) and is_book(target):
        return figures.of_book(found, setting, names, problems)
    source = found if isinstance(found, Source) else None
    if isinstance(found, Content):
        text = decoded(found.name, found.data)
        if isinstance(text, Source):
            source = text
        elif text.code == "not-utf8" and (source := figures.windows(found)):
            at = figures.first_beyond_ascii(source)
            message = "this file is not UTF-8, so it was read as Windows text (“CSV” in Excel)"
            help_ = "see that £ signs and accents are right, or save it as “CSV UTF-8”"
            problems.add("windows-text", message, source.span(at, at + 1), help_)
    if source is None:
        return _read(target, setting.value.span, read, problems)  # which says why
    return figures.of_text(source, setting, names, problems)


def _named_by(house: Source) -> _InHouse:
    """What the house file says of other files."""

    def made() -> _InHouse:
        from kpidsl.spec.house import fonts, logo, names, template  # only here: it loads YAML

        return _InHouse(template(house), logo(house), fonts(house), names(house))

    return remembered("named by house", (house,), made)


def has_report(name: str, read: Read) -> bool:
    """Whether a file is the spec of a report, and not one that others use. One that cannot be read may be."""
    source = read(name)
    if isinstance(source, Content):
        source = decoded(source.name, source.data)
    if isinstance(source, Unreadable):
        return True
    from kpidsl.syntax.blocks import keyword

    file = parsed(source).value
    return file is not None and any(keyword(block.header) == "report" for block in file.blocks)


def _logo(house: Source, house_path: str, read: Read, problems: Problems) -> LogoFile | None:
    named = _named_by(house).logo
    found = _beside_house(named.file, house_path, read, problems) if named else None
    return LogoFile(found.content, found.span, named.alt) if named and found else None


def _fonts(house: Source, house_path: str, read: Read, problems: Problems) -> Iterator[FontFile]:
    for face, named in _named_by(house).fonts.items():
        found = _beside_house(named, house_path, read, problems)
        if found:
            yield FontFile(found.content, found.span, face)


def _beside_house(named: Named | None, house_path: str, read: Read, problems: Problems) -> NamedFile | None:
    """A file that the house file names."""
    target = _inside(house_path, named, problems) if named else None
    if named is None or target is None:
        return None
    found = read(target)
    if isinstance(found, Unreadable):
        problems.add(found.code, found.message, named.span, found.help)
        return None
    content = found if isinstance(found, Content) else Content(found.name, found.text.encode("utf-8"))
    return NamedFile(content, named.span)


def _collect(
    name: str, asked: Span | None, trail: tuple[str, ...], read: Read, files: dict[str, _Linked], problems: Problems
) -> tuple[Diagnostic, ...]:
    """Take `name` and what it uses into `files`, the spec itself first; each file once."""
    if name in trail:
        circle = " uses ".join((*trail[trail.index(name) :], name))
        problems.add("use-cycle", f"these files use each other in a circle: {circle}", asked, "take one `use` line out")
        return ()
    if name in files:
        return ()
    source = _read(name, asked, read, problems)
    if source is None:
        return ()
    outcome = links(source)
    files[name] = source, outcome.value or ()
    found = outcome.diagnostics
    for line in _of_kind(files[name], USE):
        target = _inside(name, line.value, problems)
        if target is not None:
            found += _collect(target, line.value.span, (*trail, name), read, files, problems)
    return found


def _of_kind(file: _Linked, kind: str) -> tuple[Link, ...]:
    return tuple(link for link in file[1] if link.kind == kind)


def _inside(path: str, word: Named, problems: Problems) -> str | None:
    """The path that a file names, seen from the project's folder; None where it leads out of it."""
    written = word.text.replace("\\", "/")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    if written.startswith("/") or ":" in written or target.startswith(".."):
        message = f"`{word.text}` is outside the folder of the report"
        problems.add("outside-project", message, word.span, "copy the file into the folder that the spec is in")
        return None
    return target


@again(64, is_large=True)
def decoded(name: str, content: bytes) -> Source | Unreadable:
    """The text in the bytes of a file, if they are UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = f"`{name}` is UTF-16 text (“Unicode text” in Excel)"
        return Unreadable("not-utf8", message, "save it as UTF-8 (in Excel: “CSV UTF-8”)")
    try:
        text = content.decode("utf-8-sig")
        digest = sha256(content)
        return Source(name, re.sub(r"\r(?!\n)", "\n", text), digest)  # old Macs end lines with a carriage return alone
    except UnicodeDecodeError as error:
        source = Source(name, content.decode("utf-8", errors="replace"))
        offset = len(content[: error.start].decode("utf-8", errors="replace"))
        at = source.span(offset, offset + 1)
        message = f"line {at.line} is not UTF-8 text, so accents and signs such as £ cannot be told"
        return Unreadable(
            "not-utf8", message, "in Excel, save as “CSV UTF-8”; in an editor, save with encoding UTF-8", at
        )


_RECORDS = "`kpic build` writes it with `--record`: fetch it from where the report before was made, or make that again"


def _read(name: str, asked: Span | None, read: Read, problems: Problems, where: str = "") -> Source | None:
    """A file; what is said of one that is not there may say `where` to get it."""
    source = read(name)
    if isinstance(source, Content):
        source = decoded(source.name, source.data)
    if isinstance(source, Unreadable):
        help_ = (source.help, where) if where and source.code == "file-missing" else (source.help,)
        problems.add(source.code, source.message, source.at or asked, *help_)
        return None
    return source
