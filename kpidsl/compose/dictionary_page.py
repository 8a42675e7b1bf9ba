"""The dictionary of a report's indicators as a page of its own, made of the rules alone: no data are needed."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.compose import dictionary, words
from kpidsl.compose.compose import dated
from kpidsl.compose.groups import by_section
from kpidsl.compose.origins import line
from kpidsl.compose.page_words import page_words
from kpidsl.compose.rules import rules_of
from kpidsl.document.model import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Masthead,
    Paragraph,
    Row,
    RowGroup,
    Table,
    Text,
    TextCell,
)
from kpidsl.evaluation.aims import aim_of
from kpidsl.evaluation.milestones import judge
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Unrated
from kpidsl.saying import say
from kpidsl.spec.indicator import Indicator, Section
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import Spec
from kpidsl.spec.project import MadeFrom


def document(spec: Spec, made_from: MadeFrom) -> Document:
    """The page, in the language of the report; whoever calls speaks it."""
    spec = dated(spec)
    evaluation = _unjudged(spec)
    council, meeting = spec.house.council, words.day(spec.meeting)
    title = say(words.DICTIONARY)
    opening: tuple[Block, ...] = (
        Heading(1, (Text(title),), "title"),
        Paragraph((Text(say("These are the rules of the report “{title}”.", title=spec.title)),)),
    )
    return Document(
        title=title,
        author=council,
        subject=spec.title,
        language=spec.language,
        dated=spec.meeting,
        masthead=Masthead(council, spec.committee, meeting),
        running_head=f"{council}: {spec.title}",
        page_label=say(words.PAGE_LABEL),
        page_words=page_words(),
        blocks=(*opening, *_blocks(evaluation, made_from)),
    )


def _unjudged(spec: Spec) -> Evaluation:
    """All that is known of the indicators before any data."""
    steps = tuple(judge(one, spec.period, spec.meeting) for one in spec.milestones)
    return Evaluation(spec, tuple(_assessment(one, spec) for one in spec.indicators), spec.meeting, steps)


def _assessment(indicator: Indicator, spec: Spec) -> Assessment:
    target = indicator.target_for(spec.period)
    return Assessment(
        indicator=indicator,
        figure=Figure(spec.period, None, None, None, None, ()),
        figures={},
        target=target,
        aim=aim_of(target, indicator, lambda _: None) if target else None,
        state=None,
        unrated=Unrated.NO_VALUE if target else Unrated.NO_TARGET,
        previous=None,
        outturn=None,
        previous_outturn=None,
        same_period_last_year=None,
        history=(),
        aims=(),
        directions=(),
        override=None,
        rules=(),
        forecast=None,
        rows=(),
    )


def _blocks(evaluation: Evaluation, made_from: MadeFrom) -> Iterator[Block]:
    for section in (*evaluation.spec.sections, None):
        members = evaluation.in_section(section)
        if members:
            label = section.label if section else say(words.OTHER_FIGURES)
            yield Heading(2, (Text(label),), f"section-{section.name if section else 'other'}")
        for one in members:
            yield from _entry(one, evaluation, made_from)
    if evaluation.milestones:
        yield Heading(2, (Text(say("Milestones")),), "milestones")
        yield from _milestones(evaluation)


def _entry(one: Assessment, evaluation: Evaluation, made_from: MadeFrom) -> Iterator[Block]:
    indicator = one.indicator
    yield Heading(3, (Text(indicator.label),), f"indicator-{indicator.id}")
    declared = (
        Fact(say("Name in the rules"), ((Text(indicator.id),),)),
        Fact(say("Rules stand in"), ((Text(line(indicator.span, made_from)),),)),
    )
    yield Facts((*dictionary.facts(one, evaluation).facts, *declared))
    rules = rules_of(one)
    if rules:
        columns = (Column(say(words.STATUS), 20), Column(say(words.RULE), 60))
        rows = tuple(
            Row((Text(rule.state.mark.word),), (TextCell((Text(words.capitalised(rule.asks)),)),)) for rule in rules
        )
        yield Table(indicator.scheme.label, columns, (RowGroup("", rows),))


def _milestones(evaluation: Evaluation) -> Iterator[Block]:
    columns = (
        Column(say(words.MILESTONE), 40),
        Column(say(words.DUE), 18),
        Column(say(words.OWNER), 22),
    )

    def rows(section: Section) -> list[Row]:
        return [_step(one.milestone) for one in evaluation.milestones if one.milestone.section == section]

    yield Table(say("Milestones"), columns, tuple(by_section(evaluation.spec.sections, rows)))


def _step(one: Milestone) -> Row:
    owner = TextCell((Text(one.owner or say(words.NOT_NAMED)),), muted=not one.owner)
    return Row((Text(one.label),), (TextCell((Text(words.day(one.due)),)), owner))
