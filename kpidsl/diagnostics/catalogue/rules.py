"""Codes of rules that must make sense together: scheme, polarity, target, tolerance, examples."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import BENCHMARKED, CHARTS, DIRECTIONAL, HEADED, JUDGED, MEASURED, SCHEME

_TARGET_IN_DATA = MEASURED.among(
    data_csv="indicator,period,kind,value\non_time,2021-22,target,90\non_time,2021-22 Q1,,95\n"
)

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
        "bad-colour",
        what="A state cannot be told from the others by its shape, or its colour is too pale to be read.",
        why="""A status must be plain to those who see no colours, and on a black-and-white copy. Text of a contrast
        under 4.5 to 1 is hard to read for many (WCAG 2.2, 1.4.3).""",
        frame=SCHEME,
        bad="""
scheme council "Council rating"
  green  shape circle colour "#9BE59B" when at or better than target
  amber  when within tolerance
  red    otherwise
""",
        good="""
scheme council "Council rating"
  green  shape circle colour "#00703C" when at or better than target
  amber  when within tolerance
  red    otherwise
""",
    ),
    error(
        "polarity-none",
        what="""Something asks for better or worse where the indicator does not say which way is better, or for a
        direction that its polarity does not have.""",
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
    error(
        "target-against-polarity",
        what="A target asks for less where higher is better, or for more where lower is better.",
        why="Every status of the indicator would be the wrong way round. One of the two lines is a slip.",
        frame=HEADED,
        bad="""
  section   reviews
  unit      count
  polarity  higher is better
  target    fewer than 85
  tolerance 5
""",
        good="""
  section   reviews
  unit      count
  polarity  lower is better
  target    fewer than 85
  tolerance 5
""",
    ),
    warning(
        "unlike-compared",
        what="What is counted over a part of the year is held against a whole year.",
        why="""85 complaints in a quarter are not better than 200 in a year. Say what a value covers, and set a target
        for the quarter, or compare with the same period last year.""",
        frame=HEADED,
        bad="""
  section   reviews
  unit      count
  polarity  lower is better
  target    400 for 2021-22
  tolerance 5
  covers    over quarter
""",
        good="""
  section   reviews
  unit      count
  polarity  lower is better
  target    100 for 2021-22 Q1
  tolerance 5
  covers    over quarter
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
        "example-without-target",
        what="An example is of an indicator whose target is in the data.",
        why="""Examples are held against the spec alone, before any data are read, so nobody could say whether this one
        is right. A `test` gives the target itself.""",
        frame=_TARGET_IN_DATA,
        bad="""
  target    from data
  tolerance 5 points
  example   91% is green
""",
        good="""
  target    from data
  tolerance 5 points

test "On target"
  given     target on_time in 2021-22 is 90%
  given     on_time in 2021-22 Q1 is 91%
  expect    on_time is green
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
    also when green for 2 years
      > The target was met again and again.
""",
        good="""
  commentary
    also when green for 8 quarters
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
    error(
        "cannot-be-drawn",
        what="A chart is asked for that could not be drawn, or not so that it can be read.",
        why="""Members look at a chart for moments. More than four lines cannot be told apart without colour, and one
        that leaves open what it is over, or what a line beside its figures belongs to, would mislead.""",
        frame=CHARTS,
        bad="""
  chart line of on_time
""",
        good="""
  chart line of on_time over 2 quarters with target
""",
    ),
    warning(
        "direction-not-shown",
        what="A scheme asks where a figure went since some time, or over a trend, and no column of a table shows that.",
        why="""Two figures equally far from their targets then have different colours, and a reader cannot see why. Here
        the scheme says `amber when improved since previous`.""",
        frame=DIRECTIONAL,
        bad="""
chapter "Performance"
  table columns value, target, status
""",
        good="""
chapter "Performance"
  table columns value, target, status, direction since previous
""",
    ),
    warning(
        "benchmark-not-shown",
        what="A scheme asks how a figure stands to a benchmark, and no column of a table shows that benchmark.",
        why="""Two figures equally far from their targets then have different colours, and a reader cannot see why. Here
        the scheme says `amber when at or better than england`.""",
        frame=BENCHMARKED,
        bad="""
chapter "Performance"
  table columns value, target, status
""",
        good="""
chapter "Performance"
  table columns value, target, status, benchmark england
""",
    ),
)
