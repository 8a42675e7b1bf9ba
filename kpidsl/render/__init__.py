"""Document to bytes, one place a format. A renderer sees only the Document and the Theme."""
