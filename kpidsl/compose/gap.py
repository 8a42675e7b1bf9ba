"""What stands in a draft where a note is still to come."""

from __future__ import annotations

from kpidsl.compose import words
from kpidsl.document.model import Paragraph, Strong, Text
from kpidsl.evaluation.owed import Owed
from kpidsl.saying import marked, say
from kpidsl.terms import NotePart

_PARTS = {
    NotePart.REASON: marked("reason"),
    NotePart.ACTION: marked("action"),
    NotePart.OWNER: marked("owner"),
    NotePart.BY: marked("due date"),
}


def gap(one: Owed) -> Paragraph:
    """What stands in a draft where the note is to come."""
    told = {"owed": say(words.NOTE_OWED), "parts": lacking(one), "indicator": one.assessment.indicator.label}
    if one.owner:
        text = say("{owed}: {parts}, by {name} ({indicator}).", **told, name=one.owner)
    else:
        text = say("{owed}: {parts}, by somebody still to be named ({indicator}).", **told)
    return Paragraph((Strong((Text(text),)),))


def lacking(one: Owed) -> str:
    """`reason, action and due date`."""
    return words.listed([say(_PARTS[part]) for part in one.parts])
