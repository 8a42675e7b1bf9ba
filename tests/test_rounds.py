"""Fixes in rounds: bounded, never for the worse, and only where files may be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.diagnostics.fixes import Edit, Fix, replacing
from kpidsl.diagnostics.rounds import MOST, Diagnosis, put_right
from kpidsl.source import Source


def project(texts: Mapping[str, str], rules: Mapping[str, str]) -> Callable[[Mapping[str, str]], Diagnosis]:
    """Reports each word of `rules` in the texts as an error, with the fix that writes the other word."""

    def diagnose(changed: Mapping[str, str]) -> Diagnosis:
        problems = []
        for name, text in {**texts, **changed}.items():
            source = Source(name, text)
            for word, right in rules.items():
                start = text.find(word)
                if start >= 0:
                    fix = replacing(source.span(start, start + len(word)), right) if right else None
                    problems.append(Diagnostic("unknown-keyword", word, source.span(start, start + 1), fix=fix))
        return Diagnosis(tuple(problems), len(problems))

    return diagnose


def test_one_fix_brings_the_next_to_light() -> None:
    rounds = put_right(project({"a.kpi": "one", "b.kpi": "three"}, {"one": "two", "two": "four"}), lambda name: True)
    assert dict(rounds.after) == {"a.kpi": "four"}
    assert dict(rounds.before) == {"a.kpi": "one"}
    assert rounds.left == ()


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    seen: list[Mapping[str, str]] = []
    diagnose = project({"a.kpi": "one"}, {"one": "two", "two": "one"})

    def counted(texts: Mapping[str, str]) -> Diagnosis:
        seen.append(texts)
        return diagnose(texts)

    put_right(counted, lambda name: True)
    assert len(seen) == MOST + 1


def test_a_round_with_more_errors_than_before_is_not_made() -> None:
    diagnose = project({"a.kpi": "one", "b.kpi": "six"}, {"one": "two", "two": "three four", "three": "", "four": ""})
    rounds = put_right(diagnose, lambda name: True)
    assert dict(rounds.after) == {"a.kpi": "two"}
    assert [fix.title for fix in rounds.refused] == ["write `three four`"]
    assert [problem.message for problem in rounds.left] == ["two"]


def test_files_that_may_not_change_and_fixes_of_several_files_are_left() -> None:
    diagnose = project({"a.csv": "one", "a.kpi": "one"}, {"one": "two"})
    assert dict(put_right(diagnose, lambda name: name.endswith(".kpi")).after) == {"a.kpi": "two"}
    one, other = Source("a.kpi", "x"), Source("b.csv", "y")
    both = Fix("both", (Edit(one.span(0, 1), "z"), Edit(other.span(0, 1), "z")))
    problem = Diagnostic("unknown-keyword", "x", one.span(0, 1), fix=both)
    rounds = put_right(lambda texts: Diagnosis((problem,), 1), lambda name: True)
    assert (dict(rounds.after), rounds.left) == ({}, (problem,))
