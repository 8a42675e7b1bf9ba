"""Spec and observations to judged indicators: values, statuses, directions, and the commentary rules that hold."""
