"""Spark, in this process and by Spark Connect: the same whole numbers, limits that are kept, and lost connections.

The server of Spark Connect is a real one, of the same Java process. A line in between can be cut.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from kpidsl.engines import spark
from kpidsl.spec.record import Records
from tests.command import kpic
from tests.records.machines import AS_USUAL, CASES, Cluster, in_database, spark_cluster
from tests.records.oracle import Row
from tests.records.tables import ROWS, TABLES, everything, many_rows, records
from tests.test_counting import CASES as FOUR_CASES, ROWS as KINDS, SUMS, described, in_quarter, of_kinds, project, said
from tests.test_engines import FEW, agrees

ENDLESS = "SELECT sum(id % 7) FROM range(1000000000000)"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with spark_cluster() as started:
        yield started


# ---- the same whole numbers


def test_a_little_of_everything_is_the_same_on_spark(cluster: Cluster) -> None:
    rows = many_rows()
    cluster.put(rows)
    agrees(in_database(records(everything()), CASES), rows, cluster.here())


def test_a_little_of_everything_is_the_same_by_spark_connect(cluster: Cluster) -> None:
    rows = many_rows()
    cluster.put(rows)
    with cluster.connected(settings=AS_USUAL) as engine:
        agrees(in_database(records(everything()), CASES), rows, engine)


@settings(FEW, max_examples=20)
@given(TABLES, ROWS, st.booleans())
def test_random_records_are_counted_on_spark_as_plain_python_counts_them(
    cluster: Cluster, table: Records, rows: list[Row], is_connected: bool
) -> None:
    cluster.put(rows)
    with cluster.connected() if is_connected else contextlib.nullcontext(cluster.here()) as engine:
        agrees(in_database(table, CASES), rows, engine)


def test_spark_reads_columns_that_are_kept_in_another_way(cluster: Cluster) -> None:
    rows = [(name, day, None if days is None else float(days), cost, seen) for name, day, days, cost, seen in KINDS]
    frame = cluster.session.createDataFrame(
        rows, "name string, day timestamp_ntz, days double, cost double, seen string"
    )
    frame.createOrReplaceGlobalTempView("kinds")
    table = replace(of_kinds(), table=("global_temp", "kinds"))
    with cluster.connected() as engine:
        for one in (cluster.here(), engine):
            assert in_quarter(one, table) == SUMS


# ---- what can go wrong


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a server that is known not to be there."""
    monkeypatch.setattr(spark, "_TRIES", 1)


@pytest.mark.parametrize("is_connected", [False, True], ids=["here", "connected"])
def test_what_takes_too_long_is_said_and_stopped(is_connected: bool, cluster: Cluster) -> None:
    with cluster.connected() if is_connected else contextlib.nullcontext(cluster.here()) as engine:
        hasty = spark.Spark(engine._session, minutes=1 / 60)
        found = hasty.rows(ENDLESS)
        assert "was not done in the time that the house file gives it" in str(found)
        assert "minutes: 30" in str(found)
        assert cluster.is_idle()
        assert engine.rows("SELECT 1") == [(1,)]


@pytest.mark.usefixtures("once")
def test_a_lost_connection_to_spark_gives_one_problem_and_no_figures(cluster: Cluster) -> None:
    cluster.put(many_rows())
    with line(cluster.port) as (port, cut), cluster.connected(port) as engine:
        ask = engine.rows

        def cut_before(query: str) -> Any:
            cut()
            return ask(query)

        engine.rows = cut_before  # type: ignore[method-assign]
        ((code, message),) = said(described(engine, in_database(records(everything()), CASES)))
        assert (code, "gave no figures: failed to connect" in message) == ("records-engine", True), message


@pytest.mark.usefixtures("once")
def test_a_connection_that_is_lost_while_spark_counts_is_said(cluster: Cluster) -> None:
    with line(cluster.port) as (port, cut), cluster.connected(port) as engine:
        threading.Timer(1, cut).start()
        assert "gave no figures: failed to connect" in str(engine.rows(ENDLESS))
    cluster.session.interruptAll()
    cluster.session.sparkContext.cancelAllJobs()
    assert cluster.is_idle()


@pytest.mark.usefixtures("once")
def test_a_wrong_address_a_wrong_schema_and_a_wrong_table_are_said(cluster: Cluster) -> None:
    with line(cluster.port) as (port, cut):
        cut()
        assert f":{port} gave no figures: failed to connect" in str(spark.opened(cluster.database(port)))
    refused = str(spark.opened(cluster.database(), token="hunter2"))  # the server is not an encrypted one
    assert "gave no figures" in refused
    assert "hunter2" not in refused
    assert "The schema `spark_catalog`.`nowhere` cannot be found" in str(spark.opened(cluster.database(name="nowhere")))
    with cluster.connected() as engine:
        ((code, message),) = said(described(engine, in_database(records(everything()), ("nowhere",))))
        assert code == "records-engine"
        assert message.endswith("Verify the spelling and correctness of the schema and catalog.")


def test_what_spark_connect_lacks_is_said_by_name(tmp_path: Path) -> None:
    project(tmp_path, 'table "cases"', "database: {engine: spark, host: 'sc://127.0.0.1:1'}\n")
    (tmp_path / "run.py").write_text(
        "import sys; from kpidsl.cli.main import main; sys.modules['grpc'] = None; main()", encoding="utf-8"
    )
    command = [sys.executable, "run.py", "build", "report.kpi", "--draft"]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert "records are counted by Spark here, and its package grpcio >= 1.48.1 is not installed" in found.stderr
    assert 'pip install "kpidsl[spark]"' in found.stderr


def test_spark_on_this_computer_asks_for_java(tmp_path: Path) -> None:
    project(tmp_path, 'table "cases"', "database: {engine: spark}\n")
    command = [sys.executable, "-m", "kpidsl", "build", "report.kpi", "--draft"]
    environment = {**os.environ, "JAVA_HOME": str(tmp_path)}
    found = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert "Spark gave no figures" in found.stderr
    assert "needs Java 17 or later" in found.stderr
    assert not (tmp_path / "out").exists()


# ---- the whole way


def test_a_report_is_built_from_a_table_that_spark_connect_reaches(tmp_path: Path, cluster: Cluster) -> None:
    frame = cluster.session.createDataFrame(FOUR_CASES, "`Area; name` string, started date, done date")
    frame.createOrReplaceGlobalTempView("areas")
    house = f"database: {{engine: spark, host: 'sc://127.0.0.1:{cluster.port}'}}\n"
    project(tmp_path, 'table "global_temp.areas"', house)
    run = kpic(tmp_path, "build", "report.kpi", "--format", "json", "--draft")
    assert run.returncode == 0, run.stderr
    assert not [one for one in run.stderr.splitlines() if "Warning" in one or "grpc" in one], run.stderr
    made = json.loads(next((tmp_path / "out").glob("*.json")).read_text(encoding="utf-8"))
    assert made["indicators"][0]["value"]["printed"] == "33%"
    assert made["records"][0]["engine"].startswith("Spark 4")


@contextmanager
def line(port: int) -> Iterator[tuple[int, Callable[[], None]]]:
    """A line to a port of this machine, which can be cut for good."""
    listening = socket.create_server(("127.0.0.1", 0))
    ends: list[socket.socket] = [listening]

    def cut() -> None:
        for one in ends:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", port))
                ends.extend((near, far))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=pass_on, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1], cut
    finally:
        cut()
