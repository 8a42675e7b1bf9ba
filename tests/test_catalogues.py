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
_NOT_FOR_READERS = {"Diagnostic", "Label", "AssertionError", "compile"}  # calls whose words are not of the report
_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]|^[A-Z][a-z]+")
_WORD = re.compile(r"(?<![-\w])[A-Za-z]{2,}(?![-\w])")  # enough to be one within an f-string
# What is read by programs alone: names of columns and files, kinds of files, and words of the open data.
_CODES = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+|[a-z-]+(\.csv|/csv)|percentage points")
# Modules whose words are fixed by formats, or go to the officer and not into the report.
_EXEMPT = {"record.py", "record_peers.py", "ees.py", "disclosure.py", "owed.py"}


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
    pieces: set[int] = set()  # of f-strings, where one word is enough to be a part of a sentence
    for node in ast.walk(tree):
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() if ast.get_docstring(node):
                passed.add(id(node.body[0].value))  # type: ignore[attr-defined]
            case ast.Call() if _called(node) in _SAYING:
                passed |= set(map(id, node.args))
            case ast.Call() if _called(node) in _NOT_FOR_READERS:
                passed |= set(map(id, ast.walk(node)))
            case ast.Dict():  # keys that the words for readers stand beside
                passed |= {id(key) for key, value in zip(node.keys, node.values, strict=True) if _is_said(value)}
            case ast.JoinedStr():
                pieces |= set(map(id, node.values))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        words = _WORD if id(node) in pieces else _WORDS
        if words.search(node.value) and not _CODES.fullmatch(node.value):
            yield f"{module.name}:{node.lineno}: {node.value!r}"


def _is_said(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and _called(node) in _SAYING


def test_no_sentence_is_put_together_where_it_is_said() -> None:
    """In `say("a" if b else "c")` a catalogue would look for `ac`."""
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYING - {"marked"}:
                strings = [one for arg in node.args for one in ast.walk(arg) if isinstance(one, ast.Constant)]
                plain = [arg for arg in node.args if isinstance(arg, ast.Constant)]
                keys = [arg.slice for arg in node.args if isinstance(arg, ast.Subscript)]
                assert all(one in plain or one in keys for one in strings), f"{module.name}:{node.lineno}"


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
