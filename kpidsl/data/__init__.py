"""Data files to observations, typed as the spec declares them."""
