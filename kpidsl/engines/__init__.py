"""What runs queries: DuckDB and SQLite in this process, and the databases of councils. Only these modules meet drivers.

Each driver is loaded where it is needed, so that a report without records needs none; one that is missing is said with
the command that installs it. All are opened so that they can change nothing.
"""
