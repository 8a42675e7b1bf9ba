"""From a table with a row a case to observations: a plan, its queries, and what the rows that come back amount to."""
