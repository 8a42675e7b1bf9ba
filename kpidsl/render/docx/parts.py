"""What stands where in the parts of a Word file that others wrote, and pieces put into them without touching the rest.

Parts are not read and written anew: a part names its own vocabularies in ways that only Word knows, and would be broken
by it. Offsets are those of the bytes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from xml.parsers import expat

from kpidsl.render.docx.package import RELATIONS
from kpidsl.render.docx.xml import NAMESPACES, Xml, declared
from kpidsl.values import dataclass

_DEEPEST = 200  # elements within each other


class Damaged(Exception):
    """A part that cannot be read as XML, or that does what no part of a Word file does."""


@dataclass(frozen=True, slots=True)
class Child:
    """An element right below the root: its name (with its vocabulary before a space), attributes (by names without),
    where it starts, and the elements right below it."""

    name: str
    attributes: Mapping[str, str]
    start: int
    inside: tuple[tuple[str, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """The root's name, where its end tag starts (where the root starts, if it has none), and what is below it."""

    root: str
    end: int
    children: tuple[Child, ...]


def scan(part: bytes) -> Scan:
    """What stands where in a part. Raises `Damaged`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth, end = 0, 0
    root = ""
    starts: list[tuple[str, Mapping[str, str], int]] = []
    inside: list[list[tuple[str, Mapping[str, str]]]] = []

    def opens(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, root
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if depth == 0:
            root = name
        elif depth == 1:
            starts.append((name, said, parser.CurrentByteIndex))
            inside.append([])
        elif depth == 2:
            inside[-1].append((name, said))
        depth += 1
        if depth > _DEEPEST:
            raise Damaged

    def closes(name: str) -> None:
        nonlocal depth, end
        depth -= 1
        end = parser.CurrentByteIndex

    def refuses(*_: object) -> None:
        raise Damaged

    parser.StartElementHandler = opens
    parser.EndElementHandler = closes
    parser.StartDoctypeDeclHandler = refuses
    parser.XmlDeclHandler = lambda version, encoding, standalone: (
        refuses() if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii") else None
    )
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Damaged from error
    children = [Child(*start, tuple(below)) for start, below in zip(starts, inside, strict=True)]
    return Scan(root, end, tuple(children))


def named(name: str) -> str:
    """The name of an element of WordprocessingML, as `scan` gives it."""
    return f"{NAMESPACES['w']} {name}"


def inserted(part: bytes, pieces: Mapping[int, str]) -> bytes:
    """The part with pieces put in at offsets."""
    for offset in sorted(pieces, reverse=True):
        part = part[:offset] + pieces[offset].encode("utf-8") + part[offset:]
    return part


def at_the_end(part: bytes, piece: str) -> bytes:
    """The part with a piece at the end of its root."""
    end = scan(part).end
    if part[end : end + 2] == b"</":
        return inserted(part, {end: piece})
    name = part[end + 1 :].split(b"/")[0].split()[0].decode("utf-8")  # the root has no end tag: give it one
    close = part.rindex(b"/>")
    return inserted(part[:close] + b">" + part[close + 2 :], {close + 1: f"{piece}</{name}>"})


def alone(xml: Xml, *prefixes: str) -> str:
    """An element that declares its prefixes itself, and so can stand in any part."""
    name = xml.split(">")[0].split(" ")[0].removesuffix("/")
    said = "".join(f' {key}="{value}"' for key, value in declared(*prefixes).items())
    return f"{name}{said}{xml[len(name) :]}"


@dataclass(frozen=True, slots=True)
class Relation:
    """That a part draws on another (its path in the file), or leads to an address."""

    id: str
    kind: str  # the last word of its type
    type: str
    target: str
    external: bool


def relations(parts: Mapping[str, bytes], name: str) -> tuple[Relation, ...]:
    """What the part `name` draws on; the whole file, where the name is empty."""
    part = parts.get(relations_name(name))
    if part is None:
        return ()
    found = []
    for child in scan(part).children:
        said = child.attributes
        if child.name != f"{RELATIONS} Relationship" or not {"Id", "Type", "Target"} <= said.keys():
            raise Damaged
        external = said.get("TargetMode") == "External"
        target = said["Target"]
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).removeprefix("/")
        found.append(Relation(said["Id"], said["Type"].rpartition("/")[2], said["Type"], target, external))
    return tuple(found)


def relations_name(name: str) -> str:
    """The part that holds the relations of the part `name`."""
    folder, _, last = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{last}.rels")
