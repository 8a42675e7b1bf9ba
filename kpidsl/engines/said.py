"""What is said of an engine that cannot be had, or that gives nothing."""

from __future__ import annotations

from kpidsl.counting.engine import Failure

_LONGEST = 200  # characters of what a driver says


def missing(engine: str, package: str, install: str) -> Failure:
    """The driver is not installed."""
    message = f"records are counted by {engine} here, and its package {package} is not installed"
    return Failure("records-engine", message, (f'pip install "{install}"',))


def broken(engine: str, error: BaseException, *help: str) -> Failure:
    """A driver gave up: its words, as far as they fit a line. Drivers put no password into them."""
    words = " ".join(str(error).split()) or type(error).__name__
    words = words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + " ..."
    return Failure("records-engine", f"{engine} gave no figures: {words}", help)


def expired(engine: str) -> Failure:
    """A query took longer than the house file gives it."""
    message = f"{engine} was not done in the time that the house file gives it"
    return Failure("records-engine", message, ("give it more: database: {minutes: 30}",))
