"""Evaluation to Document: all wording and all rounding is settled here, once, for every format."""
