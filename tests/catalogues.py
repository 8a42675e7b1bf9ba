"""The catalogues of generated words: what the code says, gathered from it, and what stands in the files.

`python tests/catalogues.py` brings `kpidsl/catalogues/cy.po` up to date with the code and compiles it. What is new has
no Welsh yet; what the code no longer says goes. Every sentence says in a comment whether a native speaker has read it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kpidsl.saying import UNREAD

PACKAGE = Path(__file__).parent.parent / "kpidsl"
WELSH = PACKAGE / "catalogues" / "cy.po"
READ = re.compile(r"Read by .+, \d{1,2} \w+ \d{4}\.")
PLURALS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"
HEADER = """\
# The words that kpic writes, in Welsh.
# `Not read by a native speaker.` stands above every sentence that none has read. Whoever has read one writes there
# instead: `Read by NAME, 1 January 2027.`
# Names between braces are put in. `a(c)`, `na(c)`, `â(g)`, `na(g)`, `y(r)` take their last letter before a vowel."""
# Of each function, which of its arguments are of the catalogue.
_SAID = {"say": (0,), "marked": (0,), "say_in": (0, 1), "say_number": (1, 2), "marked_number": (0, 1)}


def said() -> Catalog:
    """All that the code says, without any translation."""
    catalog = _empty()
    for file in sorted(PACKAGE.rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
        for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            wanted = _SAID.get(name, ())
            texts = [call.args[at].value for at in wanted if at < len(call.args) and _is_text(call.args[at])]  # type: ignore[attr-defined]
            if not wanted or len(texts) < len(wanted):
                continue  # what is said was marked elsewhere
            context = texts.pop(0) if name == "say_in" else None
            text = tuple(texts) if len(texts) > 1 else texts[0]
            catalog.add(text, locations=[(f"kpidsl/{file.relative_to(PACKAGE).as_posix()}", 0)], context=context)
    return catalog


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def written() -> Catalog:
    """The Welsh catalogue as it stands in its file."""
    with WELSH.open("rb") as file:
        return read_po(file, locale="cy")


class _Compiled(Catalog):
    """A catalogue whose head is always the same: Babel's own has a clock and its version in it."""

    mime_headers = property(lambda _: [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", PLURALS)])


def compiled(catalog: Catalog) -> bytes:
    plain, out = _Compiled(locale="cy", charset="utf-8", fuzzy=False), BytesIO()
    for message in messages(catalog):
        plain.add(message.id, message.string, context=message.context)
    write_mo(out, plain)
    return out.getvalue()


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def key(message: Message) -> tuple[str | None, str | tuple[str, ...]]:
    return message.context, tuple(message.id) if isinstance(message.id, list | tuple) else message.id


def strings(message: Message) -> tuple[str, ...]:
    """The forms of a sentence in Welsh: six of one that counts, one of any other."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def up_to_date() -> Catalog:
    """What the code says, in the order of the code, with the Welsh that there is."""
    catalog, known = said(), {key(message): message for message in messages(written())} if WELSH.exists() else {}
    for message in messages(catalog):
        before = known.get(key(message))
        message.locations = [(file, 0) for file in sorted({file for file, _ in message.locations})]
        message.string = before.string if before else ("",) * 6 if message.pluralizable else ""
        message.user_comments = before.user_comments if before else [UNREAD]
    return catalog


def as_file(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=100, sort_by_file=True, include_lineno=False)
    # Babel's own header has a clock in it
    body = out.getvalue().decode().split("\n\n", 1)[1]
    head = ['msgid ""', 'msgstr ""', '"Language: cy\\n"', '"MIME-Version: 1.0\\n"']
    head += ['"Content-Type: text/plain; charset=utf-8\\n"', '"Content-Transfer-Encoding: 8bit\\n"']
    head += [f'"Plural-Forms: {PLURALS}\\n"']
    return "\n".join((HEADER, *head, "", body)).encode()


def _empty() -> Catalog:
    return Catalog(locale="cy", charset="utf-8", fuzzy=False)


if __name__ == "__main__":
    now = up_to_date()
    WELSH.parent.mkdir(exist_ok=True)
    WELSH.write_bytes(as_file(now))
    WELSH.with_suffix(".mo").write_bytes(compiled(written()))
    print(f"{len(now)} sentences, {sum(not all(strings(message)) for message in messages(now))} without Welsh")
