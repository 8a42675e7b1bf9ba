"""What a page on a screen says of itself, whatever stands on it."""

from __future__ import annotations

from kpidsl.compose import words
from kpidsl.document.model import PageWords
from kpidsl.saying import say


def page_words() -> PageWords:
    """What a page on a screen says of itself; it puts in what stands between braces."""
    return PageWords(
        skip=say(words.SKIP),
        contents=say(words.CONTENTS),
        details=say(words.DETAILS),
        details_lead=say(words.DETAILS_LEAD),
        close=say(words.CLOSE),
        statuses=say(words.SHOW_BY_STATUS),
        every_status=say(words.EVERY_STATUS),
        order=say(words.ORDER),
        own_order=say(words.OWN_ORDER),
        shown=say(words.SHOWN),
        sorted_by=say(words.SORTED_BY),
        files=say(words.FILES),
    )
