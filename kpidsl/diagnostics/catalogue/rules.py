"""Codes of rules that must make sense together: scheme, polarity, target, tolerance, examples."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import HEADED, JUDGED, MEASURED, SCHEME

ENTRIES = (
    error(
        "scheme-incomplete",
        what="A scheme leaves some figures without a status, because it does not end with `otherwise`.",
        why="The worst figures are those that no state is written for, and they would be printed without a colour.",
        frame=SCHEME,
        bad="""
scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
""",
        good="""
scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise
""",
    ),
    error(
        "unreachable-state",
        what="A state stands below `otherwise`, which has taken all that is left.",
        why="No figure could ever get this status, though the key in the report would promise it.",
        frame=SCHEME,
        bad="""
scheme council "Council rating"
  green  when at or better than target
  red    otherwise
  amber  when within tolerance
""",
        good="""
scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise
""",
    ),
    error(
        "polarity-none",
        what="Something asks for better or worse, but the indicator does not say which way is better.",
        why="More referrals may be good or bad. A judgement needs somebody to have decided, with a `polarity` line.",
        frame=HEADED,
        bad="""
  section   reviews
  unit      percent
  polarity  none
  target    90%
  tolerance 5 points
""",
        good="""
  section   reviews
  unit      percent
  polarity  higher is better
  target    90%
  tolerance 5 points
""",
    ),
    error(
        "target-missing",
        what="Something asks for a target, and the indicator has none.",
        why="Without a target there is nothing to be within tolerance of, nothing to meet and nothing to miss.",
        frame=MEASURED,
        bad="""
  tolerance 5 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    warning(
        "target-not-now",
        what="An indicator has targets, but none for the period of the report.",
        why="It is printed without a status. Most often the target of the new year has not been written down yet.",
        frame=MEASURED,
        bad="""
  target    90% for 2020-21
  tolerance 5 points
""",
        good="""
  target    90% for 2020-21
  target    92% for 2021-22
  tolerance 5 points
""",
    ),
    error(
        "tolerance-missing",
        what="The scheme judges by tolerance, and the indicator has none.",
        why="How far a target may be missed before it counts is a decision of the service; nothing is assumed.",
        frame=MEASURED,
        bad="""
  target    90%
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    error(
        "tolerance-ambiguous",
        what="A tolerance in percent does not say of what.",
        why="""5% of a target of 90% is 4.5 percentage points, not 5. A figure in between would be amber by one
        reading and red by the other.""",
        frame=MEASURED,
        bad="""
  target    90%
  tolerance 5%
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    error(
        "measure-of-itself",
        what="A measure divides a count by itself.",
        why="The answer would always be 100%.",
        frame=JUDGED,
        bad="""
  measure   reviews_due / reviews_due
""",
        good="""
  measure   reviews_in_time / reviews_due
""",
    ),
    error(
        "wrong-grain",
        what="A rule or trend counts in periods of another length than the report's.",
        why="""A quarterly report holds a figure a quarter; what happened in each month or each year cannot be told
        from it.""",
        frame=JUDGED,
        bad="""
  commentary
    when green for 2 years
      > The target was met again and again.
""",
        good="""
  commentary
    when green for 8 quarters
      > The target was met again and again.
""",
    ),
    error(
        "example-contradicted",
        what="An example says another status than the rules give.",
        why="""Either the example is wrong, or a target, tolerance or polarity is: just the slip that examples are
        written to catch.""",
        frame=JUDGED,
        bad="""
  example   89% is green
""",
        good="""
  example   89% is amber
""",
    ),
)
