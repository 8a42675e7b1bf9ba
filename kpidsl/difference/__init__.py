"""What a change of a spec or its data does to the report: two evaluations held against each other."""
