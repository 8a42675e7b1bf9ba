"""Codes of files: what cannot be found, opened or taken as what it is."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import DATA, DATA_IN_BOOK, HOUSE, INDICATORS_FILE, report_line
from kpidsl.values import replace

_CAFE = """
indicator,period,value,note
on_time,2021-22 Q1,95,Reviews at the café are counted
"""
_ONE = """
indicator,period,value
on_time,2021-22 Q1,95%
"""
_BARE = """
indicator on_time "% of reviews on time"
  section   reviews
  unit      percent
  polarity  none
"""

_BOOK = report_line("data").among(
    figures_xlsx="[Q4]\nindicator,period,value\non_time,2020-21 Q4,91%\n"
    "[Q1]\nindicator,period,value\non_time,2021-22 Q1,95%\n"
)

ENTRIES = (
    error(
        "file-missing",
        what="A file that the spec names is not there.",
        why="A report without its figures or its rules would look whole and be wrong.",
        frame=report_line("data"),
        bad='  data       "figures.csv"',
        good='  data       "data.csv"',
    ),
    error(
        "file-unreadable",
        what="""A file is there but cannot be opened: another program has locked it, it is a folder, it is far too
        large, it was cut off, it was changed while it was read, or it holds what no table of figures does.""",
        why="Nothing is known of what stands in it, and a report is not made from the rest alone.",
        frame=report_line("data").among(figures__q1_csv="indicator,period,value\non_time,2021-22 Q1,95\n"),
        bad='  data       "figures"',
        good='  data       "figures/q1.csv"',
    ),
    error(
        "not-utf8",
        what="A file is not saved as UTF-8, the encoding that all of our files are in.",
        why="Accents and signs such as £ would be printed as other characters. In Excel, save as “CSV UTF-8”.",
        frame=replace(DATA, encoding="utf-16"),
        bad=_CAFE,
        good=_CAFE,
        good_frame=DATA,
    ),
    warning(
        "windows-text",
        what="A data file is not saved as UTF-8, and was read as the text that Excel writes as “CSV” on Windows.",
        why="""It most likely is. Where it is not, accents and signs such as £ come out as others, so somebody should
        look, or save the file as “CSV UTF-8”.""",
        frame=replace(DATA, encoding="cp1252"),
        bad=_CAFE,
        good=_CAFE,
        good_frame=DATA,
    ),
    warning(
        "file-open",
        what="A file of figures is open in Excel or LibreOffice.",
        why="What was typed there and not saved is not in the file, so the report would have the figures of before.",
        frame=replace(DATA, file="data.xlsx", open_in="Excel").among(spec_kpi=DATA_IN_BOOK),
        bad=_ONE,
        good=_ONE,
        good_frame=replace(DATA, file="data.xlsx").among(spec_kpi=DATA_IN_BOOK),
    ),
    error(
        "sheet-not-found",
        what="""The sheet or the row that a `data` line names is not in the file; or it names none, and there is no
        telling which sheet holds the figures.""",
        why="Last quarter's sheet is most often in the same workbook, and looks the same.",
        frame=_BOOK,
        bad='  data       "figures.xlsx" sheet "Q2"',
        good='  data       "figures.xlsx" sheet "Q1"',
    ),
    warning(
        "hidden-rows",
        what="A sheet has rows or columns that Excel does not show, or is hidden itself.",
        why="What is hidden is read like all else, and nobody who looks at the sheet sees that it counts.",
        frame=replace(DATA, file="data.xlsx").among(spec_kpi=DATA_IN_BOOK),
        bad="""
indicator,period,value
on_time,2021-22 Q1,95%
(hidden) on_time,2020-21,80%
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,95%
""",
    ),
    error(
        "outside-project",
        what="A path leads out of the folder that the spec is in.",
        why="""A report is made from one folder, so that whoever is sent the folder can make the same report, and so
        that no spec can read files that are none of its business.""",
        frame=report_line("data"),
        bad='  data       "../data.csv"',
        good='  data       "data.csv"',
    ),
    error(
        "use-cycle",
        what="Files use each other in a circle.",
        why="""Each would have to be read before the other. Let the spec use the file of indicators, and not the other
        way round.""",
        frame=INDICATORS_FILE,
        bad=f'language 1\nuse "spec.kpi"\n{_BARE}',
        good=f"language 1\n{_BARE}",
    ),
    error(
        "house-file",
        what="The house file cannot be read, or says something that it has no use for.",
        why="""The house file is behind every report of the council: its name, its colours, its contacts and its
        chapters.""",
        frame=HOUSE,
        bad="""
councl: Example Council
""",
        good="""
council: Example Council
""",
    ),
    error(
        "word-template",
        what="The file that the house file names as `template` is not a Word document that a report can be put into.",
        why="""The Word document takes its styles, page, header and footer from the template. A file that is damaged,
        has macros or is in an older format would make documents that Word refuses to open.""",
        frame=HOUSE.among(letterhead_docx="Example Council, Town Hall"),
        bad="""
council: Example Council
template: letterhead.docx
""",
        good="""
council: Example Council
""",
    ),
    error(
        "logo-unfit",
        what="The file that the house file names as `logo` is not a picture that the report can show.",
        why="""The logo stands at the head of every report, in print, on the web page and in Word. It must be a PNG or
        JPEG picture that all of these can show, and that nobody has to wait for.""",
        frame=HOUSE.among(crest_svg="<svg xmlns='http://www.w3.org/2000/svg'/>"),
        bad="""
council: Example Council
logo: {file: crest.svg, alt: "Example Council, an oak tree"}
""",
        good="""
council: Example Council
""",
    ),
    error(
        "font-file",
        what="A file that the house file names under `fonts` is not a font that reports can be set in.",
        why="""The report carries its fonts, so that it looks the same everywhere and can be read out and searched. That
        takes a whole TrueType font whose maker allows it to be embedded.""",
        frame=HOUSE.among(our_ttf="Our font", bold_ttf="Our bold font"),
        bad="""
council: Example Council
fonts:
  regular: our.ttf
  bold: bold.ttf
""",
        good="""
council: Example Council
fonts: atkinson
""",
    ),
    error(
        "language-missing",
        what="A .kpi file does not start by saying which version of the language it is written in.",
        why="The line lets old reports be read as they were meant, whatever the language becomes.",
        frame=INDICATORS_FILE,
        bad=_BARE,
        good=f"language 1\n{_BARE}",
    ),
    error(
        "language-newer",
        what="A file is written in a newer version of the language than this compiler knows.",
        why="Lines that mean something new there would be read wrongly. Update kpidsl to make this report.",
        frame=INDICATORS_FILE,
        bad=f"language 2\n{_BARE}",
        good=f"language 1\n{_BARE}",
    ),
)
