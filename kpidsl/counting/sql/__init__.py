"""A plan as SQL. The only package that knows SQLGlot; nothing is run here."""
