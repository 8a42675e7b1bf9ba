"""`.kpi` text to syntax as written: tokens, lines, blocks."""
