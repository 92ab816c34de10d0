"""A headless Chromium for the tests of every page that we make."""

import os
import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


def chromium() -> str | None:
    """The path of a Chromium on this machine, if there is one."""
    named = os.environ.get("KG_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests, since Playwright runs once in a process; without one they fail under CI and are skipped elsewhere."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: apt install chromium, or name one in KG_CHROMIUM")
        pytest.skip("no Chromium here: apt install chromium, or name one in KG_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
