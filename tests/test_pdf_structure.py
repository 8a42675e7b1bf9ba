"""What a screen reader meets in the PDF: all of the Document, once, in order, and named for what it is."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pikepdf
import pytest

from kpidsl.document.model import Chart, Heading, StackedBar, Table, TrendCell
from kpidsl.render.pdf import render
from kpidsl.render.theme import Theme
from tests.kitchen_sink import kitchen_sink
from tests.pdf_expected import expected, spoken, words
from tests.pdf_reader import Node, Read, read

DOCUMENT = kitchen_sink()
CHARTS = [block for block in DOCUMENT.blocks if isinstance(block, Chart)]
_WITH_TABLES = [block for block in DOCUMENT.blocks if isinstance(block, Table | Chart)]
TABLES = [block.table if isinstance(block, Chart) else block for block in _WITH_TABLES]
HEADINGS = [block for block in DOCUMENT.blocks if isinstance(block, Heading)]


@pytest.fixture(scope="module")
def found() -> Read:
    data = render(DOCUMENT, Theme()).value
    assert data is not None
    return read(data)


def test_all_is_said_once_in_order(found: Read) -> None:
    assert list(spoken(found.root)) == expected(DOCUMENT, found.root)


def test_every_sequence_is_in_exactly_one_element(found: Read) -> None:
    assert found.repeated == []
    assert sorted(found.uses) == sorted(found.sequences)
    assert len(found.uses) == len(set(found.uses))


def test_nothing_is_painted_outside_marks_and_no_mark_is_empty(found: Read) -> None:
    assert found.unmarked == []
    assert found.empty == []


def test_a_table_is_one_element_over_all_its_pages(found: Read) -> None:
    tables = found.all("Table")
    assert len(tables) == len(TABLES)
    assert len(tables[0].pages) >= 3


def test_a_table_has_caption_head_and_a_body_for_each_group(found: Read) -> None:
    for node, table in zip(found.all("Table"), TABLES, strict=True):
        roles = [kid.role for kid in node.kids if isinstance(kid, Node)]
        assert roles == ["Caption", "THead", *["TBody"] * len(table.groups)]


def test_a_chart_is_a_figure_between_its_caption_and_its_table_on_one_page(found: Read) -> None:
    charts = [node for node in found.all("Sect") if node.all("Figure")]
    assert len(charts) == len(CHARTS)
    for node, chart in zip(charts, CHARTS, strict=True):
        kids = [kid for kid in node.kids if isinstance(kid, Node)]
        assert [kid.role for kid in kids] == ["Caption", "Figure", "Table", *["P"] * bool(chart.note)]
        assert len({page for part in ("Caption", "Figure", "Table") for page in node.all(part)[0].pages}) == 1


def test_repeated_header_rows_are_artifacts(found: Read) -> None:
    again = [(page, text) for page, kind, text in found.artifacts if kind == "/Pagination" and text]
    heads = found.all("Table")[0].all("THead")[0].all("TH")
    said = "".join(" ".join(head.text.split()) for head in heads).replace(" ", "")
    pages = sorted(found.all("Table")[0].pages)
    assert ["".join(text.split()) for page, text in again] == [said] * (len(pages) - 1)
    assert [page for page, _ in again] == pages[1:]
    assert {page for head in heads for page in head.pages} == {pages[0]}


def test_headings_have_scope_and_cells_name_their_headings(found: Read) -> None:
    for table in found.all("Table"):
        ids = {bytes(node.obj.ID): node for node in table.all("TH")}
        assert len(ids) == len(table.all("TH"))
        columns = [bytes(node.obj.ID) for head in table.all("THead") for node in head.all("TH")]
        for row in (row for body in table.all("TBody") for row in body.all("TR")):
            cells = [kid for kid in row.kids if isinstance(kid, Node)]
            if len(cells) == 1:
                assert cells[0].attribute("/ColSpan") == len(columns)
                continue
            assert [cell.role for cell in cells] == ["TH", *["TD"] * (len(columns) - 1)]
            assert str(cells[0].attribute("/Scope")) == "/Row"
            for cell, column in zip(cells[1:], columns[1:], strict=True):
                names = cell.attribute("/Headers")
                assert isinstance(names, pikepdf.Array)
                assert [bytes(name) for name in names] == [column, bytes(cells[0].obj.ID)]
        for column in columns:
            assert str(ids[column].attribute("/Scope")) == "/Column"


def test_the_id_tree_leads_to_the_headings(found: Read) -> None:
    names = found.pdf.Root.StructTreeRoot.IDTree.Kids[0].Names
    keys = [bytes(names[at]) for at in range(0, len(names), 2)]
    assert keys == sorted(keys)
    assert all(bytes(names[at + 1].ID) == bytes(names[at]) for at in range(0, len(names), 2))
    assert len(keys) == len(found.all("TH"))


def test_figures_say_what_the_trends_show(found: Read) -> None:
    alts = [
        cell.sparkline.alt
        for table in TABLES
        for group in table.groups
        for row in group.rows
        for cell in row.cells
        if isinstance(cell, TrendCell)
    ]
    bars = [block.alt for block in DOCUMENT.blocks if isinstance(block, StackedBar)]
    charts = [chart.alt for chart in CHARTS]
    logo = DOCUMENT.masthead.logo
    assert logo is not None
    assert [str(figure.obj.Alt) for figure in found.all("Figure")] == [logo.alt, *bars, *alts, *charts]
    for figure in found.all("Figure"):
        left, bottom, right, top = (float(edge) for edge in figure.obj.A.BBox)
        assert 0 < left < right < 596
        assert 0 < bottom < top < 842


def test_headings_never_skip_a_level(found: Read) -> None:
    levels = [int(node.role[1]) for node in found.root.walk() if node.role in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_bookmarks_are_the_headings(found: Read) -> None:
    with found.pdf.open_outline() as outline:
        said: list[tuple[int, str]] = []

        def walk(items: list[pikepdf.OutlineItem], level: int) -> None:
            for item in items:
                said.append((level, item.title))
                walk(item.children, level + 1)

        walk(outline.root, 1)
    assert said == [(heading.level, f"{heading.number} {words(heading.content)}".strip()) for heading in HEADINGS]


def test_headings_are_named_destinations(found: Read) -> None:
    names = found.pdf.Root.Names.Dests.Names
    keys = [bytes(names[at]).decode() for at in range(0, len(names), 2)]
    assert keys == sorted(heading.id for heading in HEADINGS)
    pages = {page.objgen for page in found.pdf.pages}
    assert all(names[at + 1][0].objgen in pages for at in range(0, len(names), 2))


def test_links_are_in_the_tree_and_say_where_they_lead(found: Read) -> None:
    annotations = [annotation for page in found.pdf.pages for annotation in page.get("/Annots", ())]
    tagged = [annotation for link in found.all("Link") for annotation in link.annotations]
    assert sorted(each.objgen for each in annotations) == sorted(each.objgen for each in tagged)
    contents = [str(link.annotations[0].Contents) for link in found.all("Link")]
    assert contents == [
        "01572 758358 (+441572758358)",
        "jweller@rutland.example",
        "1 Purpose of the report",
        "2 Performance data, in words so many that they are certain to run over the end of their line",
        "3 Commentary",
        "3.1 Assessments, with stress",
        "Early help",
        "a link of many words that is certain to run over the end of a line, with strong ones"
        " (https://www.example.org/a/path?with=query#part)",
        "the commentary (3 Commentary)",
        "commentary (3 Commentary)",
    ]
    assert [len(link.annotations) for link in found.all("Link")] == [1, 1, 1, 2, 1, 1, 1, 2, 1, 1]  # over two lines
    numbers = found.pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for link in found.all("Link"):
        assert all(parents[int(each.StructParent)].objgen == link.obj.objgen for each in link.annotations)


def test_the_parent_tree_leads_from_sequences_to_elements(found: Read) -> None:
    numbers = found.pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for number, page in enumerate(found.pdf.pages):
        listed = parents[int(page.StructParents)]
        assert len(listed) == sum(each[0] == number for each in found.sequences)


def test_attachments_come_back_as_they_went_in(found: Read) -> None:
    names = found.pdf.Root.Names.EmbeddedFiles.Names
    back = {str(names[at + 1].UF): names[at + 1] for at in range(0, len(names), 2)}
    assert {name: bytes(spec.EF.F.read_bytes()) for name, spec in back.items()} == {
        attachment.name: attachment.data for attachment in DOCUMENT.attachments
    }
    assert all(spec.AFRelationship == "/Data" for spec in back.values())
    assert [str(spec.EF.F.Subtype) for spec in found.pdf.Root.AF] == ["/text/csv", "/application/json"]


def test_the_file_says_what_it_is(found: Read) -> None:
    root, info = found.pdf.Root, found.pdf.docinfo
    assert str(root.Lang) == DOCUMENT.language
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(info.Title) == DOCUMENT.title
    assert str(info.CreationDate) == str(info.ModDate) == "D:20210930000000Z"
    with found.pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == DOCUMENT.title
        assert metadata["dc:creator"] == [DOCUMENT.author]
        assert metadata["dc:description"] == DOCUMENT.subject
        assert metadata["xmp:CreateDate"] == "2021-09-30T00:00:00Z"


def test_a_report_without_a_title_block_shows_its_title() -> None:
    document = dataclasses.replace(DOCUMENT, blocks=(Heading(3, (), "x", "7"),))
    data = render(document, Theme()).value
    assert data is not None
    headings = [(node.role, node.text) for node in read(data).root.walk() if node.role.startswith("H")]
    assert headings == [("H1", DOCUMENT.title), ("H2", "7")]
