"""Generated words come from catalogues, which are complete."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from kpidsl.saying import UNREAD
from tests import catalogues
from tests.catalogues import PACKAGE

_SAYING = {"say", "say_in", "say_number", "marked", "marked_number"}
# Words that are not of the report: messages for the officer, and what goes with our own bugs.
_NOT_FOR_READERS = {"Diagnostic", "AssertionError", "compile", "lazily", "nothing"}  # calls
_MESSAGES = re.compile(r"message|help_?|_HELP_\w+")  # names of what a diagnostic says
_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]|^[A-Z][a-z]+")
_PIECE = re.compile(r"(?:^|\s)[A-Za-z]{2,}\s|\s[A-Za-z]{2,}\b")  # of a text with figures in it: a word beside a space
# Modules whose words are fixed by formats, or go to the officer and not into the report.
_EXEMPT = {"record.py", "record_peers.py", "ees.py", "disclosure.py", "owed.py", "unprinted.py", "typed.py"}
_EXEMPT |= {"counted.py", "explained.py", "explained_blocks.py", "explained_judging.py", "explained_milestone.py"}
# What is read by programs alone: names of columns and files, kinds of files, and words of the open data.
_CODES = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+|[a-z-]+(\.csv|/csv)|percentage points")


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
            assert _names(welsh) >= _names(english[-1]) - {"number", "count"}, welsh
        (comment,) = message.user_comments
        assert comment == UNREAD or catalogues.READ.fullmatch(comment)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("module", sorted((PACKAGE / "compose").glob("*.py")), ids=lambda path: path.stem)
def test_whatever_is_composed_is_said(module: Path) -> None:
    if module.name not in _EXEMPT:
        assert not list(unsaid(module))


def unsaid(module: Path) -> Iterator[str]:
    """Words in a module that no call of `say` and the like is given, and that no call for others is."""
    tree = ast.parse(module.read_text("utf-8"))
    passed = {id(one) for node in ast.walk(tree) for one in _passed(node)}
    pieces = {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        if _CODES.fullmatch(node.value):
            continue
        if _WORDS.search(node.value) or (id(node) in pieces and _PIECE.search(node.value)):
            yield f"{module.name}:{node.lineno}: {node.value!r}"


def _passed(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one that may hold words."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
        yield node.body[0].value  # type: ignore[attr-defined]
    match node:
        case ast.Call() if _called(node) in _SAYING:
            yield from node.args
        case ast.Call() if _called(node) in _NOT_FOR_READERS:
            yield from ast.walk(node)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
            yield from ast.walk(node) if _MESSAGES.fullmatch(name) else ()
        case ast.Dict():  # what is looked up is not printed
            yield from (key for key in node.keys if key is not None)
        case ast.FunctionDef() if node.returns is not None and "Diagnostic" in ast.unparse(node.returns):
            yield from ast.walk(node)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


@pytest.mark.parametrize("module", sorted((PACKAGE / "compose").glob("*.py")), ids=lambda path: path.stem)
def test_nothing_is_said_before_a_language_is_spoken(module: Path) -> None:
    """Words of a module that are the same in all calls are `marked`, and said where they are printed."""
    tree = ast.parse(module.read_text("utf-8"))
    later = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for inner in ast.walk(node)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in later]
    assert [call.lineno for call in calls if _called(call) in {"say", "say_in", "say_number"}] == []


def test_no_sentence_is_chosen_where_it_is_said() -> None:
    """No catalogue would know `a` and `b` of `say("a" if c else "b")`."""
    for module in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _SAYING - {"marked"}:
                chosen = (arg for arg in node.args if isinstance(arg, ast.IfExp))
                ends = (end for arg in chosen for end in (arg.body, arg.orelse))
                assert not any(isinstance(end, ast.Constant) for end in ends), f"{module}:{node.lineno}"
