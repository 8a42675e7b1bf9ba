"""The typeface that a report is set in, for every renderer that names one. Knows no format and reads no file."""

from __future__ import annotations

from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface by the name that other programs know it by. `regular` and `bold` are the TrueType files of a council's
    own; those of the ones that come with the program are found by their name."""

    name: str
    regular: bytes = b""
    bold: bytes = b""

    def __hash__(self) -> int:
        """Of its name alone: it is asked for with each line that is set."""
        return hash(self.name)


LIBERATION = Typeface("Liberation Sans")
ATKINSON = Typeface("Atkinson Hyperlegible")
# Those that come with the program, by what the house file calls them.
SHIPPED = {"liberation": LIBERATION, "atkinson": ATKINSON}
