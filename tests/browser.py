"""Chromium, driven by Playwright, with axe-core beside it. Where one is missing, tests are skipped, but not on CI."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.validators import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that nobody has used before."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing("Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield browser
        browser.close()


def axe(page: Page, *rules: str) -> list[str]:
    """What axe-core has to say against a page, or cannot tell: all its rules, or those named."""
    try:
        import axe_playwright_python
    except ImportError:
        missing("axe-playwright-python")
    assert axe_playwright_python.__file__ is not None
    source = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    options: dict[str, Any] = {"resultTypes": ["violations", "incomplete"]}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate("options => axe.run(document, options)", options)
    assert len(found["passes"]) >= (1 if rules else 30)  # it has looked
    return [
        f"{kind}: {rule['id']}: {rule['nodes'][0]['target']} {rule['nodes'][0]['html'][:200]}"
        for kind in ("violations", "incomplete")
        for rule in found[kind]
    ]
