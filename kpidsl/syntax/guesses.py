"""How a line was meant that somebody wrote as it is said elsewhere: `target >= 90%`, `polarity high`, `due 30/9/21`.

In comes a line that could not be read, out goes how it is written here, or None where that is not plain. It is help
alone: no fix puts it in, and the parser offers it only where the new line can be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from kpidsl.diagnostics.diagnostic import closest
from kpidsl.period import MONTHS

_FIGURE = r"(-?£?\d[\d,.]*[km]?(?: ?%)?(?: (?:points?|days?|working days|weeks?|months?|hours?))?)"
_FOR = r"( for .+)?"
_TARGETS = (
    (rf"(?:>=|≥|minimum|min|no less than|not less than|at or above) ?(?:of )?{_FIGURE}{_FOR}", r"at least \1\2"),
    (rf"{_FIGURE} ?(?:or more|or above|or higher|or better|and above|minimum|\+){_FOR}", r"at least \1\2"),
    (rf"(?:<=|≤|maximum|max|no more than|not more than|up to|at or below) ?(?:of )?{_FIGURE}{_FOR}", r"at most \1\2"),
    (rf"{_FIGURE} ?(?:or less|or below|or lower|or fewer|maximum){_FOR}", r"at most \1\2"),
    (rf"(?:>|above|over|greater than|higher than) ?{_FIGURE}{_FOR}", r"more than \1\2"),
    (rf"(?:<|under|below|lower than) ?{_FIGURE}{_FOR}", r"less than \1\2"),
    (r"(-?[\d,.]+) ?per ?cent(.*)", r"\1%\2"),
    (rf"= ?{_FIGURE}{_FOR}", r"\1\2"),
    (rf"{_FIGURE} for (?:quarter |q)([1-4])", r"\1 in Q\2"),
    (rf"{_FIGURE} in (\d{{4}}[-/]\d\d)", r"\1 for \2"),
    (r"tb[acd]|to be (?:agreed|confirmed|decided|determined)", "to be set"),
)
_TOLERANCES = (
    (r"(?:±|\+/-|within|up to) ?(.+)", r"\1"),
    (r"([\d,.]+) ?per ?cent of target", r"\1% of target"),
)
_UNITS = (
    (r"%|%age|per ?centage", "percent"),
    (r"(?:£ ?'?000s?|£ ?thousands?|£ k)(.*)", r"£k\1"),
    (r"£ ?(?:millions?|m)(.*)", r"£m\1"),
    (r"(?:rate )?(?:per|/) ?(1[\d,]+)\b.*", r"rate per \1"),
)
_HIGHER = "high higher highest up upwards bigger larger more increase increases increasing maximise maximize"
_LOWER = "low lower lowest down downwards smaller less fewer decrease decreases decreasing reduce minimise minimize"
_BETTER = "is are the to it better best good preferred figures values number"
_CONDITIONS = (
    (r"\b(?:the )?status (?:is|=) ", ""),
    (r"\bof the target\b", "of target"),
    (r"\bwithin (\d+(?:\.\d+)?)%$", r"within \1% of target"),
    (r"\b(?:value >= target|(?:at or above|on or above|meets|hits|on|at) target)\b", "at or better than target"),
    (r"\b(?:value < target|(?:below|under|off|misses) target)\b", "worse than target"),
    (r"\bbetter than (?:last|the last|previous) (?:quarter|period|month)\b", "improved since previous"),
    (r"\bworse than (?:last|the last|previous) (?:quarter|period|month)\b", "worsened since previous"),
    (r"\bsince (?:last|the last|the previous|previous) (?:quarter|period|month)\b", "since previous"),
)
STATES = ("blue", "green", "amber", "red", "grey")
_STATE_WORDS = ((r"^if\b", "when"), (r"^(?:else|default|anything else|all others?|when otherwise)$", "otherwise"))
_OF_TEXT = ("committee", "from", "report", "chapter", "owner")
_OF_FILES = ("data", "house", "use", "follows")
_OF_DATES = ("meeting", "due", "done", "expected")
_DAY_NAMES = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? "


def advice(line: str) -> str | None:
    """What to do about a line that is better said elsewhere or not at all."""
    text = " ".join(line.split())
    if re.fullmatch(r"target (?:none|nil|n/?a|no|no target)", text, re.IGNORECASE):
        return "leave the line out where there is no target, or write: target to be set"
    either = re.fullmatch(r"tolerance (?:±|\+ ?/ ?-|within|up to) ?(\d[\d.]*) ?(?:%|per ?cent)", text, re.IGNORECASE)
    if either:
        return f"write either: tolerance {either[1]} points, or: tolerance {either[1]}% of target"
    unnamed = re.fullmatch(r"(section|theme|scheme) [\"“'‘]([^\"”]+)[\"”'’]", text)
    if unnamed:
        named = f"{unnamed[1]} {re.sub(r'[^a-z0-9]+', '_', unnamed[2].lower()).strip('_')}"
        return f'give it a name of one word, and use that in other blocks: {named} "{unnamed[2]}", then {named}'
    span = re.fullmatch(rf"target (?:between )?{_FIGURE} ?(?:and|to|-|–) ?{_FIGURE}", text, re.IGNORECASE)
    return f"a range is said by the polarity: polarity between {span[1]} and {span[2]} is best" if span else None


def guess(line: str) -> str | None:
    """How a line was meant, as far as it is plain; `line` without what is around it."""
    word, _, rest = " ".join(line.split()).partition(" ")
    word = word.lower()
    known = _state if word in STATES else _GUESSES.get(word)
    meant = known(rest) if known and rest else None
    return None if meant is None or meant == rest else f"{word} {meant}"


def _first(rules: tuple[tuple[str, str], ...]) -> Callable[[str], str | None]:
    """By the first rule that holds for the whole of a text, what it is written as."""

    def found(text: str) -> str | None:
        for pattern, written in rules:
            match = re.fullmatch(pattern, text, re.IGNORECASE)
            if match:
                return match.expand(written)
        return None

    return found


def _polarity(text: str) -> str | None:
    words = {word for word in re.findall(r"\w+", text.lower()) if closest(word, ("better",)) is None}
    higher, lower = words & set(_HIGHER.split()), words & set(_LOWER.split())
    if (higher or lower) and not (higher and lower) and words <= higher | lower | set(_BETTER.split()):
        return "higher is better" if higher else "lower is better"  # any other word may turn it round
    return "none" if re.fullmatch(r"neutral|neither|n/?a|context(?:ual)?|demand|volume", text, re.IGNORECASE) else None


def _condition(text: str) -> str:
    return _replaced(text, _CONDITIONS)


def _state(text: str) -> str:
    return _replaced(text, (*_STATE_WORDS, *_CONDITIONS))


def _replaced(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    """A text with what each of the rules finds in it written as here, one rule after the other."""
    for pattern, written in rules:
        text = re.sub(pattern, written, text, flags=re.IGNORECASE)
    return text


def _date(text: str) -> str | None:
    text = re.sub(f"^{_DAY_NAMES}", "", text.strip("\"'“”"), flags=re.IGNORECASE)
    american = re.fullmatch(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text, re.IGNORECASE)
    figures = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:20)?\d{2})", text)
    if american:
        return f"{american[2]} {american[1]} {american[3]}"
    if figures is None:
        return text
    try:
        day = date(2000 + int(figures[3]) % 100, int(figures[2]), int(figures[1]))
    except ValueError:
        return None
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _period(text: str) -> str | None:
    first = re.fullmatch(r"(?:q|quarter |qtr )([1-4]),? (\d{4})[-/–](?:20)?(\d{2})", text, re.IGNORECASE)
    last = re.fullmatch(r"(\d{4})[-/–](?:20)?(\d{2}),?(?: (?:q|quarter |qtr )([1-4]))?", text, re.IGNORECASE)
    if first:
        return f"{first[2]}-{first[3]} Q{first[1]}"
    return f"{last[1]}-{last[2]}" + (f" Q{last[3]}" if last[3] else "") if last else None


def _file(text: str) -> str | None:
    bare = text.strip("'‘’")
    return f'"{bare}"' if re.fullmatch(r"[^\"“”]+\.\w+", bare) else None


def _text(text: str) -> str | None:
    bare = text.strip("'‘’")
    return f'"{bare}"' if not re.search(r"[\"“”]", bare) else None


_GUESSES: Mapping[str, Callable[[str], str | None]] = {
    "polarity": _polarity,
    "target": _first(_TARGETS),
    "tolerance": _first(_TOLERANCES),
    "unit": _first(_UNITS),
    "when": _condition,
    "period": _period,
    **dict.fromkeys(_OF_DATES, _date),
    **dict.fromkeys(_OF_FILES, _file),
    **dict.fromkeys(_OF_TEXT, _text),
}
