"""Chromium at the shop page; skipped by name where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.browser.chrome import Browser, find_chromium, start_chromium
from tests.integration.front.conftest import Front, front, rasa, seeded_shop  # noqa: F401
from tests.integration.front.served import FakeRasa


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    if find_chromium() is None:
        pytest.skip("Chromium is not installed (apt-get install chromium chromium-driver)")
    driver = start_chromium()
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Chrome, front: Front, rasa: FakeRasa) -> Iterator[Browser]:  # noqa: F811
    """A clean browser, and a running front with a Rasa that the test directs.

    Every test also fails if the browser complained: a broken policy, a script error.
    """
    front.start()
    browser = Browser(chromium, front.url)
    browser.clean()
    yield browser
    assert browser.complaints() == []
