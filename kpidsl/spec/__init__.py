"""Syntax to Spec: every name resolved, every unit known, nothing left open."""
