"""Figures that are typed into prose by hand: found, and what the words around them say they are.

Only text is known here; whether a typed figure is right is for those who have the data. What is plainly no figure of
an indicator is left out: years, dates and periods, references (`paragraph 4.2`), ages, times, telephone numbers, and
what is only said roughly (`nearly 40%`). Claims are few and narrow: a sentence that could mean something else claims
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kpidsl.memo import again
from kpidsl.patterns import lazily
from kpidsl.period import MONTHS
from kpidsl.quantity import parse_number
from kpidsl.source import Span
from kpidsl.terms import Field
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.syntax import ast


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as written. `kind` is its sign or unit: `%`, `£`, `point`, `per 10,000`, `:1`, `day`; or empty."""

    amount: Fraction
    places: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure typed into prose. `whole` is the second figure of `43 of 44`.

    `claim` is what the words around it say it is of the indicator, where they say so; `is_generic` where their subject
    can only be the indicator's own figure (`it`, `the rate`). `clause` and `sentence` are the words around it;
    `placeholders` are those in the sentence, and `beside` is one that stands next to it, with nothing but punctuation
    between.
    """

    text: str
    number: Number
    whole: Number | None
    claim: Field | None
    is_generic: bool
    clause: str
    sentence: str
    placeholders: tuple[str, ...]
    beside: str
    span: Span


@dataclass(frozen=True, slots=True)
class Allowed:
    """A typed figure that stands on purpose, and why."""

    figure: str
    reason: str


_FIGURE = "\ue000"  # a character of a placeholder
_OTHER = "\ue001"  # a character of what is no figure: an address, a reference
_TIME = "\ue002"  # a character of a date or period
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_LIST = r"\d+(?:\.\d+)*(?:(?:, | and |, and | or | to )\d+(?:\.\d+)*)*\b(?! ?%|\.\d|,\d| per ?cent| (?:out )?of )"
_REFERENCES = (
    "paragraph para section chapter table figure page appendix annex item schedule version phase stage tier level band "
    "grade year age article regulation part number week day month quarter ward"
).replace(" ", "|")
_BLANKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (fill, lazily(pattern, re.IGNORECASE))
    for fill, pattern in (
        (_OTHER, r"(?<=\])\([^)]*\)|https?://\S+"),
        (_OTHER, r"(?m)^\s*\d+[.)] "),
        (_OTHER, r"\b0\d{3,4} \d{3} ?\d{3,4}\b"),
        (
            _TIME,
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: (?:to|and) \d{{1,2}}(?:st|nd|rd|th)?)? (?-i:{_MONTH})\b(?: \d{{4}})?",
        ),
        (_TIME, rf"\b{_MONTH} \d{{4}}\b"),
        (_TIME, r"\b\d{4}-\d{2}-\d{2}\b|\b\d{4}[-/\u2013]\d{2}(?:\d{2})?(?: [QH]\d)?\b|\b[QH]\d\b"),
        (_TIME, r"\b(?:19|20)\d{2}\b(?! ?%|,\d|\.\d)"),
        (_OTHER, rf"\b(?:{_REFERENCES}|aged|under|act|no\.)s? {_LIST}"),
        (_OTHER, r"\b\d+(?: (?:to|or|and) \d+)?[- ]years?[- ](?:olds?|of age)\b"),
        (_OTHER, r"\b\d{1,2}(?:[:.]\d{2})? ?[ap]m\b|\b\d{1,2}:\d{2}\b(?!:)|\b\d+/\d+\b"),
    )
)
_UNITS = "working day|calendar day|day|week|month|hour|minute|year|tonne"
_ROUGHLY = lazily(
    r"(?:about|around|approximately|roughly|nearly|almost|some|over|more than|less than|fewer than|up to|at least"
    r"|at most|just under|just over|under|below|above|every|within|between|minimum of|maximum of) $",
    re.IGNORECASE,
)
_OF = lazily(r" (?:out )?of (?:the |all |its |our )?")
_DIGIT = lazily(r"\d")
_CLAUSE = lazily(r"[;:!?()\n\u2014\u2013]|,(?=\s)|\.(?=\s|$)")
_SENTENCE = lazily(r"[!?\n]|\.(?=\s|$)")


def has_digit(text: str) -> bool:
    """Whether there may be a figure in a text."""
    return _DIGIT.search(text) is not None


def numbers(text: str, units: Sequence[str] = ()) -> Iterator[Number]:
    """Every figure in a text from which what is none has been blanked; `units` are words of units besides the usual."""
    words = "|".join((*(re.escape(unit) for unit in units if unit), _UNITS))
    pattern = re.compile(
        r"(?<![\w.,:/\-\u2212\u2013£])(?P<sign>[-\u2212+])?(?P<pound>£)?"
        r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<scale>[km])?"
        r"(?:(?P<percent> ?%| per ?cent\b)|(?P<points>(?: percentage)? points?\b)|(?P<rate> per \d[\d,]*\d)"
        rf"|(?P<ratio>:1\b)| (?P<word>{words})s?\b)?(?![\w%]|[-\u2013:/]\w|[.,]\d)"
    )
    for match in pattern.finditer(text):
        amount = parse_number(match["digits"])
        if amount is None:
            continue
        _, _, decimals = match["digits"].partition(".")
        scale = {"k": 1_000, "m": 1_000_000}.get(match["scale"] or "", 1)
        sign = -1 if match["sign"] in ("-", "\u2212") else 1
        if match["pound"]:
            kind = "£"
        elif match["scale"]:
            continue  # 5k, 10m: not said of what
        elif match["percent"]:
            kind = "%"
        elif match["points"]:
            kind = "point"
        elif match["rate"]:
            kind = match["rate"].strip()
        elif match["ratio"]:
            kind = ":1"
        else:
            kind = match["word"] or ""
        yield Number(sign * amount * scale, len(decimals), kind, match.start(), match.end())


Spanned = Callable[[int, int], Span]


def typed(lines: Sequence[ast.Prose], units: Sequence[str] = ()) -> tuple[Typed, ...]:
    """The figures typed into lines of prose."""
    return tuple(_found(*joined(lines), units))


def joined(lines: Sequence[ast.Prose]) -> tuple[str, Spanned]:
    """Lines of prose as one text, and where a part of it stands."""
    text = ""
    at: list[int] = []  # where each line begins in the text that they make together
    for line in lines:
        starts_anew = not line.text.strip() or re.match(r"\s*(?:[-*+\u2022]|\d+[.)])\s", line.text)
        text += ("\n" if starts_anew else " ") if at else ""
        at.append(len(text))
        text += line.text

    def span(start: int, end: int) -> Span:
        first = max(index for index, begin in enumerate(at) if begin <= start)
        last = max(index for index, begin in enumerate(at) if begin < end)
        source = lines[first].span.source
        return source.span(lines[first].span.start + start - at[first], lines[last].span.start + end - at[last])

    return text, span


def typed_in(word: ast.Word) -> tuple[Typed, ...]:
    """The figures typed into a quoted text."""
    return tuple(_found(word.text, quoted(word), ()))


def quoted(word: ast.Word) -> Spanned:
    """Where a part of a quoted text stands."""
    start = word.span.start + word.span.text.find(word.text)
    return lambda first, end: word.span.source.span(start + first, start + end)


@again(64)  # each text is looked through twice, for `typed` and for mentions
def blanked(text: str) -> str:
    """A text without what is no figure, and as long as it was."""
    blank = re.sub(r"\{[^{}]*\}", lambda match: _FIGURE * len(match[0]), text)
    for fill, pattern in _BLANKS:
        blank = pattern.sub(lambda match, fill=fill: fill * len(match[0]), blank)  # type: ignore[misc]
    return blank


def times(text: str) -> tuple[tuple[int, int], ...]:
    """Where dates and periods stand in a text."""
    return tuple(match.span() for match in re.finditer(f"{_TIME}+", blanked(text)))


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the sentence goes that a part of a text stands in."""
    return _around(_SENTENCE, text, start, end)


def _found(text: str, span: Spanned, units: Sequence[str]) -> Iterator[Typed]:
    if not has_digit(text):
        return
    places = [(match.start(), match.end(), " ".join(match[1].split())) for match in re.finditer(r"\{([^{}]*)\}", text)]
    blank = blanked(text)
    skip = -1
    all_numbers = list(numbers(blank, units))
    for index, number in enumerate(all_numbers):
        if number.start < skip or _ROUGHLY.search(blank[: number.start]):
            continue
        whole = None
        following = all_numbers[index + 1] if index + 1 < len(all_numbers) else None
        if following is not None and _OF.fullmatch(blank[number.end : following.start]):
            whole = following if (number.kind, following.kind) == ("", "") else None
        end = whole.end if whole else number.end
        skip = end
        sentence, clause = sentence_of(blank, number.start, end), _around(_CLAUSE, blank, number.start, end)
        before, after = blank[sentence[0] : number.start].lstrip(), blank[end : sentence[1]]
        inside = [(begin, stop, name) for begin, stop, name in places if sentence[0] <= begin < sentence[1]]
        claim, is_generic = _claim(before, after, blank[slice(*sentence)], inside, number.start)
        yield Typed(
            text=" ".join(text[number.start : end].split()),
            number=number,
            whole=whole,
            claim=claim,
            is_generic=is_generic,
            clause=blank[slice(*clause)].strip(),
            sentence=blank[slice(*sentence)].strip(),
            placeholders=tuple(name for _, _, name in inside),
            beside=_beside(blank, inside, number.start, end),
            span=span(number.start, end),
        )


def _around(breaks: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    """From the last break before a place to the first one after it."""
    first = max((match.end() for match in breaks.finditer(text, 0, start)), default=0)
    after = breaks.search(text, end)
    return first, after.start() if after else len(text)


def _beside(text: str, places: Sequence[tuple[int, int, str]], start: int, end: int) -> str:
    for begin, stop, name in places:
        gap = text[end:begin] if begin >= end else text[stop:start]
        if re.fullmatch(r"[ (:,]{1,3}", gap) and gap != " ":
            return name
    return ""


# ---- what the words say it is

_ELSEWHERE = lazily(
    rf"\b(?:england|wales|scotland|national\w*|region\w*|neighbour\w*|peers?|average|median|benchmark|boys|girls|if|would"
    rf"|should|could|may|might|will|expect\w*|forecast\w*|plan\w*|hope\w*|aim\w*|until|unless)\b|{_TIME}",
    re.IGNORECASE,
)
_THEN = lazily(r"\b(?:then|before|later|earlier)\b", re.IGNORECASE)
_OTHER_TIME = lazily(r"\b(?:last|previous|earlier|before|ago|next|then|usual\w*|same)\b", re.IGNORECASE)
_NOUN = "figure|rate|value|percentage|share|proportion|number|total|result|performance|indicator|measure"
_SUBJECT = lazily(rf"it|this|that|performance|(?:the|this|its|our) (?:{_NOUN})", re.IGNORECASE)
_MOVES = (
    "rose|risen|fell|fallen|increased|decreased|improved|worsened|dropped|climbed|declined|grew|grown|went|gone|moved"
)
_MOVED = lazily(
    r"^(?P<subject>.*?)\s*\b(?:has |have |had )?(?:now )?"
    rf"(?:(?:{_MOVES})(?: slightly| sharply| further| again| back| up| down)*(?: from \S+(?: \w+){{0,2}})? to"
    r"|(?:is|stands|remains) now(?: at)?|now (?:is|stands at)|stands at) $",
    re.IGNORECASE,
)
_VALUE_OF = lazily(r"\b(?:the|this|its|our) (?:value|figure|rate|result) of $", re.IGNORECASE)
_TARGET_OF = lazily(
    r"(?<!new )(?<!old )(?<!revised )(?<!next )\btarget (?:(?:is|of|was|remains|stays at|stands at|remains at) )$",
    re.IGNORECASE,
)
_NO_TARGET_OF_NOW = lazily(
    r"\b(?:new|old|next|previous|former|last|earlier|revised?|raised?|lowered|changed?|from|stretch|interim|statutory"
    r"|long-term|second|another|their|each)\b",
    re.IGNORECASE,
)
_AGAINST = lazily(r"\b(?:against|from|after|than|compared with|was|were) $", re.IGNORECASE)
_LAST_YEAR_AFTER = lazily(r"^ (?:in |for )?last year\b(?!['\u2019])", re.IGNORECASE)
_LAST_YEAR_BEFORE = lazily(r"last year['\u2019]s(?: (?:figure|outturn|value|result))?(?: of| was)? $", re.IGNORECASE)
_PERIOD_BEFORE = lazily(
    r"^ (?:in |for )?(?:the (?:quarter|month|period|half-year) before|last (?:quarter|month)"
    r"|the previous (?:quarter|month|period))\b(?! last| that)",
    re.IGNORECASE,
)


def _claim(
    before: str, after: str, sentence: str, places: Sequence[tuple[int, int, str]], start: int
) -> tuple[Field | None, bool]:
    """What a figure is said to be, and whether the subject of its clause can only be the indicator's own figure."""
    if re.search(rf"{_FIGURE}+ (?:out )?of (?:the |all |its |our )?$", before):
        name = max(((stop, name) for _, stop, name in places if stop <= start), default=(0, ""))[1]
        return (Field.DENOMINATOR, True) if name.rpartition(".")[2] == Field.NUMERATOR.value else (None, False)
    if _ELSEWHERE.search(sentence):
        return None, False
    if (against := _AGAINST.search(before)) and _LAST_YEAR_AFTER.search(after):
        return Field.OUTTURN, _ends_in_value(before[: against.start()], places)
    if _LAST_YEAR_BEFORE.search(before):
        return Field.OUTTURN, _ends_in_value(before, places)
    if against and _PERIOD_BEFORE.search(after):
        return Field.PREVIOUS, _ends_in_value(before[: against.start()], places)
    if _TARGET_OF.search(before):
        return (None, False) if _NO_TARGET_OF_NOW.search(sentence) else (Field.TARGET, True)
    if _OTHER_TIME.search(_CLAUSE.split(after)[0]) or _OTHER_TIME.search(before) or _THEN.search(after):
        return None, False
    return _value_claim(before)


def _value_claim(before: str) -> tuple[Field | None, bool]:
    if _VALUE_OF.search(before):
        return Field.VALUE, True
    if moved := _MOVED.search(before):
        subject = moved["subject"].strip()
        return Field.VALUE, not subject or _SUBJECT.fullmatch(subject) is not None
    return None, False


def _ends_in_value(before: str, places: Sequence[tuple[int, int, str]]) -> bool:
    """Whether the only figure so far is the indicator's value: a placeholder, or one that is plainly said to be it."""
    if re.search(r"\d", before):
        typed = re.fullmatch(r"(\D*)(?<!\S)£?[\d,.]+\S*(?: points?)?[ ,]*(?:(?:up|down) )?", before)
        return typed is not None and _value_claim(typed[1]) == (Field.VALUE, True)
    return [name.rpartition(".")[2] for _, _, name in places][:1] == [Field.VALUE.value]
