"""Codes of rules and figures that cannot be meant as they stand: found before there is any data."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import warning
from kpidsl.diagnostics.catalogue.frames import HEADED, JUDGED, MEASURED, SCHEME

ENTRIES = (
    warning(
        "state-never-reached",
        what="A state stands below others that take every value it could have, so no indicator can ever come to it.",
        why="""The key in the report would explain a status that nobody can get. Most often two bands stand in the wrong
        order.""",
        frame=SCHEME,
        bad="""
scheme council "Council rating"
  green  when at or better than target
  amber  when within 5 points of target
  blue   "Nearly there" shape square when within 2 points of target
  red    otherwise
""",
        good="""
scheme council "Council rating"
  green  when at or better than target
  blue   "Nearly there" shape square when within 2 points of target
  amber  when within 5 points of target
  red    otherwise
""",
    ),
    warning(
        "status-unspoken",
        what="An indicator has commentary rules, and there is a status that it can come to of which they say nothing.",
        why="""Its commentary would be missing from the report in just that case, and nobody would be told that it was
        forgotten. `say nothing` below a rule says that it was meant.""",
        frame=JUDGED,
        bad="""
  commentary
    when green
      > {value} of reviews were on time.
    when red
      > Only {value} of reviews were on time.
""",
        good="""
  commentary
    when green
      > {value} of reviews were on time.
    when red
      > Only {value} of reviews were on time.
    otherwise
      say nothing
""",
    ),
    warning(
        "states-out-of-order",
        what="""Along the values, from the best to the worst, the states do not come in the order of the scheme: one
        takes values that lie between two others, or two ranges of values with another state between them.""",
        why="""Most often the bands leave a gap, which `otherwise` fills with the wrong state; and readers expect each
        line of the key to be worse than the one above it.""",
        frame=SCHEME,
        bad="""
scheme council "Council rating"
  green  when at or better than target
  amber  when within 5 points of target
  red    when short of target by 10 points or more
  grey   otherwise
""",
        good="""
scheme council "Council rating"
  green  when at or better than target
  amber  when within 10 points of target
  red    otherwise
""",
    ),
    warning(
        "empty-band",
        what="A state has no width for an indicator, because a tolerance or margin comes to 0.",
        why="""Nothing lies between the states on either side of it: one case too many turns green into red. A share of
        a target of 0 is 0, however large the share.""",
        frame=MEASURED,
        bad="""
  target    90%
  tolerance 0 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    warning(
        "floor-beyond-target",
        what="A floor is the target itself, or better than it.",
        why="""A floor is what must be reached even where the target is missed. One that asks for as much as the target
        tells nothing apart; most often the two figures have changed places.""",
        frame=MEASURED,
        bad="""
  target    80%
  tolerance 5 points
  floor     90%
""",
        good="""
  target    90%
  tolerance 5 points
  floor     80%
""",
    ),
    warning(
        "target-no-test",
        what="A target is met by every value that there can be, or by none.",
        why="The status says nothing then. Most often the polarity is the wrong way round, or the figure is a slip.",
        frame=HEADED,
        bad="""
  section   reviews
  unit      count
  polarity  higher is better
  target    0
  tolerance 5
""",
        good="""
  section   reviews
  unit      count
  polarity  lower is better
  target    0
  tolerance 5
""",
    ),
    warning(
        "target-outside-whole",
        what="A target or floor is over 100% or below 0%, and the indicator measures a part of a whole.",
        why="""No part is larger than its whole, so such a target could never be met. Where the first count can be the
        larger one, as rent collected against rent due, it is right as it stands.""",
        frame=MEASURED,
        bad="""
  measure   reviews_in_time / reviews_due
  target    900%
  tolerance 5 points
""",
        good="""
  measure   reviews_in_time / reviews_due
  target    90%
  tolerance 5 points
""",
    ),
    warning(
        "target-looser",
        what="A target asks for less than the target of the year before, or than the baseline.",
        why="""Members challenge such targets, and rightly: on paper a worse year becomes a better one. Where it is
        meant, `target ... from ..., was ... because "..."` prints the reason.""",
        frame=MEASURED,
        bad="""
  target    90% for 2020-21
  target    85% for 2021-22
  tolerance 5 points
""",
        good="""
  target    85% from 2021-22, was 90% because "More families are seen at home"
  tolerance 5 points
""",
    ),
    warning(
        "condition-never-holds",
        what="A condition of a commentary rule, or a part of one, is never so, whatever the figures are.",
        why="""The words below it are never printed. Most often `and` stands where `or` was meant, or a figure is one
        that the indicator cannot have.""",
        frame=JUDGED,
        bad="""
  commentary
    when green and red
      > The target was met, or missed by far.
    otherwise
      > The target was nearly met.
""",
        good="""
  commentary
    when green or red
      > The target was met, or missed by far.
    otherwise
      > The target was nearly met.
""",
    ),
    warning(
        "condition-always-holds",
        what="A condition of a commentary rule, or a part of one, is so for every value.",
        why="It chooses nothing, though whoever reads the rule must think that it does.",
        frame=JUDGED,
        bad="""
  commentary
    also when value < 50% or value > 40%
      > {value} of reviews were on time.
""",
        good="""
  commentary
    also when value < 50% and value > 40%
      > {value} of reviews were on time.
""",
    ),
    warning(
        "rule-never-used",
        what="A commentary rule is never used: in every case that it is written for, a rule above it comes first.",
        why="The first rule that is so is used. Words that were written for a special case are then never printed.",
        frame=JUDGED,
        bad="""
  commentary
    when green
      > The target was met.
    when value = 100%
      > All reviews were on time.
    otherwise
      > The target was missed.
""",
        good="""
  commentary
    when value = 100%
      > All reviews were on time.
    when green
      > The target was met.
    otherwise
      > The target was missed.
""",
    ),
)
