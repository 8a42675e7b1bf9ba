"""The catalogues of generated words: what the code says, gathered from it, and what stands in the files.

`python tests/catalogues.py` brings `kpidsl/catalogues/cy.po` up to date with the code and compiles it. What is new has
no Welsh yet; what the code no longer says goes. Every sentence says in a comment whether a native speaker has read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "kpidsl"
WELSH = PACKAGE / "catalogues" / "cy.po"
UNREAD = "Not read by a native speaker."
READ = re.compile(r"Read by .+, \d{1,2} \w+ \d{4}\.")
PLURALS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"
HEADER = """\
# The words that kpic writes, in Welsh.
# `Not read by a native speaker.` stands above every sentence that none has read. Whoever has read one writes there
# instead: `Read by NAME, 1 January 2027.`
# Names between braces are put in. `a(c)`, `na(c)`, `â(g)` and `y(r)` take their last letter before a vowel."""
_SAID = {"say": (1,), "marked": (1,), "say_in": ((1, "c"), 2), "say_number": (2, 3)}


def said() -> Catalog:
    """All that the code says, without any translation."""
    catalog = _empty()
    found = extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=_SAID)
    for file, _, text, _, context in found:
        assert isinstance(text, str | tuple), file
        catalog.add(text, locations=[(f"kpidsl/{file}", 0)], context=context)
    return catalog


def written() -> Catalog:
    """The Welsh catalogue as it stands in its file."""
    with WELSH.open("rb") as file:
        return read_po(file, locale="cy")


def compiled(catalog: Catalog) -> bytes:
    catalog.creation_date = datetime(2000, 1, 1, tzinfo=UTC)  # not the clock's, so that the bytes are always the same
    out = BytesIO()
    write_mo(out, catalog)
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
