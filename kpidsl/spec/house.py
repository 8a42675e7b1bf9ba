"""The house file: what all reports of a council share. The only module that knows its YAML.

Values are taken as the characters that stand there: a telephone number keeps its leading zero and `no` stays a word.
"""

from __future__ import annotations

import re

import yaml

from kpidsl.books.names import Names
from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.diagnostics.fixes import respelling
from kpidsl.memo import again
from kpidsl.patterns import lazily
from kpidsl.period import APRIL, MONTHS
from kpidsl.render.sheet import CELLS, LINES, USUAL, Sheet
from kpidsl.render.typeface import LIBERATION, Typeface
from kpidsl.saying import ENGLISH, LANGUAGES, TAGS, WELSH
from kpidsl.source import Named, Source, Span
from kpidsl.spec import calendars, colours, database, naming, printing
from kpidsl.spec.abbreviations import KNOWN_TO_ALL
from kpidsl.spec.council import Codes, Contact, House, NamedLogo, RequiredChapter
from kpidsl.spec.database import Database
from kpidsl.spec.problems import Problems
from kpidsl.terms import HeadingCase

LONGEST_TEXT = 1_000  # characters
_YES, _NO = ("yes", "true", "on"), ("no", "false", "off")
_LANGUAGES = {"en-GB": "en-GB", "en": "en", **{tag: tag for tag in TAGS.values()}, WELSH: TAGS[WELSH]}  # and their tags
_KEYS = (
    "council",
    "language",
    "theme",
    "template",
    "logo",
    "contacts",
    "recommendation lead",
    "formats statement",
    "financial year starts",
    "known abbreviations",
    "codes",
    "chapters",
    "braille",
    "headings",
    "names",
    "fonts",
    "page",
    "large print",
    "data",
    "database",
    "calendar",
    "closed",
)
# Of the Office for National Statistics: unitary and other upper-tier councils, districts, boroughs, and regions.
_NEW_CODE, _OLD_CODE = lazily(r"(E0[6-9]|E10|W06|S12|N09)\d{6}"), lazily(r"\d{3}")
_FILE_NAME = lazily(r"\.(png|jpe?g|gif|svg)$", re.IGNORECASE)
_REGION_CODE = lazily(r"E1200000[1-9]")


def read(source: Source, problems: Problems) -> House | None:
    """The house that the file describes; None where something in it is wrong or missing."""
    before = problems.errors
    try:
        root = _composed(source.text)
    except yaml.MarkedYAMLError as error:
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark and mark.index < len(source.text)]
        mark = marks[0] if marks else None
        at = mark.index if mark else 0
        _complain(problems, source.span(at, at + 1), "from here on this file cannot be read as YAML", _QUOTING)
        return None
    except RecursionError:
        _complain(problems, source.span(0, 1), "this file is nested too deeply to be a house file")
        return None
    except yaml.reader.ReaderError as error:
        _complain(problems, source.span(error.position, error.position + 1), "this character is not allowed here")
        return None
    reader = _Reader(source, problems)
    top = reader.mapping(root, _KEYS, "the house file") if root is not None else {}
    whole = source.span(0, 1)
    if "council" not in top:
        _complain(
            problems, whole, "the house file does not say which council it is for", "council: Name of the council"
        )
    calendar = calendars.calendar(reader.named(top.get("calendar")), problems)
    house = House(
        council=reader.text(top.get("council")),
        language=reader.language(top.get("language")),
        theme=colours.theme(reader.said(top.get("theme"), colours.KEYS, "the theme"), problems),
        contacts=tuple(reader.contacts(top.get("contacts"))),
        recommendation_lead=reader.text(top.get("recommendation lead")),
        formats_statement=reader.text(top.get("formats statement")),
        chapters=tuple(reader.chapters(top.get("chapters"))),
        financial_year_starts=reader.month(top.get("financial year starts")),
        known_abbreviations=reader.abbreviations(top.get("known abbreviations")),
        codes=reader.codes(top.get("codes")),
        braille=reader.sheet(top.get("braille")),
        headings=reader.headings(top.get("headings")),
        names=tuple(reader.text(item) for item in reader.items(top.get("names"), "the list of names")),
        typeface=reader.typeface(top.get("fonts")),
        paper=printing.paper(reader.said(top.get("page"), printing.PAGE, "`page`"), problems),
        large_print=printing.large_print(
            reader.said(top.get("large print"), printing.LARGE, "`large print`"), problems
        ),
        data=reader.names(top.get("data")),
        database=reader.database(top.get("database")),
        calendar=calendar,
        closed=calendars.closures(reader.listed(top.get("closed"), "`closed`"), calendar, problems),
    )
    reader.text(top.get("template"))  # which files these are is known from `template`
    reader.logo(top.get("logo"))  # and `logo`
    return None if problems.errors > before else house


@again(1)  # five ask for the same file; nobody changes a node
def _composed(text: str) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    return node


def template(source: Source) -> Named | None:
    """The Word file that the house file names; None where it names none, or cannot be read, which `read` says."""
    reader, top = _quietly(source)
    entry = top.get("template")
    name = reader.text(entry)
    return Named(name, reader.span(entry)) if entry is not None and name else None


def logo(source: Source) -> NamedLogo | None:
    """The picture that the house file names, as `template` gives the Word file; only where its words are there, too."""
    reader, top = _quietly(source)
    return reader.logo(top.get("logo"))


def fonts(source: Source) -> dict[str, Named]:
    """The font files that the house file names, by their faces; none where it names none, or cannot be read."""
    reader, top = _quietly(source)
    entry = top.get("fonts")
    named = reader.said(entry, printing.FACES, "") if isinstance(entry, yaml.MappingNode) else {}
    return {face: name for face, name in named.items() if name.text}


def names(source: Source) -> Names:
    """What the house file says of files of figures, as far as it can be read."""
    reader, top = _quietly(source)
    return reader.names(top.get("data"))


def _quietly(source: Source) -> tuple[_Reader, dict[str, yaml.Node]]:
    """The entries of a house file; what is wrong with it `read` says."""
    reader = _Reader(source, Problems())
    try:
        root = _composed(source.text)
    except (yaml.YAMLError, RecursionError):
        return reader, {}
    return reader, reader.mapping(root, None, "") if isinstance(root, yaml.MappingNode) else {}


_QUOTING = "put a text that holds a colon or a # into double quotes, and indent with spaces"


def _complain(problems: Problems, span: Span, message: str, *help: str) -> None:
    problems.add("house-file", message, span, *help)


class _Reader:
    """Takes YAML nodes apart, with a problem for each that is not what it should be."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self._source = source
        self._problems = problems

    def span(self, node: yaml.Node) -> Span:
        return self._source.span(node.start_mark.index, max(node.end_mark.index, node.start_mark.index + 1))

    def mapping(self, node: yaml.Node | None, keys: tuple[str, ...] | None, what: str) -> dict[str, yaml.Node]:
        """The entries of a mapping; `keys` are those it may have (any, where None)."""
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            _complain(self._problems, self.span(node), f"{what} must be a list of `key: value` lines")
            return {}
        entries: dict[str, yaml.Node] = {}
        present = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if keys is not None and key not in keys:
                message = f"`{key}` is not something that {what} says"
                span, free = self.span(key_node), [known for known in keys if known not in present]
                help_ = did_you_mean(key, keys)
                self._problems.add("house-file", message, span, *help_, fix=respelling(span, key, free))
            elif key in entries:
                _complain(self._problems, self.span(key_node), f"`{key}` is said twice", "keep one of them")
            else:
                entries[key] = value
        return entries

    def text(self, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            _complain(self._problems, self.span(node), "a single text is needed here", _QUOTING)
            return ""
        text = " ".join(str(node.value).split())
        if not text:
            _complain(
                self._problems, self.span(node), "this text is empty", 'a # starts a comment; quote it: "#1D3557"'
            )
        if len(text) > LONGEST_TEXT:
            _complain(self._problems, self.span(node), f"this text is longer than {LONGEST_TEXT:,} characters")
            return ""
        return text

    def language(self, node: yaml.Node | None) -> str:
        """The tag of the language of reports that do not say their own; English where nothing is said."""
        written = self.text(node)
        if node is None or not written:
            return TAGS[ENGLISH]
        if written not in _LANGUAGES:
            message = f"`{written}` is not a language that reports are written in"
            offered = (f"language: {tag} for {LANGUAGES[spoken]}" for spoken, tag in TAGS.items())
            _complain(self._problems, self.span(node), message, " or ".join(offered))
        return _LANGUAGES.get(written, TAGS[ENGLISH])

    def said(self, node: yaml.Node | None, keys: tuple[str, ...] | None, what: str) -> dict[str, Named]:
        """The entries of a mapping of texts, each with its place."""
        return {key: Named(self.text(value), self.span(value)) for key, value in self.mapping(node, keys, what).items()}

    def named(self, node: yaml.Node | None) -> Named | None:
        return None if node is None else Named(self.text(node), self.span(node))

    def listed(self, node: yaml.Node | None, what: str) -> list[Named]:
        """The texts of a list, each with its place."""
        return [Named(self.text(item), self.span(item)) for item in self.items(node, what)]

    def typeface(self, node: yaml.Node | None) -> Typeface:
        """One of those that come with the program; the usual one where files of the council's own are named, too."""
        if isinstance(node, yaml.MappingNode):
            named = self.said(node, printing.FACES, "`fonts`")
            for face in printing.FACES:
                if face not in named:
                    message = f"the fonts have no `{face}` file"
                    _complain(self._problems, self.span(node), message, f"{face}: fonts/Name-{face.capitalize()}.ttf")
            return LIBERATION
        if node is None or not self.text(node):
            return LIBERATION
        return printing.typeface(Named(self.text(node), self.span(node)), self._problems) or LIBERATION

    def items(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            _complain(self._problems, self.span(node), f"{what} must be a list, each line starting with `- `")
            return []
        return list(node.value)

    def names(self, node: yaml.Node | None) -> Names:
        entries = self.mapping(node, naming.KEYS, "`data`")
        pairs = {key: self.said(entries.get(key), None, f"`{key}`") for key in naming.PAIRS}
        lists = {key: [self.text(item) for item in self.items(entries.get(key), f"`{key}`")] for key in naming.LISTS}
        words = {key: Named(self.text(node), self.span(node)) for key, node in entries.items() if key in naming.WORDS}
        return naming.names(pairs, lists, words, self._problems)

    def database(self, node: yaml.Node | None) -> Database | None:
        if node is None:
            return None
        said = self.said(node, database.KEYS, "`database`")
        return database.database(said, self.span(node), self._problems)

    def logo(self, node: yaml.Node | None) -> NamedLogo | None:
        """Its file with its words: without them, those who do not see it would not be told what it shows."""
        if isinstance(node, yaml.ScalarNode):
            message = "the logo needs both its file and, for those who do not see it, words that say what it shows"
            _complain(
                self._problems, self.span(node), message, 'logo: {file: logo.png, alt: "Example Council, an oak"}'
            )
            return None
        entries = self.mapping(node, ("file", "alt"), "`logo`")
        file, alt = (self.text(entries.get(key)) for key in ("file", "alt"))
        if node is None or not isinstance(node, yaml.MappingNode):
            return None
        if "file" not in entries:
            _complain(self._problems, self.span(node), "the logo has no `file`", "file: logo.png")
        if "alt" not in entries:
            message = "the logo has no `alt`, so those who do not see it would not be told what it shows"
            _complain(self._problems, self.span(node), message, 'say it in words: alt: "Example Council, an oak tree"')
        elif alt and (alt == file or _FILE_NAME.search(alt)):
            message = f"`{alt}` is the name of a file, and does not say what the logo shows"
            _complain(self._problems, self.span(entries["alt"]), message, 'alt: "Example Council, an oak tree"')
            return None
        return NamedLogo(Named(file, self.span(entries["file"])), alt) if file and alt else None

    def sheet(self, node: yaml.Node | None) -> Sheet:
        """The paper for Braille; the usual one where nothing is said."""
        entries = self.mapping(node, ("cells", "lines", "contracted"), "`braille`")
        return Sheet(
            self.whole(entries.get("cells"), "cells in a line", CELLS, USUAL.cells),
            self.whole(entries.get("lines"), "lines on a page", LINES, USUAL.lines),
            self.yes(entries.get("contracted"), USUAL.contracted),
        )

    def headings(self, node: yaml.Node | None) -> HeadingCase:
        """The style of capitals; what is in capitals throughout is refused, for many cannot read it well."""
        written = self.text(node)
        if node is None or not written:
            return HeadingCase.AS_WRITTEN
        if written in [case.value for case in HeadingCase]:
            return HeadingCase(written)
        message = f"`{written}` is not a way to write headings"
        if "capital" in written or "upper" in written:
            message = "headings in capitals are hard to read, most of all for people who know words by their shape"
        _complain(self._problems, self.span(node), message, "`sentence case`, `title case` or `as written`")
        return HeadingCase.AS_WRITTEN

    def whole(self, node: yaml.Node | None, what: str, allowed: range, usual: int) -> int:
        """A whole number out of those allowed."""
        written = self.text(node)
        if node is None or not written:
            return usual
        if not (written.isascii() and written.isdigit() and int(written) in allowed):
            message = f"`{written}` is not a number of {what} that Braille is made with"
            _complain(self._problems, self.span(node), message, f"between {allowed[0]} and {allowed[-1]}")
            return usual
        return int(written)

    def yes(self, node: yaml.Node | None, usual: bool) -> bool:
        written = self.text(node)
        if node is None or not written:
            return usual
        if written.lower() not in (*_YES, *_NO):
            _complain(self._problems, self.span(node), f"`{written}` must be `yes` or `no`")
        return written.lower() in _YES

    def month(self, node: yaml.Node | None) -> int:
        """The number of a month that is named; April where nothing is said."""
        if node is None:
            return APRIL
        name = self.text(node)
        if name.capitalize() not in MONTHS:
            message = f"`{name}` is not the name of a month"
            _complain(self._problems, self.span(node), message, "financial year starts: April")
            return APRIL
        return MONTHS.index(name.capitalize()) + 1

    def abbreviations(self, node: yaml.Node | None) -> tuple[str, ...]:
        """Those that everybody knows."""
        if node is None:
            return KNOWN_TO_ALL
        return tuple(self.text(item) for item in self.items(node, "the list of known abbreviations"))

    def codes(self, node: yaml.Node | None) -> Codes | None:
        """What official statistics call the area; each is checked only for what such codes look like."""
        entries = self.mapping(node, ("name", "new", "old", "region"), "the list of codes")
        if node is None or not entries:
            return None
        found = {key: self.text(entry) for key, entry in entries.items()}
        for key, advice in (("name", "name: Rutland"), ("new", "new: E06000017")):
            if not found.get(key):
                _complain(self._problems, self.span(node), f"the codes have no `{key}`", advice)
        for key, form, example, what in (
            ("new", _NEW_CODE, "E06000017", "the code of a council's area: a letter and eight digits"),
            ("old", _OLD_CODE, "857", "a council's number at the Department for Education: three digits"),
            ("region", _REGION_CODE, "E12000004", "the code of a region: a letter and eight digits"),
        ):
            if found.get(key) and not form.fullmatch(found[key]):
                message = f"`{found[key]}` is not {what}"
                _complain(self._problems, self.span(entries[key]), message, f"write it like this: {key}: {example}")
        return Codes(*(found.get(key, "") for key in ("name", "new", "old", "region")))

    def contacts(self, node: yaml.Node | None) -> list[tuple[str, Contact]]:
        found = []
        for name, value in self.mapping(node, None, "the list of contacts").items():
            entries = self.mapping(value, ("name", "role", "telephone", "email"), "a contact")
            person = {key: self.text(entry) for key, entry in entries.items()}
            for key in ("name", "role"):
                if not person.get(key):
                    _complain(self._problems, self.span(value), f"the contact `{name}` has no {key}", f"{key}: ...")
            email = person.get("email", "")
            if email and ("@" not in email or " " in email):
                _complain(self._problems, self.span(entries["email"]), f"`{email}` is not an e-mail address")
            found.append(
                (name, Contact(person.get("name", ""), person.get("role", ""), person.get("telephone", ""), email))
            )
        return found

    def chapters(self, node: yaml.Node | None) -> list[RequiredChapter]:
        found: dict[str, RequiredChapter] = {}
        for item in self.items(node, "the list of chapters"):
            entries = self.mapping(item, ("title", "mandatory", "standing"), "a chapter")
            title = self.text(entries.get("title"))
            mandatory = self.yes(entries.get("mandatory"), False)
            if not title:
                _complain(self._problems, self.span(item), "this chapter has no title", 'title: "Background papers"')
            elif title in found:
                _complain(self._problems, self.span(item), f"the chapter “{title}” is listed twice")
            found[title] = RequiredChapter(title, mandatory, self.text(entries.get("standing")))
        return list(found.values())
