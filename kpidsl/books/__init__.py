"""Files of figures that are no text: workbooks and Parquet, each sheet to a text with a line a row. Knows no spec."""
