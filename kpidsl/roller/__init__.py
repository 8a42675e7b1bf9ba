"""A spec rolled forward to the next period: what is carried, removed and asked for, and the text of the new spec."""
