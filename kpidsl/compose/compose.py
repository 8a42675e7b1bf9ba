"""compose: Evaluation to Document, from the masthead to the last line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

from kpidsl.compose import (
    attachment,
    forecast,
    typed,
    words,
    workings,
)
from kpidsl.compose.abbreviations import expanded
from kpidsl.compose.chapters import chapters as chapters_of
from kpidsl.compose.contradictions import contradictions
from kpidsl.compose.heading_case import cased
from kpidsl.compose.page_words import page_words
from kpidsl.compose.workings import Inputs
from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.document.model import (
    Attachment,
    Block,
    Contents,
    ContentsEntry,
    Detail,
    Document,
    Fact,
    Facts,
    Heading,
    Inline,
    Link,
    List,
    Logo,
    Masthead,
    Note,
    Paragraph,
    Text,
)
from kpidsl.evaluation.forecasts import forecast_periods
from kpidsl.evaluation.model import Evaluation
from kpidsl.evaluation.owed import owed
from kpidsl.period import Period
from kpidsl.saying import say, say_number
from kpidsl.spec.council import Contact
from kpidsl.spec.model import (
    Spec,
)
from kpidsl.terms import Kind
from kpidsl.values import replace


def compose(
    evaluation: Evaluation,
    dataset: Dataset,
    as_at: date,
    inputs: Inputs,
    draft: bool = False,
    logo: Logo | None = None,
    *,
    with_details: bool = True,
    with_files: bool = True,
) -> Outcome[Document]:
    """The report. None where a placeholder that must be printed has no figure. A draft says that it is one.

    What stands behind its rows and how they can be put in order, and the files inside it, take half of the time: they
    are left out where no format is made that shows them.
    """

    def files(dated: Evaluation) -> Attachment:
        return attachment.observations(dated, published(dataset, dated.spec))

    return _composed(evaluation, files if with_files else None, as_at, inputs, draft, logo, with_details)


def compose_together(
    evaluation: Evaluation,
    datasets: Sequence[Dataset],
    as_at: date,
    inputs: Inputs,
    draft: bool = False,
    logo: Logo | None = None,
    *,
    with_details: bool = True,
    with_files: bool = True,
) -> Outcome[Document]:
    """The report on all authorities of an evaluation, as `compose` makes one; `datasets` are those of its authorities,
    in their order."""

    def files(dated: Evaluation) -> Attachment:
        rows = [
            (one.spec.house.council, published(dataset, one.spec))
            for one, dataset in zip(evaluation.authorities, datasets, strict=True)
        ]
        return attachment.of_each(dated, rows)

    return _composed(evaluation, files if with_files else None, as_at, inputs, draft, logo, with_details)


def _composed(
    evaluation: Evaluation,
    observations: Callable[[Evaluation], Attachment] | None,
    as_at: date,
    inputs: Inputs,
    draft: bool,
    logo: Logo | None,
    with_details: bool,
) -> Outcome[Document]:
    spec = dated(evaluation.spec)
    evaluation = expanded(replace(evaluation, spec=spec))
    problems: list[Diagnostic] = []
    announced = _announced(evaluation) if draft else ()
    made = None if observations is None else workings.figures_file()
    chapters = chapters_of(evaluation, inputs, problems, made, in_any_order=with_details)
    blocks = (*_opening(evaluation, announced), *_contents(spec, chapters), *chapters, *_closing(spec))
    contradicted = (*contradictions(evaluation), *typed.against_data(evaluation))
    found = in_order(dict.fromkeys((*contradicted, *problems)))
    if has_errors(found):
        return Outcome(None, found)
    council, meeting = spec.house.council, words.day(spec.meeting)
    files: tuple[Attachment, ...] = ()
    if observations is not None and made is not None:
        files = (observations(evaluation), *workings.attachments(made, evaluation, inputs))
    document = Document(
        title=f"{say(words.DRAFT_MARK)}: {spec.title}" if draft else spec.title,
        author=council,
        subject=f"{spec.committee}, {meeting}",
        language=spec.language,
        dated=as_at,
        masthead=Masthead(council, spec.committee, meeting, logo),
        running_head=f"{council}: {spec.committee}, {meeting}",
        page_label=say(words.PAGE_LABEL),
        page_words=page_words(),
        blocks=cased(blocks, spec.house.headings),
        details=_details(evaluation, inputs) if with_details else (),
        attachments=files,
        mark=say(words.DRAFT_MARK) if draft else "",
    )
    return Outcome(document, found)


def _details(evaluation: Evaluation, inputs: Inputs) -> tuple[Detail, ...]:
    from kpidsl.compose.details import details  # only here: most formats show none

    return details(evaluation, inputs.made_from.folder)


def published(dataset: Dataset, spec: Spec) -> tuple[Observation, ...]:
    """The rows of the data that are attached to the report."""
    rows = dataset.observations.values()
    periods = {(row.period, row.kind) for row in rows}  # few
    left_out = {(period, kind) for period, kind in periods if not _is_published(period, kind, spec)}
    return tuple(row for row in rows if (row.period, row.kind) not in left_out) if left_out else tuple(rows)


def _is_published(period: Period, kind: Kind, spec: Spec) -> bool:
    """Whether rows of a period are of the report's or before, or of what is expected or aimed at in its year."""
    match kind:
        case Kind.ACTUAL:
            return period.end <= spec.period.end
        case Kind.FORECAST:
            return period in forecast_periods(spec.period) and forecast.is_used(spec)
        case Kind.BASELINE | Kind.TARGET:
            return period.end <= spec.period.whole_year.end
        case _:
            assert_never(kind)


def dated(spec: Spec) -> Spec:
    """The spec with its period and council in the title, recommendations and front block, wherever they name them. Of
    a spec for each of several authorities, that is what stands for all of them."""
    several = spec.authorities is not None and not spec.authorities.together and not spec.authorities.is_one
    council = say("each authority") if several else spec.house.council

    def filled(text: str) -> str:
        return words.filled(text, spec.period, council)

    front = tuple(replace(line, text=filled(line.text)) for line in spec.front)
    recommendations = tuple(map(filled, spec.recommendations))
    return replace(spec, title=filled(spec.title), recommendations=recommendations, front=front)


# ---- before and after the chapters


def _announced(evaluation: Evaluation) -> tuple[Block, ...]:
    """What a draft says of itself, once; the mark on its pages is not read out."""
    debts = owed(evaluation)
    text = say(words.DRAFT_MEANING)
    if debts:
        text += " " + say_number(
            len(debts),
            "{number} note is still owed; the text says “{owed}” wherever one is to come.",
            "{number} notes are still owed; the text says “{owed}” wherever one is to come.",
            owed=say(words.NOTE_OWED),
        )
    return (Note(say(words.DRAFT), (Text(text),)),)


def _opening(evaluation: Evaluation, announced: tuple[Block, ...]) -> Iterator[Block]:
    spec = evaluation.spec
    yield Heading(1, (Text(spec.title),), "title")
    yield from announced
    facts = [Fact(say(words.REPORT_OF), ((Text(spec.author),),))]
    for front in spec.front:
        lines: list[tuple[Inline, ...]] = [(Text(front.text),)] if front.text else []
        lines += [_contact(contact) for contact in front.contacts]
        facts.append(Fact(front.label, tuple(lines)))
    yield Facts(tuple(facts))
    if evaluation.is_all_illustrative:
        yield Note(say(words.ILLUSTRATIVE_TITLE), (Text(say(words.ALL_ILLUSTRATIVE)),))
    if spec.recommendations:
        yield Heading(2, (Text(say(words.RECOMMENDATIONS)),), "recommendations")
        yield Paragraph((Text(spec.house.recommendation_lead or say(words.RECOMMENDATION_LEAD)),))
        labels = tuple(f"{number}." for number in range(1, len(spec.recommendations) + 1))
        yield List(tuple((Text(text),) for text in spec.recommendations), labels)


def _contact(contact: Contact) -> tuple[Inline, ...]:
    line: list[Inline] = [Text(f"{contact.name}, {contact.role}")]
    if contact.telephone:
        number = re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", contact.telephone))
        line += [Text(f", {say(words.TELEPHONE)} "), Link((Text(words.unbroken(contact.telephone)),), f"tel:{number}")]
    if contact.email:
        line += [Text(f", {say(words.EMAIL)} "), Link((Text(contact.email),), f"mailto:{contact.email}")]
    return tuple(line)


def _contents(spec: Spec, chapters: Iterable[Block]) -> Iterator[Block]:
    """The chapters, and as many levels of headings below them as are asked for."""
    if spec.contents:
        headings = (one for one in chapters if isinstance(one, Heading) and one.level <= 1 + spec.contents)
        yield Heading(2, (Text(say(words.CONTENTS)),), "contents")
        yield Contents(tuple(ContentsEntry(one.level - 1, one.number, one.content, one.id) for one in headings))


def _closing(spec: Spec) -> Iterator[Block]:
    if spec.house.formats_statement:
        yield Note(say(words.OTHER_FORMATS), (Text(words.unbroken(spec.house.formats_statement)),))


# ---- chapters
