"""What nothing uses: sections, schemes, settings, records and abbreviations that stand in rules that are right."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.spec import abbreviations, capitals, records as record_blocks
from kpidsl.spec.model import Spec
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast, ast_records
from kpidsl.syntax.blocks import SETTINGS, keyword


def unused(files: Sequence[ast.File], spec: Spec) -> tuple[Diagnostic, ...]:
    """Warnings for sections, schemes, settings and abbreviations that nothing uses, and for abbreviations that nothing
    explains: most likely slips. For specs that are right."""
    problems = Problems()
    used = {indicator.section.name for indicator in spec.indicators if indicator.section}
    used |= {milestone.section.name for milestone in spec.milestones}
    themes = {theme.name for theme in spec.themes}
    in_force = {spec.scheme.name, *(indicator.scheme.name for indicator in spec.indicators)}
    abbreviations.unexplained(files, spec.abbreviations, spec.house.known_abbreviations, problems)
    capitals.unlike_house(files, spec.house, [one.short for one in spec.abbreviations], problems)
    asked = {asked.source.name for indicator in spec.indicators for asked in indicator.asked}
    in_force |= {milestone.scheme.name for milestone in spec.milestones}
    for header in (block.header for file in files for block in file.blocks):
        if isinstance(header, ast.Section) and header.name.text not in used:
            message = f"no indicator is in the section `{header.name.text}`, so it is not printed"
            problems.add("unused", message, header.span, "take it out, or name it in the indicators that belong to it")
        if isinstance(header, ast.Theme) and header.name.text not in themes:
            message = f"no section belongs to the theme `{header.name.text}`, so it is not printed"
            help_ = f"take it out, or name it in the sections that belong to it: theme {header.name.text}"
            problems.add("unused", message, header.span, help_)
        if isinstance(header, ast.Scheme) and header.name.text not in in_force:
            message = f"the scheme `{header.name.text}` is not used"
            problems.add("unused", message, header.span, f"take it out, or use it: scheme {header.name.text}")
        if isinstance(header, ast.BenchmarkSource) and header.name.text not in asked:
            message = f"no benchmark is taken from the source `{header.name.text}`"
            help_ = f"take it out, or use it: benchmark ... from {header.name.text} for 2020-21"
            problems.add("unused", message, header.span, help_)
    _in_records(files, spec, problems)
    taken = {origin.span for indicator in spec.indicators for _, origin in indicator.origins}
    taken |= {milestone.owner_said for milestone in spec.milestones if milestone.owner_said}
    for block in (block for file in files for block in file.blocks):
        if not isinstance(block.header, ast.Section | ast.Report):
            continue
        for line in block.lines:
            word = keyword(line)
            needed = word == "scheme" and isinstance(block.header, ast.Report)  # even where each section has its own
            if word in SETTINGS and line.span not in taken and not needed:
                message = f"no indicator takes its `{word}` from here"
                help_ = "each has its own, or another unit, or no target: take this line out, or those that hide it"
                problems.add("unused", message, line.span, help_)
    return problems.found()


def _in_records(files: Sequence[ast.File], spec: Spec, problems: Problems) -> None:
    """Records that no indicator uses; and, of those that are, columns and other lines that nothing asks for."""
    needed = {measure.name for indicator in spec.indicators for measure in indicator.counted}
    blocks = (block for file in files for block in file.blocks)
    found = {block.header.name.text: block for block in blocks if isinstance(block.header, ast_records.Records)}
    for one in spec.records:
        block = found[one.name]
        if not needed.intersection(measure.name for measure in one.measures):
            message = f"no indicator uses what is counted in the records `{one.name}`"
            help_ = f"take them out, or use a measure in an indicator: measure {one.measures[0].name}"
            problems.add("unused", message, block.header.span, help_)
            continue
        used = set(record_blocks.used_columns(one))
        for line in block.lines:
            if isinstance(line, ast_records.Open) and one.opened is None:
                message = f"no measure of the records `{one.name}` is counted at period end, which `open` is for"
                help_ = "take this line out, or add a measure: measure caseload count at period end"
                problems.add("unused", message, line.span, help_)
                used |= {line.since.text, line.until.text}
        for column in one.columns:
            if column.name not in used:
                problems.add("unused", f"nothing asks for the column `{column.name}`", column.span, "take it out")
