"""SQLGlot's nodes, as few of them as it takes, and how a finished tree is looked through.

Trees are built as nodes and never from text, so that
a name or a value is only ever a quoted identifier or a literal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from sqlglot import ErrorLevel, exp

from kpidsl.counting.stored import Dialect

# All that may stand in a tree. What else a dialect's writer would pass on unread is a bug of ours.
ALLOWED = frozenset(
    {
        exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Subquery, exp.With, exp.CTE, exp.Values, exp.Tuple,
        exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Identifier, exp.Star,
        exp.Literal, exp.National, exp.Null, exp.Neg, exp.Cast, exp.DataType, exp.DataTypeParam,
        exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Is, exp.And, exp.Or, exp.Not, exp.Paren,
        exp.Mul, exp.Add, exp.Case, exp.If, exp.Nullif, exp.Trim, exp.Lower, exp.Substring, exp.Collate, exp.Var,
        exp.Round, exp.Count, exp.CountIf, exp.Sum, exp.Max, exp.Min, exp.Distinct,
        exp.Window, exp.Order, exp.Ordered, exp.RowNumber, exp.Lag, exp.Union,
    }
)  # fmt: skip
BINARY = "Latin1_General_BIN2"  # of SQL Server: texts are the same where every character is


class NotAllowed(AssertionError):
    """A tree holds what no tree of ours may hold: a bug of ours."""


def text(tree: exp.Expr, dialect: Dialect, *, pretty: bool = True) -> str:
    """The SQL of a tree, in one of the dialects. Raises NotAllowed."""
    for node in tree.walk():
        check(node)
    return tree.sql(dialect=dialect.value, pretty=pretty, unsupported_level=ErrorLevel.RAISE)


def check(node: exp.Expr) -> None:
    """Raise NotAllowed for a node that is not on the list, for an identifier that is not quoted, and for any word that
    would be written as it stands."""
    if type(node) not in ALLOWED:
        raise NotAllowed(type(node).__name__)
    if isinstance(node, exp.Identifier) and not node.args.get("quoted"):
        raise NotAllowed(f"identifier {node.name}")
    if isinstance(node, exp.Var) and node.name != BINARY:
        raise NotAllowed(f"word {node.name}")
    if isinstance(node, exp.Literal) and not node.is_string and not node.name.isdigit():
        raise NotAllowed(f"number {node.name}")


def name(word: str) -> exp.Identifier:
    return exp.Identifier(this=word, quoted=True)


def column(table: str, word: str) -> exp.Column:
    """A column of a table of the query."""
    return exp.Column(this=name(word), table=name(table))


def table(parts: Sequence[str], alias: str = "") -> exp.Table:
    """A table by the parts of its name, from the outside in."""
    *outer, last = (name(part) for part in parts)
    catalog = outer[-2] if len(outer) > 1 else None
    found = exp.Table(this=last, db=outer[-1] if outer else None, catalog=catalog)
    if alias:
        found.set("alias", exp.TableAlias(this=name(alias)))
    return found


def number(value: int) -> exp.Expr:
    literal = exp.Literal.number(str(abs(value)))
    return exp.Neg(this=literal) if value < 0 else literal


def day(value: date, dialect: Dialect) -> exp.Expr:
    """A day as the dialect has it: SQLite keeps days as texts such as 2021-03-31."""
    literal = exp.Literal.string(value.isoformat())
    return literal if dialect is Dialect.SQLITE else cast(literal, "date")


def string(value: str, dialect: Dialect = Dialect.DUCKDB) -> exp.Expr:
    """A text. SQL Server would write one that is not ASCII in the code page of the database, but for the mark `N`."""
    if dialect is Dialect.SQL_SERVER and not value.isascii():
        return exp.National(this=value)
    return exp.Literal.string(value)


def cast(value: exp.Expr, type_: str) -> exp.Expr:
    """`type_` is one of ours, never of a spec: SQLGlot reads it."""
    return exp.Cast(this=value, to=_type(type_).copy())


@cache
def _type(written: str) -> exp.DataType:
    return exp.DataType.build(written)


def called(value: exp.Expr, word: str) -> exp.Expr:
    return exp.Alias(this=value, alias=name(word))


def every(parts: Iterable[exp.Expr]) -> exp.Expr:
    return _joined(exp.And, list(parts), empty=1)


def some(parts: Iterable[exp.Expr]) -> exp.Expr:
    return _joined(exp.Or, list(parts), empty=0)


def _joined(kind: type[exp.Connector], parts: list[exp.Expr], empty: int) -> exp.Expr:
    if not parts:
        return exp.EQ(this=number(1), expression=number(empty))
    if len(parts) == 1:
        return parts[0]
    joined = _guarded(parts[0])
    for part in parts[1:]:
        joined = kind(this=joined, expression=_guarded(part))
    return joined


def _guarded(part: exp.Expr) -> exp.Expr:
    return exp.Paren(this=part) if isinstance(part, exp.Connector) else part


def negated(part: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Paren(this=part))


def is_missing(value: exp.Expr) -> exp.Expr:
    return exp.Is(this=value, expression=exp.Null())


def is_there(value: exp.Expr) -> exp.Expr:
    return exp.Not(this=is_missing(value))


def where(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    """The value where the condition is so, and nothing elsewhere."""
    return exp.Case(ifs=[exp.If(this=condition, true=value)])


def part_of(value: exp.Expr, cuts: Sequence[exp.Expr]) -> exp.Expr:
    """How many of the cuts are on or before a day; nothing where there is no day."""
    ifs = [exp.If(this=exp.LT(this=value.copy(), expression=cut), true=number(at)) for at, cut in enumerate(cuts)]
    last = exp.If(this=exp.GTE(this=value.copy(), expression=cuts[-1].copy()), true=number(len(cuts)))
    return exp.Case(ifs=[*ifs, last])


def over(function: exp.Expr, within: Sequence[exp.Expr], by: exp.Expr | None, dialect: Dialect) -> exp.Expr:
    """A window function. What is missing comes where the dialect has it anyway: nothing hangs on that."""
    order = None
    if by is not None:
        first = dialect in (Dialect.SQLITE, Dialect.SPARK, Dialect.SQL_SERVER)
        order = exp.Order(expressions=[exp.Ordered(this=by, nulls_first=first)])
    return exp.Window(this=function, partition_by=list(within), order=order)


def given(
    called_: str, columns: Sequence[str], rows: Iterable[Sequence[exp.Expr]], dialect: Dialect, type_: str = ""
) -> exp.CTE:
    """A small table that the query brings along, every column read as of a type, where there is one."""
    values = exp.Values(expressions=[exp.Tuple(expressions=list(row)) for row in rows])
    names = [name(one) for one in columns]
    if dialect is Dialect.SQLITE:  # in which days are texts, and `VALUES` has no names
        return exp.CTE(this=values, alias=exp.TableAlias(this=name(called_), columns=names))
    values.set("alias", exp.TableAlias(this=name("given"), columns=names))
    as_read: list[exp.Expr] = [column("given", one) for one in columns]
    if type_:
        as_read = [called(cast(one, type_), one.name) for one in as_read]
    chosen = exp.Select(expressions=as_read, from_=exp.From(this=values))
    return exp.CTE(this=chosen, alias=exp.TableAlias(this=name(called_)))


def select(
    what: Sequence[exp.Expr],
    source: exp.Expr,
    joins: Sequence[exp.Join] = (),
    condition: exp.Expr | None = None,
    group: Sequence[exp.Expr] = (),
    given_: Sequence[exp.CTE] = (),
) -> exp.Select:
    found = exp.Select(expressions=list(what), from_=exp.From(this=source), joins=list(joins))
    if condition is not None:
        found.set("where", exp.Where(this=condition))
    if group:
        found.set("group", exp.Group(expressions=list(group)))
    if given_:
        found.set("with_", exp.With(expressions=list(given_)))
    return found


def inner(query: exp.Expr, alias: str) -> exp.Subquery:
    return exp.Subquery(this=query, alias=exp.TableAlias(this=name(alias)))


def left_join(source: exp.Expr, condition: exp.Expr) -> exp.Join:
    return exp.Join(this=source, side="LEFT", on=condition)


def join(source: exp.Expr, condition: exp.Expr) -> exp.Join:
    return exp.Join(this=source, on=condition)
