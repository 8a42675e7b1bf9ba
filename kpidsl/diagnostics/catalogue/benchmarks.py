"""Codes of benchmarks from files: what a spec asks of the figures of others, and what their file has."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import BLOCKS, DATA, JUDGED, Frame

_SOURCE = 'source dfe "DfE, annual census"\n  data "peers.csv"\n'
_AREA = '  area england is "England"\n'
_INDICATOR = "\n" + JUDGED.before.removeprefix(BLOCKS.before)
_LINE = "  benchmark england from dfe for 2019-20\n"
_TABLE = "entity,period,value,pct_early\nEngland,2019-20,88%,41%\nWales,2019-20,85%,39%\n"
_SPLIT = "entity,period,sex,value\nEngland,2019-20,Total,88%\nEngland,2019-20,Female,90%\n"

_ASKING = Frame("indicators.kpi", BLOCKS.before + _SOURCE + _AREA + _INDICATOR).among(peers_csv=_TABLE)
_NAMING = Frame("indicators.kpi", BLOCKS.before + _SOURCE, _INDICATOR + _LINE).among(peers_csv=_TABLE)

ENTRIES = (
    error(
        "unknown-source",
        what="A benchmark is to come from a source that no `source` block declares.",
        why="The block says in which file the figures stand, and what the report prints as their source.",
        frame=_ASKING,
        bad="""
  benchmark england from dfee for 2019-20
""",
        good="""
  benchmark england from dfe for 2019-20
""",
    ),
    error(
        "column-not-found",
        what="A benchmark is to come from a column that its file does not have.",
        why="Files of statistics hold many columns of figures, and only the line in the spec says which is meant.",
        frame=_ASKING,
        bad="""
  benchmark england from dfe column "pct_erly" for 2019-20
""",
        good="""
  benchmark england from dfe column "pct_early" for 2019-20
""",
    ),
    error(
        "unknown-entity",
        what="A file of benchmarks has no row for an area or authority that is asked for.",
        why="""Names differ from file to file (`Bristol` or `Bristol, City of`), and one that is close may be that of
another place.""",
        frame=_NAMING,
        bad="""
  area england is "Englnad"
""",
        good="""
  area england is "England"
""",
    ),
    error(
        "row-not-found",
        what="A file of benchmarks has the area or authority, but no row for the period or the values asked for.",
        why="The figure of another year is never taken instead: the report would print it under the wrong one.",
        frame=_ASKING,
        bad="""
  benchmark england from dfe for 2020-21
""",
        good="""
  benchmark england from dfe for 2019-20
""",
    ),
    error(
        "row-not-unique",
        what="Several rows of a file fit a benchmark, and they differ in a column that is not spoken of.",
        why="One of them is the total and the others are parts of it; taking any would be a guess.",
        frame=_ASKING.among(peers_csv=_SPLIT),
        bad="""
  benchmark england from dfe for 2019-20
""",
        good="""
  benchmark england from dfe where "sex" is "Total" for 2019-20
""",
    ),
    error(
        "entity-of-others",
        what="A row of the data is of another council than the report's.",
        why="Figures of others must never be taken for the council's own. Those that are wanted are benchmarks.",
        frame=DATA,
        bad="""
indicator,period,value,entity
on_time,2021-22 Q1,95,Another Council
""",
        good="""
indicator,period,value,entity
on_time,2021-22 Q1,95,Example Council
""",
    ),
)
