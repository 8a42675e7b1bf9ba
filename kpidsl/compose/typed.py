"""Figures typed into prose, held against the data: what is printed cannot contradict its own table.

Only what this report prints is looked at. A typed figure that is one of the indicator's own is a warning, which offers
the placeholder; one that the words around it say is the indicator's, and that is not, is an error. Where neither is
certain nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from kpidsl.compose.printed import printed
from kpidsl.compose.words import day
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.diagnostics.fixes import replacing
from kpidsl.evaluation import summary
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.evaluation.typed_out import is_about
from kpidsl.quantity import Dimension, round_half_up, spell
from kpidsl.spec.indicator import Count, Placeholder, Prose
from kpidsl.spec.model import Note
from kpidsl.spec.typed import Allowed, Number, Typed, numbers
from kpidsl.spec.typed_dates import Claim, TypedDate
from kpidsl.terms import Counted, Field, Form
from kpidsl.values import dataclass, replace

_OWN = (
    Field.VALUE,
    Field.TARGET,
    Field.OUTTURN,
    Field.PREVIOUS,
    Field.PREVIOUS_OUTTURN,
    Field.NUMERATOR,
    Field.DENOMINATOR,
    Field.REMAINDER,
    Field.GAP,
    Field.CHANGE,
)
_LEAST_BARE = 10  # a smaller figure without a unit is alike by chance
_LEAST_LETTERS = 4  # of a word that says what an indicator is about
_COMMON = frozenset("number total rate percentage proportion share within with from have been that this their".split())


def against_data(evaluation: Evaluation) -> Iterator[Diagnostic]:
    """What is wrong with the figures typed into the rules, notes, actions and chapters that this report prints."""
    known = {one.indicator.id: one for one in evaluation.assessments}
    for one in evaluation.assessments:
        own = _Own(one, "", evaluation)
        for chosen in one.rules:
            yield from own.held(chosen.rule.prose.typed, one.indicator.allowed)
    for note in evaluation.spec.notes:
        if note.period == evaluation.spec.period and note.indicator in known:
            own = _Own(known[note.indicator], "", evaluation)
            yield from own.held(note.prose.typed, note.allowed)
            for action in note.actions:
                yield from replace(own, plain=True).held(action.typed, note.allowed)
        yield from _of_milestone(note, evaluation)
    for chapter in evaluation.spec.chapters:
        for part in chapter.parts:
            for typed in part.typed if isinstance(part, Prose) else ():
                yield from _in_chapter(typed, chapter.allowed, evaluation)


def _of_milestone(note: Note, evaluation: Evaluation) -> Iterator[Diagnostic]:
    """What is wrong with the dates that a note says are those of its milestone."""
    milestone = next((one for one in evaluation.spec.milestones if one.id == note.indicator), None)
    if milestone is None or note.period != evaluation.spec.period:
        return
    exempt = {each.figure for each in note.allowed}
    known: dict[Claim, tuple[str, list[date | None]]] = {
        Claim.DUE: ("is due", [milestone.due]),
        Claim.WAS_DUE: ("is due, or was before it was moved", [milestone.due, *(move.was for move in milestone.moves)]),
        Claim.EXPECTED: ("is expected", [milestone.expected]),
        Claim.DONE: ("was done", [milestone.done]),
    }
    for typed in note.dates:
        what, found = known[typed.claim]
        days = [day(one) for one in found if one is not None]
        if typed.text in exempt or typed.day in found or (typed.claim is Claim.EXPECTED and not days):
            continue
        stands = f"which is {_either(days)}" if days else "but it is not done"
        message = f"“{typed.text}” is said here to be the day on which `{milestone.id}` {what}, {stands}"
        help_ = f"write {_either(days)}" if days else "correct it, or say so at the milestone: done ..."
        yield Diagnostic("figure-contradicted", message, typed.span, help=(help_, _allow(typed)))


def _in_chapter(typed: Typed, allowed: Sequence[Allowed], evaluation: Evaluation) -> Iterator[Diagnostic]:
    meant = [one for one in evaluation.assessments if is_about(typed.sentence, typed.placeholders, one.indicator)]
    if len(meant) == 1:
        yield from _Own(meant[0], f"{meant[0].indicator.id}.", evaluation).held((typed,), allowed)
    elif typed.whole is not None and typed.text not in {each.figure for each in allowed}:
        yield from _how_many(typed, typed.whole.amount, evaluation)


def _how_many(typed: Typed, whole: Fraction, evaluation: Evaluation) -> Iterator[Diagnostic]:
    """`11 of 15 indicators are green`, held against the counts of the report."""
    said = set(re.findall(r"\w+", typed.clause.casefold()))
    schemes = [tally.scheme for tally in summary.tallies(evaluation)]
    states = {state.name: state.mark.word for scheme in schemes for state in scheme.states}
    meant = [name for name, word in states.items() if word.casefold() in said]
    if not said & {"indicators", "measures"} or said & {"not", "nor", "neither", "last"} or len(meant) != 1:
        return
    name = meant[0]
    count = len(summary.counted(Count(name, None, share=False), evaluation)[0])
    bases = {what: len(summary.counted(Count(what, None, share=False), evaluation)[0]) for what in _BASES}
    base = next((what for what, number in bases.items() if number == whole), None)
    if base is None:
        return
    offered = f"{{count {name}}} of {{count {base.value}}}"
    if typed.number.amount == count:
        message = f"“{typed.text}” is typed here, and is what {offered} prints"
        help_ = f"write {offered}, so that it stays right"
        fix = replacing(typed.span, offered)
        yield Diagnostic("typed-figure", message, typed.span, help=(help_, _allow(typed)), fix=fix)
    else:
        message = f"“{typed.text}” is said here of the indicators that are {states[name]}, which are {count} of {whole}"
        yield Diagnostic("figure-contradicted", message, typed.span, help=(f"write {offered}", _allow(typed)))


_BASES = (Counted.RATED, Counted.INDICATORS)


@dataclass(frozen=True, slots=True)
class _Own:
    """An indicator's own figures, as they are printed. `prefix` stands before its placeholders, where it must be said
    whose they are. In `plain` text, such as an action, there can be no placeholder, so none is offered."""

    one: Assessment
    prefix: str
    evaluation: Evaluation
    plain: bool = False

    def held(self, typed: Sequence[Typed], allowed: Sequence[Allowed]) -> Iterator[Diagnostic]:
        if not typed:
            return
        exempt = {each.figure for each in allowed}
        in_label = {(number.amount, number.kind) for number in self._numbers(self.one.indicator.label)}
        for each in typed:
            if each.text in exempt or (each.number.amount, each.number.kind) in in_label:
                continue
            found = self._parts(each) if each.whole else self._single(each)
            if found is not None:
                yield found

    def _numbers(self, text: str) -> list[Number]:
        unit = self.one.indicator.unit
        return list(numbers(text, (unit.word,) if unit.dimension is Dimension.NAMED else ()))

    # ---- one figure

    def _single(self, typed: Typed) -> Diagnostic | None:
        fitting = tuple(self._fitting(typed.number))
        if fitting:
            return self._coincidence(typed, fitting)
        if typed.claim is None or not (typed.is_generic or self._names_it(typed.clause)):
            return None
        exact = self._exact(typed.claim)
        if not exact or typed.number.kind != self._kind(typed.claim):
            return None
        if any(round_half_up(amount, typed.number.places) == typed.number.amount for amount in exact):
            return None
        return self._contradiction(typed, typed.claim)

    def _fitting(self, number: Number) -> Iterator[str]:
        """The placeholders that print just this figure."""
        if not number.kind and abs(number.amount) < _LEAST_BARE:
            return
        benchmarks = [benchmark.name for benchmark in self.one.indicator.benchmarks]
        for name, shown in [(field.value, self._printed(field)) for field in _OWN] + [
            (benchmark, self._printed(benchmark)) for benchmark in benchmarks
        ]:
            found = self._numbers(shown)
            is_alone = len(found) == 1 and (found[0].start, found[0].end) == (0, len(shown))
            if is_alone and (found[0].amount, found[0].kind) == (number.amount, number.kind):
                yield name

    def _printed(self, field: Field | str) -> str:
        """Empty where there is nothing to print."""
        placeholder = Placeholder(self.one.indicator.id, field, Form.FIGURES, None, self.one.indicator.span)
        result = printed(placeholder, self.evaluation)
        return "" if result.problem else result.text

    def _exact(self, claim: Field) -> list[Fraction]:
        """The exact figure that is claimed; both ends of a range, nothing where there is none."""
        one = self.one
        match claim:
            case Field.TARGET:
                return [end for end in (one.aim.low, one.aim.high) if end is not None] if one.aim else []
            case Field.DENOMINATOR:
                return [one.figure.denominator] if one.figure.denominator is not None else []
            case _:
                figure = {Field.OUTTURN: one.outturn, Field.PREVIOUS: one.previous}.get(claim, one.figure)
                return [figure.amount] if figure is not None and figure.amount is not None else []

    def _kind(self, claim: Field) -> str:
        """What stands with a figure of this indicator: `%`, `day`."""
        if claim is Field.DENOMINATOR:
            return ""
        found = self._numbers(spell(Fraction(2), self.one.indicator.unit, None))
        return found[0].kind if found else "?"

    # ---- 43 of 44

    def _parts(self, typed: Typed) -> Diagnostic | None:
        top, bottom = self.one.figure.numerator, self.one.figure.denominator
        assert typed.whole is not None
        part, whole = typed.number.amount, typed.whole.amount
        if top is None or bottom is None:
            return None
        if (part, whole) == (top, bottom):
            return self._coincidence(typed, (Field.PARTS.value,))
        if (part, whole) == (bottom - top, bottom):
            return None  # those left over: true, and there is no single placeholder for it
        beside_value = typed.beside == f"{self.prefix}{Field.VALUE.value}"
        near = (part == top or whole == bottom) and self._names_it(typed.clause)
        return self._contradiction(typed, Field.PARTS) if beside_value or near else None

    def _names_it(self, text: str) -> bool:
        """Whether half of the words of the indicator's label stand in a text: then it speaks of the whole of it."""
        words = {word for word in _words(self.one.indicator.label) if word not in _COMMON}
        return bool(words) and 2 * len(words & set(_words(text))) >= len(words)

    # ---- what is said

    def _coincidence(self, typed: Typed, fitting: Sequence[str]) -> Diagnostic | None:
        if self.plain:
            return None
        offered = [f"{{{self.prefix}{name}}}" for name in fitting]
        prints = "prints" if len(offered) == 1 else "print"
        whose = "" if self.prefix else f" for `{self.one.indicator.id}`"
        message = f"“{typed.text}” is typed here, and is what {_listed(offered, 'and')} {prints}{whose}"
        fix = replacing(typed.span, offered[0]) if len(offered) == 1 else None
        help_ = f"write {_either(offered)}, so that it stays right"
        return Diagnostic("typed-figure", message, typed.span, help=(help_, _allow(typed)), fix=fix)

    def _contradiction(self, typed: Typed, claim: Field) -> Diagnostic:
        whose = f"the {_MEANT[claim]} of `{self.one.indicator.id}`"
        message = f"“{typed.text}” is said here to be {whose}, which {_IS.get(claim, 'is')} {self._printed(claim)}"
        help_ = f"write {self._printed(claim)}" if self.plain else f"write {{{self.prefix}{claim.value}}}"
        return Diagnostic("figure-contradicted", message, typed.span, help=(help_, _allow(typed)))


_MEANT = {
    Field.VALUE: "value",
    Field.TARGET: "target",
    Field.OUTTURN: "outturn of last year",
    Field.PREVIOUS: "value of the period before",
    Field.DENOMINATOR: "denominator",
    Field.PARTS: "parts",
}
_IS = {Field.PARTS: "are"}


def _either(texts: Sequence[str]) -> str:
    return _listed(texts, "or")


def _listed(texts: Sequence[str], last: str) -> str:
    """For messages, which are English in whatever language the report is: `a, b and c`."""
    return f" {last} ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.casefold()) if len(word) >= _LEAST_LETTERS]


def _allow(typed: Typed | TypedDate) -> str:
    return f'or say why it stands: allow "{typed.text}" because "..."'
