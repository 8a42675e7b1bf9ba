"""Problems as values, and how they are shown."""
