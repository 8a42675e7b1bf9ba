"""Laws of prose: what it says is in the evaluation, whatever the spec and the data."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

from hypothesis import example, given, settings, strategies as st

from kpidsl import pipeline
from kpidsl.document.model import List, Paragraph
from kpidsl.document.outline import plain
from kpidsl.evaluation.model import Evaluation
from kpidsl.quantity import plain as plain_amount
from kpidsl.source import Source
from kpidsl.spec import prose
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from tests import cases

UNITS = {"percent": "%", "percent to 1 dp": "%", "count": "", "days": " days", "£k": "k"}
STATES = ("green", "amber", "red")
COUNTS = (
    *(f"{kind} {state}" for kind in ("count", "share") for state in STATES),
    "count rated", "count not rated", "count indicators", "count worsened since previous", "count improved",
    "share green to 1 dp", "count red in words",
)  # fmt: skip
FIELDS = (
    "value", "target", "gap", "previous", "change", "england", "period", "value to 2 dp", "change with sign",
    "compared with england", "compared with target with gap", "compared with previous with gap",
)  # fmt: skip
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
WORDS = "zero one two three four".split()

AMOUNTS = st.integers(0, 3000)
INDICATORS = st.lists(
    st.tuples(
        st.sampled_from(sorted(UNITS)),
        st.sampled_from(["higher is better", "lower is better"]),
        AMOUNTS,
        AMOUNTS,
        AMOUNTS,
        st.lists(st.sampled_from(FIELDS), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


def _project(indicators: list[Any], counts: list[str]) -> dict[str, str]:
    blocks, rows = ["language 1\n"], ["indicator,period,value"]
    for number, (unit, polarity, value, before, target, fields) in enumerate(indicators):
        scale = 10 if unit == "percent to 1 dp" else 1
        first = unit.split()[0]
        sign, word = ("£" if first.startswith("£") else ""), UNITS[unit]

        def written(amount: int, sign: str = sign, word: str = word, scale: int = scale) -> str:
            return f"{sign}{plain_amount(Fraction(amount, scale))}{word}"

        tolerance = {"%": "5 points", " days": "5 days", "k": "£5k"}.get(word, "5")
        prose = " and ".join(f"{{{field}}}" for field in fields)
        blocks.append(
            f'indicator i{number} "Indicator"\n  section one\n  unit {unit}\n  polarity {polarity}\n'
            f"  target {written(target)}\n  tolerance {tolerance}\n  benchmark england {written(before)}\n"
            f"  commentary\n    when not improved\n      > This is {prose}.\n    otherwise\n      > It is {prose}.\n"
        )
        for period, amount in (("2021-22 Q1", value), ("2020-21 Q4", before)):
            rows.append(f'i{number},{period},"{written(amount).removesuffix(" days")}"')
    spec = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
    said = ", ".join(f"{{{count}}}" for count in counts)
    spec = spec.replace('chapter "Performance"\n', f'chapter "Performance"\n  > {said}.\n  summary by status\n')
    return {"spec.kpi": spec, "indicators.kpi": "\n".join(blocks), "data.csv": "\n".join(rows)}


def _numbers(text: str) -> list[str]:
    return NUMBER.findall(text) + [word for word in re.findall(r"[a-z]+", text.casefold()) if word in WORDS]


def _evaluated(record: dict[str, Any], evaluation: Evaluation) -> set[str]:
    """Every number that the record holds as printed, and what follows from its exact figures and its directions."""
    indicators = record["indicators"]
    bare = {key: value for key, value in record.items() if key not in ("indicators", "kpidsl", "schemes")}
    figures = [{**one, "commentary": [], "notes": [], "sources": []} for one in indicators]
    found = set(_numbers(json.dumps([bare, figures], ensure_ascii=False)))
    for one, source in zip(indicators, evaluation.assessments, strict=True):
        scale, places = source.indicator.unit.printed_scale, source.indicator.places
        value = Fraction(one["value"]["exact"])
        others = [Fraction(one["target"]["exact"]), Fraction(one["history"][0]["exact"])]
        found |= {_decimal(value / scale, 2), *(_decimal(abs(value - other) / scale, places) for other in others)}
    ways = [one["directions"]["previous"] for one in indicators]
    found |= {str(ways.count(way)) for way in ("improved", "worsened")}
    for state in record["summary"]["schemes"][0]["states"]:
        found |= {_decimal(Fraction(state["share"]["exact"]), 1), WORDS[state["count"]]}
    shares = [Fraction(state["share"]["exact"]) for state in record["summary"]["schemes"][0]["states"]]
    found.add(str(sum(int(_decimal(share, 0)) for share in shares)))  # what rounded percentages come to
    return found | {"one", "four"}  # of quarter one, and of the one before


def _decimal(exact: Fraction, places: int) -> str:
    whole, part = divmod(int(exact * 10**places + Fraction(1, 2)), 10**places)
    return f"{whole:,}.{part:0{places}d}" if places else f"{whole:,}"


def test_every_number_in_the_prose_of_a_report_is_found_in_its_evaluation() -> None:
    looked_at: list[str] = []

    @given(INDICATORS, st.lists(st.sampled_from(COUNTS), min_size=1, max_size=5))
    @settings(max_examples=60, deadline=None)
    def holds(indicators: list[Any], counts: list[str]) -> None:
        files = _project(indicators, counts)
        outcome = pipeline.compose_report("spec.kpi", cases.reader(files))
        if outcome.value is None:  # a difference that rounding would hide is refused
            codes = {problem.code for problem in outcome.diagnostics if problem.is_error}
            assert codes <= {"rounding-hides"}, [one.message for one in outcome.diagnostics]
            return
        made = pipeline.build("spec.kpi", cases.reader(files), formats=("json",)).value
        assert made is not None
        record = json.loads(made["json"])
        known = _evaluated(record, outcome.value.evaluation)
        for block in outcome.value.document.blocks:
            runs = (block.content,) if isinstance(block, Paragraph) else block.items if isinstance(block, List) else ()
            for run in runs:
                for number in _numbers(plain(run)):
                    assert number in known, (number, plain(run))
                    looked_at.append(number)

    holds()
    assert len(set(looked_at)) > 60


# ---- no sentence contradicts its table

POLARITIES = {
    "higher is better": lambda one, other, target: one - other,
    "lower is better": lambda one, other, target: other - one,
    "closest to target is best": lambda one, other, target: abs(other - target) - abs(one - target),
    "none": None,
}
JUDGED = st.lists(
    st.tuples(
        st.sampled_from(sorted(POLARITIES)),
        st.sampled_from(["unrounded", "displayed"]),
        *(st.integers(0, 60).map(lambda number: Fraction(number, 4)) for _ in range(4)),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=4,
)
_BETTER, _WORSE = ("better than", "closer to the target than"), ("worse than", "further from the target than")


def _judged(indicators: list[Any]) -> dict[str, str]:
    """Reports whose rules say what they hold for, and how the value stands to everything."""
    blocks, rows = ["language 1\n"], ["indicator,period,value"]
    for number, (polarity, judge, value, before, england, target, steady) in enumerate(indicators):
        rated = polarity != "none"
        compared = ["england", "previous", *(["target"] if rated else [])]
        said = "; ".join(
            f"{{compared with {name} with gap}}" for name in compared if name != "previous" or "closest" not in polarity
        )
        said += "; {compared with previous}" if "closest" in polarity else ""
        aims = f"  target {plain_amount(target)}%\n  tolerance 3 points\n" if rated else ""
        rules = [f"    when {state}\n      > I{number} {state}: {said}.\n" for state in STATES] if rated else []
        rules += [] if rated else [f"    otherwise\n      > I{number} none: {said}.\n"]
        ways = ("improved", "worsened", "unchanged") if rated else ("higher", "lower", "same")
        rules += [f"    also when {way}\n      > Direction {way}.\n" for way in ways]
        blocks.append(
            f'indicator i{number} "Indicator"\n  section one\n  unit percent\n  polarity {polarity}\n{aims}'
            f"  benchmark england {plain_amount(england)}%\n  judge {judge}\n"
            f"  compare with previous steady within {steady} points\n  commentary\n{''.join(rules)}"
        )
        rows += [f"i{number},2021-22 Q1,{plain_amount(value)}%", f"i{number},2020-21 Q4,{plain_amount(before)}%"]
    spec = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
    return {"spec.kpi": spec, "indicators.kpi": "\n".join(blocks), "data.csv": "\n".join(rows)}


def test_no_sentence_contradicts_its_table() -> None:
    looked_at: set[tuple[str, str, int]] = set()

    @given(JUDGED)
    @settings(max_examples=80, deadline=None)
    def holds(indicators: list[Any]) -> None:
        outcome = pipeline.compose_report("spec.kpi", cases.reader(_judged(indicators)))
        assert outcome.value is not None, [one.message for one in outcome.diagnostics]
        evaluation = outcome.value.evaluation
        texts = [plain(block.content) for block in outcome.value.document.blocks if isinstance(block, Paragraph)]
        for number, (polarity, judge, value, _, england, target, _) in enumerate(indicators):
            one = evaluation.of(f"i{number}")
            text = next(text for text in texts if text.startswith(f"I{number} "))
            state = one.state.name if one.state else "none"
            assert text.startswith(f"I{number} {state}: "), text
            direction = one.directions[0].direction
            assert direction is not None
            assert text.endswith(f"Direction {direction.value}."), text
            now = Fraction(int(value + Fraction(1, 2))) if judge == "displayed" else value
            better = POLARITIES[polarity]
            for said in text.split(": ", 1)[1].split(". Direction")[0].split("; "):
                way = 1 if said.startswith(_BETTER) else -1 if said.startswith(_WORSE) else 0
                if "England" in said and better is not None:
                    assert _sign(better(now, england, target)) == way, text
                elif " in quarter four" in said and better is not None:
                    assert way == {"improved": 1, "worsened": -1}.get(direction.value, 0), text
                elif "the target of" in said:
                    is_met = one.aim is not None and one.aim.is_met(now)
                    assert (way == -1 or said.startswith("off")) is not is_met, text
                elif better is None:
                    assert way == 0, text
                looked_at.add((polarity, said.split()[0], way))

    holds()
    assert len(looked_at) > 12


def _sign(amount: Fraction) -> int:
    return (amount > 0) - (amount < 0)


@given(
    st.lists(
        st.text(st.sampled_from("ab É72%£ .,;:?'\"“()/–-*_[]<&`\\!#+1.)~=\t\xa0\ue000"), max_size=12),
        min_size=1,
        max_size=5,
    )
)
@example(["word", "---"])
@example(["a  ", " b"])
@example(["a &amp b"])
@example(["a", "", "b", "", ""])
@example(["", "", "", "a"])
@example(["12 b", "3. c"])
@example(["a", "", "1) b"])
def test_prose_without_markup_is_what_markdown_makes_of_it(texts: list[str]) -> None:
    """It is not asked there, for it takes long."""
    lines = []
    for text in texts:
        source = Source("prose", text)
        lines.append(ast.Prose(source.text, source.span(0, len(source.text))))
    written = "\n".join(line.text for line in lines)
    quick = prose._plain(written)
    if quick:
        assert quick == tuple(prose._blocks(prose._markdown().parse(written), lines, Problems()))


def test_most_prose_is_without_markup() -> None:
    assert prose._plain("Of the children, 43 of 44 (98%) were seen\n“in time” – see note: it is so.")
    assert len(prose._plain("As on\n30 September, 4 were.\n\nLast year none was.")) == 2
