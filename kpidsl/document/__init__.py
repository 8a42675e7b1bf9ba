"""A finished report as data: what every renderer reads and nothing else."""
