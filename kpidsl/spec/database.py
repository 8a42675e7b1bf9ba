"""The database that records are counted in, as the house file names it. Knows no YAML, no driver and no password."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kpidsl.patterns import lazily
from kpidsl.source import Named, Span
from kpidsl.spec.problems import Problems
from kpidsl.values import dataclass

KEYS = (
    "engine", "host", "port", "name", "user", "password from", "encryption", "driver", "file", "minutes",
)  # fmt: skip
_LONGEST, _USUAL = 240, 10  # minutes
_PORTS = 65_535
_CONNECT = lazily(r"sc://[\w.-]+(:\d+)?")
_VARIABLE = lazily(r"[A-Z_][A-Z0-9_]*")


class EngineKind(Enum):
    """What keeps the tables; the value is how the house file writes it."""

    POSTGRESQL = "postgresql"
    SPARK = "spark"
    SQLITE = "sqlite"
    SQL_SERVER = "sqlserver"


class Encryption(Enum):
    """How the connection is protected; the value is how the house file writes it."""

    AS_OFFERED = "as offered"
    REQUIRED = "required"
    VERIFIED = "verified"  # and it is made sure that the server is the one that was meant


# What each kind of database can be told besides `engine` and `minutes`, and what it has to be.
_SAYS: Mapping[EngineKind, tuple[frozenset[str], frozenset[str]]] = {
    EngineKind.POSTGRESQL: (
        frozenset({"host", "port", "name", "user", "password from", "encryption"}),
        frozenset({"host", "name"}),
    ),
    EngineKind.SPARK: (frozenset({"host", "name", "password from"}), frozenset()),
    EngineKind.SQLITE: (frozenset({"file"}), frozenset({"file"})),
    EngineKind.SQL_SERVER: (
        frozenset({"host", "port", "name", "user", "password from", "encryption", "driver"}),
        frozenset({"host", "name"}),
    ),
}


@dataclass(frozen=True, slots=True)
class Database:
    """Where it is and who asks. `password_from` is the name of a variable of the environment, never a password.

    `port` 0 is the usual one; `minutes` are how long a query may take.
    """

    engine: EngineKind
    span: Span
    host: str = ""
    port: int = 0
    name: str = ""
    user: str = ""
    password_from: str = ""
    encryption: Encryption = Encryption.AS_OFFERED
    driver: str = ""
    file: str = ""
    minutes: int = _USUAL


def database(said: Mapping[str, Named], span: Span, problems: Problems) -> Database | None:
    """The database of the entries below `database`; None where there is something wrong with it."""
    before = problems.errors
    kinds = {kind.value: kind for kind in EngineKind}
    engine = said.get("engine")
    if engine is None:
        problems.add("house-file", "`database` does not say which `engine` it is", span, "engine: postgresql")
        return None
    if engine.text not in kinds:
        message = f"`{engine.text}` is not an engine that records are counted in"
        problems.unknown("house-file", message, engine.span, engine.text, kinds)
        return None
    kind = kinds[engine.text]
    known, needed = _SAYS[kind]
    for key in said:
        if key not in known and key not in ("engine", "minutes"):
            message = f"a database of {engine.text} has no `{key}`"
            problems.add("house-file", message, said[key].span, "take the line out")
    for key in sorted(needed - set(said)):
        problems.add("house-file", f"the database has no `{key}`", span, f"{key}: ...")
    password = said.get("password from")
    if password is not None and not _VARIABLE.fullmatch(password.text):
        message = "`password from` is not the name of a variable of the environment, in capitals"
        help_ = "a password never stands in a file: set it where kpic runs, and name the variable: KPIC_PASSWORD"
        problems.add("house-file", message, password.span, help_)
    text = {key: value.text for key, value in said.items()}
    if kind is EngineKind.SPARK and not _CONNECT.fullmatch(text.get("host", "sc://here")):
        help_ = "host: sc://server:15002, and the token in a variable that `password from` names"
        problems.add("house-file", "the `host` of Spark is not an address of Spark Connect", said["host"].span, help_)
    protection = {one.value: one for one in Encryption}
    wanted = said.get("encryption")
    if wanted is not None and wanted.text not in protection:
        message = f"`{wanted.text}` is not a way to protect a connection"
        problems.unknown("house-file", message, wanted.span, wanted.text, protection)
    made = Database(
        engine=kind,
        span=span,
        host=text.get("host", ""),
        port=_whole(said.get("port"), "a port", _PORTS, 0, problems),
        name=text.get("name", ""),
        user=text.get("user", ""),
        password_from=text.get("password from", ""),
        encryption=protection.get(text.get("encryption", ""), Encryption.AS_OFFERED),
        driver=text.get("driver", ""),
        file=text.get("file", ""),
        minutes=_whole(said.get("minutes"), "a time limit in minutes", _LONGEST, _USUAL, problems),
    )
    return made if problems.errors == before else None


def _whole(said: Named | None, what: str, most: int, usual: int, problems: Problems) -> int:
    if said is None:
        return usual
    if said.text.isascii() and said.text.isdigit() and len(said.text) < 7 and 1 <= int(said.text) <= most:
        return int(said.text)
    problems.add("house-file", f"`{said.text}` is not {what}", said.span, f"a whole number from 1 to {most}")
    return usual
