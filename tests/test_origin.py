"""Where a character comes from that cannot be printed."""

from __future__ import annotations

from hypothesis import given, strategies as st

from kpidsl.render.pdf.fonts import clean
from kpidsl.render.pdf.origin import origin
from kpidsl.source import Source

_WORDS = st.lists(st.sampled_from("a visit of 92% the (late) 安 —".split()), min_size=1, max_size=8).map(" ".join)


def _found(text: str, *sources: Source) -> tuple[str, int, int] | None:
    span = origin(text, text.index("訪"), sources)
    return (span.source.name, span.line, span.start - span.source.line_start(span.line) + 1) if span else None


def test_of_several_places_the_one_with_the_same_words_around_it_counts() -> None:
    rules = Source("a.kpi", 'section one "Visits 訪"\n  # Calls on 訪 in a comment\n  > Calls on 訪\n  > at home\n')
    data = Source("data.csv", 'indicator,period,note\nvisits,2021-22 Q1,"Late, by 訪 # 2"\n')
    assert _found("Table 1. Visits 訪, by section", rules, data) == ("a.kpi", 1, 21)
    assert _found("Calls on 訪 at home", rules, data) == ("a.kpi", 3, 14)
    assert _found("Revised: Late, by 訪 # 2", rules, data) == ("data.csv", 2, 29)
    assert _found("訪", data) == ("data.csv", 2, 29)


def test_what_is_written_out_is_found() -> None:
    assert _found("About 訪 there", Source("a.kpi", "> About &#35370; there\n")) == ("a.kpi", 1, 9)
    assert _found("About 訪 there", Source("q1.json", '{"action": "About \\u8a2a there"}')) == ("q1.json", 1, 19)


def test_what_stands_in_no_file_or_in_comments_alone_has_no_place() -> None:
    assert _found("訪", Source("a.kpi", 'report "Visits" # 訪\n# 訪\n'), Source("council.yaml", "a: b # 訪\n")) is None


@given(_WORDS, _WORDS, st.lists(_WORDS, max_size=4), st.integers(0, 4))
def test_a_character_that_stands_in_one_place_is_found_there(
    before: str, after: str, others: list[str], at: int
) -> None:
    lines = [f"  > {line}" for line in others]
    lines.insert(min(at, len(lines)), f"  > {before} 訪 {after}")
    source = Source("a.kpi", "\n".join(lines) + "\n")
    found = _found(clean(f"3.1 {before} 訪 {after}"), source)
    assert found is not None
    assert source.line(found[1])[found[2] - 1] == "訪"
