"""The same Document for other makers of PDF files: as plain content first, then as the markup or calls of each."""
