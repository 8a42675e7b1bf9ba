"""Trial: a test with the rules it is of and the figures that it gives, to be judged and put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from kpidsl.compose.commentary import by_rule, texts
from kpidsl.data.model import Dataset, Observation
from kpidsl.data.published import Published, PublishedFigure, PublishedIndicator, PublishedTarget
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.evaluation.case import Case, case_of, case_of_value
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.figures import figure
from kpidsl.evaluation.model import Assessment, ChosenRule, Evaluation, Figure
from kpidsl.period import Period
from kpidsl.quantity import spell
from kpidsl.saying import speaking
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.trials import Test
from kpidsl.terms import Quality
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Said:
    """What rules print, and the errors that keep them from it."""

    text: str
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A test, the rules it is of, and the figures that it gives."""

    test: Test
    spec: Spec
    dataset: Dataset

    @staticmethod
    def of(test: Test, spec: Spec) -> Trial:
        return Trial(test, spec, Dataset.of(_observations(test)))

    def evaluated(self, names: Iterable[str]) -> Outcome[Evaluation]:
        """The named indicators alone, judged on the day after the test's period."""
        wanted = set(names)
        chosen = tuple(indicator for indicator in self.spec.indicators if indicator.id in wanted)
        period = self.test.period
        small = replace(self.spec, period=period, indicators=chosen, notes=(), tests=())
        return evaluate(small, self.dataset, period.end + timedelta(days=1), _published(self.test, chosen))

    def case(self, one: Assessment) -> Case:
        """The indicator in the period of the test, with all figures that the test gives."""

        def lookup(period: Period) -> Figure | None:
            found = figure(one.indicator, period, self.dataset)
            return None if isinstance(found, Diagnostic) else found

        return case_of(one.indicator, one.figure.period, lookup)

    def said(self, one: Assessment, chosen: Iterable[ChosenRule]) -> Said:
        """What the chosen rules say, for which the figures of other indicators may be needed, too."""
        rules = tuple(chosen)
        placeholders = [each for rule in rules for each in rule.rule.prose.placeholders]
        given = self.evaluated({one.indicator.id, *(each.indicator for each in placeholders)})
        problems = [problem for problem in given.diagnostics if problem.is_error]
        said: list[str] = []
        if given.value is not None:
            with speaking(self.spec.language):
                said = texts(tuple(by_rule(replace(one, rules=rules), given.value, problems)))
        return Said(" ".join(said), tuple(problems))


def _observations(test: Test) -> Iterator[Observation]:
    for given in test.given:
        if given.is_published:
            continue
        yield Observation(
            name=given.name,
            period=given.period,
            amount=given.amount,
            reason=given.reason,
            numerator=given.numerator,
            denominator=given.denominator,
            quality=Quality.FINAL,
            note="",
            span=given.span,
            kind=given.kind,
        )


def _published(test: Test, indicators: Iterable[Indicator]) -> Published | None:
    """The report before, as far as a test says what was in it; its targets are those of now."""
    given = [one for one in test.given if one.is_published]
    if not given:
        return None
    found = []
    for indicator in indicators:
        figures = [
            PublishedFigure(one.period, one.amount, spell(one.amount, indicator.unit, None))
            for one in given
            if one.name == indicator.id and one.amount is not None
        ]
        aim = case_of_value(indicator, test.period, None).aim()
        target = PublishedTarget(aim.low, aim.high, aim.is_strict, "") if aim else None
        unit, label, is_listed = str(indicator.unit), indicator.label, indicator.section is not None
        found.append(PublishedIndicator(indicator.id, label, unit, target, tuple(figures), None, None, is_listed))
    return Published("", test.period.previous, tuple(found), ())
