"""Scorecards and exports of performance systems to a first spec and its data. Says of each line where it comes from."""
