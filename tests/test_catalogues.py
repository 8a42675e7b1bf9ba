"""Generated words come from catalogues, which are complete."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from tests import catalogues
from tests.catalogues import PACKAGE

_SAYING = {"say", "say_in", "say_number", "marked"}
_NOT_FOR_READERS = {"Diagnostic", "Workings", "AssertionError", "nothing"}  # calls whose words are not of the report
_MESSAGES = {"message", "help_"}  # names of what is said to the officer
_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]|^[A-Z][a-z]+")
# Modules whose words are fixed by formats, or go to the officer and not into the report.
_EXEMPT = {"unprinted.py", "typed.py"} | {"record.py", "record_peers.py", "ees.py"}


def test_the_welsh_catalogue_holds_what_the_code_says_and_nothing_else() -> None:
    wanted, there = catalogues.said(), catalogues.written()
    missing = {catalogues.key(one) for one in catalogues.messages(wanted)}
    missing ^= {catalogues.key(one) for one in catalogues.messages(there)}
    assert not missing, "bring it up to date: python tests/catalogues.py"


def test_the_compiled_catalogue_is_current() -> None:
    assert catalogues.WELSH.with_suffix(".mo").read_bytes() == catalogues.compiled(catalogues.written())


def test_every_sentence_has_its_welsh_with_the_same_names_and_says_who_has_read_it() -> None:
    for message in catalogues.messages(catalogues.written()):
        english = message.id if isinstance(message.id, list | tuple) else (message.id,)
        for welsh in catalogues.strings(message):
            assert welsh, english
            assert _names(welsh) <= _names(english[-1]) | _names(english[0]), welsh
            assert _names(welsh) >= _names(english[-1]) - {"number"}, welsh
        (comment,) = message.user_comments
        assert comment == catalogues.UNREAD or catalogues.READ.fullmatch(comment)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("module", sorted((PACKAGE / "compose").glob("*.py")), ids=lambda path: path.stem)
def test_whatever_is_composed_is_said(module: Path) -> None:
    if module.name not in _EXEMPT:
        assert not list(unsaid(module))


def unsaid(module: Path) -> Iterator[str]:
    """Words in a module that no call of `say` and the like is given, and that no call for others is."""
    tree = ast.parse(module.read_text("utf-8"))
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            passed.add(id(node.body[0].value))  # type: ignore[attr-defined]
        name = getattr(node, "id", "") if not isinstance(node, ast.Call) else _called(node)
        if isinstance(node, ast.Call) and name in _SAYING | _NOT_FOR_READERS:
            passed |= {id(inner) for inner in ast.walk(node)} if name in _NOT_FOR_READERS else set(map(id, node.args))
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in _MESSAGES for target in targets):
                passed |= {id(inner) for inner in ast.walk(node.value)}
        if isinstance(node, ast.Dict):  # keys are looked up, and not printed
            passed |= {id(inner) for one in node.keys if one for inner in ast.walk(one)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        if _WORDS.search(node.value):
            yield f"{module.name}:{node.lineno}: {node.value!r}"


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
