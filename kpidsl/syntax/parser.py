"""parse: a Source to the syntax that stands in it.

Approach: each line is lexed by a lexer that cannot fail and fed, on its own, to the LALR tables of grammar/kpi.lark. A
bad line therefore costs exactly one diagnostic and cannot disturb its neighbours. Words become keywords where the
grammar has a place for them and stay names everywhere else, which is what Lark's contextual lexer does too. A line of a
shape that was met before is not fed again (`kpidsl/syntax/shapes.py`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache

from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, closest
from kpidsl.diagnostics.fixes import Edit, Fix, certain, replacing
from kpidsl.source import Source, Span
from kpidsl.syntax import ast, ast_records, lexer, shapes
from kpidsl.syntax.blocks import (
    ALLOWED,
    BLOCKS,
    ELSEWHERE,
    LOOSE_SYNONYMS,
    POLARITIES,
    SYNONYMS,
    USAGE,
    USAGE_AS_FIELD,
    USAGE_IN_RECORDS,
    homes,
    is_otherwise_in,
    keyword,
    starts_block,
)
from kpidsl.syntax.build import statement_of
from kpidsl.syntax.guesses import STATES, advice, guess
from kpidsl.syntax.reading import Reading
from kpidsl.syntax.tables import tables
from kpidsl.syntax.tree import Leaf
from kpidsl.values import replace

_IN_WORDS = {
    "NAME": "a name",
    "STRING": "words in double quotes",
    "FIGURE": "a figure",
    "DATE": "a date such as 30 September 2021",
    "PERIOD": "a period such as 2021-22 Q1",
    "COMPARISON": "`=`, `<` or `>`",
    "$END": "nothing more",
}
_STATE_WORDS = ("when", "otherwise", "shape", "colour", "letter")
_STATE_USAGE = "states are written like this: amber when within tolerance, and the last one: red otherwise"
_KEYWORD_FIRST = "a line starts with its keyword; running text goes on lines that start with >"
LONGEST_TEXT = 1_000  # characters between quotes: a title, a label, a name
DEEPEST = 50  # brackets and `not`s in one condition
_HEADERS = ("report", "source", "records", "indicator", "milestone", "note", "chapter", "test")


def parse(source: Source) -> Outcome[ast.File]:
    """Read one `.kpi` file. The value is never None: what could not be read stands in it as `Broken`."""
    problems: list[Diagnostic] = []
    comments: list[ast.Comment] = []
    statements: list[ast.Statement] = []
    for number in range(1, source.line_count + 1):
        content, comment = lexer.lex_line(source, number)
        if comment is not None:
            comments.append(comment)
        if isinstance(content, ast.Prose):
            statements.append(content)
        elif content:
            statement = _read_line(source, content)
            if isinstance(statement, Diagnostic):
                problems.append(statement)
                statement = _broken(content)
            statements.append(statement)
    preamble, blocks = _in_blocks(statements)
    problems += _misplaced("", preamble)
    for block in blocks:
        problems += _misplaced(keyword(block.header), block.lines)
    return Outcome(ast.File(source, preamble, blocks, tuple(comments)), tuple(problems))


# ---- one line


def _read_line(source: Source, tokens: Sequence[lexer.Token]) -> ast.Statement | Diagnostic:
    for token in tokens:
        if token.kind in ("UNREADABLE", "UNCLOSED"):
            return _unreadable(token, _meant(tokens))
        if token.kind == "STRING" and not 0 < len(token.text) <= LONGEST_TEXT:
            return _bad_text(token)
    nested = [token for token in tokens if token.text in ("(", "not")]
    if len(nested) > DEEPEST:
        message = f"this condition has more than {DEEPEST} brackets and `not`s"
        return Diagnostic("too-deep", message, nested[DEEPEST].span, help=("say it in several simpler rules",))
    whole = tokens[0].span.to(tokens[-1].span)
    plan = shapes.known(tokens)
    if plan is not None:
        return statement_of(shapes.realised(plan, tokens), whole)
    reading, read = _read(tokens)
    if read < len(tokens):
        return _unexpected(tokens, read, reading)
    if not reading.ends():
        return _ends_early(tokens, reading)
    shapes.keep(tokens, reading.tree)
    return statement_of(reading.tree, whole)


def _read(tokens: Sequence[lexer.Token]) -> tuple[Reading, int]:
    """How far the tables of the grammar take these tokens, and how many these are."""
    reading = Reading(tables())
    for index, token in enumerate(tokens):
        if not reading.takes(Leaf(_terminal(token, reading.next), token.word)):
            return reading, index
    return reading, len(tokens)


@cache
def _terminals() -> Mapping[str, Sequence[str]]:
    """Keywords, symbols and the small enumerations: by a text, the terminals that it may turn out to be, in order."""
    found: dict[str, list[str]] = {}
    for name, words in sorted(tables().spellings.items()):
        for word in words:
            found.setdefault(word, []).append(name)
    return found


def _terminal(token: lexer.Token, choices: Container[str]) -> str:
    if token.kind in ("NAME", "SYMBOL"):
        for name in _terminals().get(token.text, ()):
            if name in choices:
                return name
    return token.kind


# ---- what went wrong, in words


def _bad_text(token: lexer.Token) -> Diagnostic:
    if not token.text:
        return Diagnostic("empty-text", "this text is empty", token.span, help=("write the words between the quotes",))
    message = f"this text is longer than {LONGEST_TEXT:,} characters"
    return Diagnostic("empty-text", message, token.span, help=("long text goes on lines that start with >",))


def _unreadable(token: lexer.Token, meant: tuple[str, ...]) -> Diagnostic:
    if token.kind == "UNCLOSED":
        return Diagnostic(
            "unclosed-quote",
            "this quoted text has no closing quote",
            token.span,
            help=("end it with \" on the same line; inside it, write quotation marks as ' or as “ ”",),
            fix=_closing_quote(token),
        )
    hint = {
        "{": "placeholders such as {value} belong in prose, on a line that starts with >",
        "*": "for emphasis, write prose on a line that starts with >",
        "$": "money is written in pounds: £150k",
        "+": "this language has no arithmetic; put the figure into the data",
    }.get(token.text, "delete it, or put words that are not keywords into double quotes")
    message = f"`{token.text}` has no meaning here"
    return Diagnostic("unreadable-character", message, token.span, help=meant or (hint,))


def _unexpected(tokens: Sequence[lexer.Token], index: int, reading: Reading) -> Diagnostic:
    token = tokens[index]
    if index == 0:
        return _unknown_keyword(tokens)
    if tokens[0].text not in USAGE and not _is_of_state(tokens):
        return _unknown_keyword(tokens)
    expected, spellings = _expected(reading)
    found = f"`{token.text}`" if token.kind != "STRING" else f'the text "{token.text}"'
    before = tokens[index - 1].text
    if token.text == ":":
        line, at = tokens[0].span.to(tokens[-1].span), token.span.start
        without = line.text[: at - line.start] + line.text[at - line.start + 1 :]
        usage = (f"write it like this: {' '.join(without.split())}",) if _can_be_read(without) else _usage_of(tokens)
        colon = ("no colon is needed at the end of a line or after a keyword", *usage)
        return Diagnostic("unexpected-word", "this colon has no meaning here", token.span, help=colon)
    suggestion = closest(token.text, spellings) if token.kind == "NAME" else None
    meant = (f"did you mean `{suggestion}`?",) if suggestion else ()
    help_ = _meant(tokens) or (*meant, *_usage_of(tokens))
    message = f"after `{before}` this line needs {expected}, but has {found}"
    fix = _exchange(tokens, index, certain(token.text, spellings)) if token.kind == "NAME" else None
    return Diagnostic("unexpected-word", message, token.span, help=help_, fix=fix)


def _is_of_state(tokens: Sequence[lexer.Token]) -> bool:
    """Whether a line whose first word is no keyword is meant for a state: any name may start such a line."""
    return any(token.text in _STATE_WORDS for token in tokens[1:] if token.kind == "NAME")


def _ends_early(tokens: Sequence[lexer.Token], reading: Reading) -> Diagnostic:
    if tokens[0].text not in USAGE and not _is_of_state(tokens):
        return _unknown_keyword(tokens)
    expected, _ = _expected(reading)
    last = tokens[-1]
    end = last.span.source.span(last.span.end, last.span.end + 1)
    message = f"this line stops after `{last.text}`, where it needs {expected}"
    return Diagnostic("line-stops-early", message, end, help=_meant(tokens) or _usage_of(tokens))


def _meant(tokens: Sequence[lexer.Token]) -> tuple[str, ...]:
    """Help that says how this very line is written here, where what was meant is plain and could be read."""
    line = tokens[0].span.to(tokens[-1].span).text
    elsewhere, meant = advice(line), guess(line)
    if elsewhere:
        return (elsewhere,)
    return (f"write it like this: {meant}",) if meant and _can_be_read(meant) else ()


def _can_be_read(line: str) -> bool:
    tokens, _ = lexer.lex_line(Source("", line), 1)
    if isinstance(tokens, ast.Prose) or any(token.kind in ("UNREADABLE", "UNCLOSED") for token in tokens):
        return False
    reading, read = _read(tokens)
    return read == len(tokens) and reading.ends()


def _expected(reading: Reading) -> tuple[str, tuple[str, ...]]:
    """What may come next, in words, and the spellings of those that are single words."""
    accepted = [name for name in sorted(reading.accepted()) if name != "YES_NO"]  # goes without saying
    spellings: tuple[str, ...] = tuple(word for name in accepted for word in _spellings(name))
    if {"AT", "WITHIN", "MET"} <= set(accepted):
        return "a condition, such as `green`, `met target` or `improved since outturn`", spellings
    if {"AGAIN", "NOT", "NAME"} <= set(accepted):
        return "a question about a row, such as `days_open at most 45`", spellings
    words = [_IN_WORDS[name] for name in accepted if name in _IN_WORDS]
    words += [f"`{spelling}`" for spelling in spellings]
    return (" or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing more"), spellings


def _spellings(terminal: str) -> tuple[str, ...]:
    return () if terminal in _IN_WORDS else tuple(sorted(tables().spellings.get(terminal, ())))


def _unknown_keyword(tokens: Sequence[lexer.Token]) -> Diagnostic:
    token = tokens[0]
    word = token.text
    known = SYNONYMS.get(word.lower())
    if token.kind != "NAME":
        help_: tuple[str, ...] = (_KEYWORD_FIRST,)
    elif word.lower() in STATES and _meant(tokens):
        help_ = _meant(tokens)
    elif word.lower() in ELSEWHERE:
        help_ = (ELSEWHERE[word.lower()],)
    elif known is not None:
        help_ = (f"the word for it here is `{known}`", *_usage(known))
    else:
        best = closest(word, USAGE)
        help_ = (f"did you mean `{best}`?", *_usage(best)) if best else (_KEYWORD_FIRST,)
    found = f"`{word}` is not a keyword" if token.kind == "NAME" else f"a line cannot start with `{word}`"
    meant = None if word.lower() in LOOSE_SYNONYMS else known or certain(word, USAGE)
    fix = _exchange(tokens, 0, meant) if token.kind == "NAME" else None
    return Diagnostic("unknown-keyword", found, token.span, help=help_, fix=fix)


def _exchange(tokens: Sequence[lexer.Token], index: int, word: str | None) -> Fix | None:
    """The fix that writes `word` in place of a token, if the whole line can then be read."""
    if word is None:
        return None
    changed = (*tokens[:index], replace(tokens[index], text=word), *tokens[index + 1 :])
    reading, read = _read(changed)
    good = read == len(changed) and "$END" in reading.accepted()
    return replacing(tokens[index].span, word) if good else None


def _closing_quote(token: lexer.Token) -> Fix | None:
    """The fix that ends a text where its line ends, if the line can then be read and nothing could follow the text."""
    text = token.span.text.rstrip()
    if "#" in text:
        return None  # is it a comment?
    source = token.span.source
    line = Source("", source.text[source.line_start(token.span.line) : token.span.start + len(text)] + '"')
    tokens, _ = lexer.lex_line(line, 1)
    if isinstance(tokens, ast.Prose) or any(token.kind in ("UNREADABLE", "UNCLOSED") for token in tokens):
        return None
    if any(token.kind == "STRING" and not 0 < len(token.text) <= LONGEST_TEXT for token in tokens):
        return None
    reading, read = _read(tokens)
    end = token.span.start + len(text)
    fix = Fix("close the quote", (Edit(source.span(end, end), '"'),))
    return fix if read == len(tokens) and reading.accepted() == {"$END"} else None


_REPORT_LANGUAGE = f"the language that a report is written in is said in its block: {USAGE['in']}"


_AGGREGATES = ("count", "sum", "mean", "median", "share")


def _usage_of(tokens: Sequence[lexer.Token]) -> tuple[str, ...]:
    """How a line is written that starts with these tokens; both ways, where it may be meant for a `records` block."""
    word, rest = tokens[0].text, [token.text for token in tokens[1:]]
    if word not in USAGE:
        return (_STATE_USAGE,)
    if word not in USAGE_IN_RECORDS or len(rest) < 2:
        return _usage(word)
    of_records = f"in a `records` block, write it like this: {USAGE_IN_RECORDS[word]}"
    if (word == "measure" and rest[1] in _AGGREGATES) or (word == "period" and rest[0] == "by"):
        return (of_records,)
    return (*_usage(word), of_records) if word == "measure" and rest[1] != "/" else _usage(word)


def _usage(word: str) -> tuple[str, ...]:
    usage = (f"write it like this: {USAGE[word]}",) if word in USAGE else ()
    if word == "polarity":
        usage = (f"write one of: {POLARITIES}",)
    return (*usage, _REPORT_LANGUAGE) if word == "language" else usage


def _broken(tokens: Sequence[lexer.Token]) -> ast.Broken:
    """What a bad line was meant to be, as far as can be told."""
    first = tokens[0].text
    word = first if first in USAGE else SYNONYMS.get(first.lower()) or closest(first, USAGE) or ""
    quoted = any(token.kind in ("STRING", "UNCLOSED") for token in tokens)
    is_set_in = tokens[0].span.start > tokens[0].span.source.line_start(tokens[0].span.line)
    only_names = word in USAGE_AS_FIELD and is_set_in and len(tokens) == 2  # such as `section "Planning"`
    header = word in _HEADERS or (word in BLOCKS and quoted and not only_names)
    name = tokens[1].text if len(tokens) > 1 and tokens[1].kind == "NAME" else None
    return ast.Broken(word, name, header, tokens[0].span.to(tokens[-1].span))


# ---- blocks


def _in_blocks(statements: Iterable[ast.Statement]) -> tuple[tuple[ast.Statement, ...], tuple[ast.Block, ...]]:
    groups: list[tuple[ast.Statement | None, list[ast.Statement]]] = [(None, [])]
    for statement in statements:
        if starts_block(statement):
            groups.append((statement, []))
        else:
            groups[-1][1].append(statement)
    blocks = tuple(ast.Block(header, tuple(lines)) for header, lines in groups if header is not None)
    return tuple(groups[0][1]), blocks


def _misplaced(block: str, lines: Iterable[ast.Statement]) -> Iterable[Diagnostic]:
    allowed = ALLOWED.get(block, ())
    for line in lines:
        word = keyword(line)
        if is_otherwise_in(block, line):
            usage = USAGE_IN_RECORDS[word] if block == "records" else USAGE[word]
            message = f"in {_block(block)}, a line `{word}` is not written like this"
            help_ = [f"write it like this: {usage}"]
            if isinstance(line, ast_records.Measure):
                help_ = [f"count it in a `records` block, and name it here: measure {line.name.text}"]
            yield Diagnostic("out-of-place", message, line.span, help=tuple(help_))
        if word in allowed or isinstance(line, ast.Broken):
            continue
        yield _out_of_place(block, word, line.span)
        if word == "prose":
            break  # one message for a paragraph, not one a line


def _out_of_place(block: str, word: str, span: Span) -> Diagnostic:
    named = {"prose": "a line of prose", "state": "a state of a scheme"}.get(word, f"`{word}`")
    where = f"in {_block(block)}" if block else "before the first block"
    if word == "language" and block == "report":
        help_ = f"move it to the top of the file; {_REPORT_LANGUAGE}"
    elif word in ("language", "use"):
        help_ = "move it to the top of the file, above the first block"
    elif word == "define":
        help_ = "move it to the top of the file, above the first block, or into the `report` block"
    elif word in ("scheme", "section"):
        help_ = f"to start a {word}, give it a label: {USAGE[word]}"
    else:
        help_ = f"it belongs in {' or '.join(_block(home) for home in homes(word))}"
    return Diagnostic("out-of-place", f"{named} cannot stand {where}", span, help=(help_,))


def _block(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} `{name}` block"
