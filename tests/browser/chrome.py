"""A real Chromium, driven: one browser for all tests, a clean one for each."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

Result = TypeVar("Result")
WAIT_SECONDS = 10.0


def find_chromium() -> tuple[str, str] | None:
    """Paths of browser and driver, or None when one is missing."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


def start_chromium() -> webdriver.Chrome:
    """A headless Chromium with desktop size, in Chinese, that asks nobody for updates."""
    found = find_chromium()
    assert found is not None
    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--lang=zh-CN",
        "--window-size=1280,900",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(found[1]))


class Browser:
    """A customer in front of the shop page."""

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver = driver
        self.url = url

    # Before and after

    def clean(self) -> None:
        """As if nobody had used it: no cookies, no storage, desktop size, one tab."""
        handles = self.driver.window_handles
        for handle in handles[1:]:
            self.driver.switch_to.window(handle)
            self.driver.close()
        self.driver.switch_to.window(handles[0])
        self.driver.get("about:blank")
        self.cdp("Network.enable")
        self.cdp("Network.clearBrowserCookies")
        self.cdp("Network.setBlockedURLs", urls=[])
        self.cdp("Emulation.clearDeviceMetricsOverride")
        self.cdp("Emulation.setTouchEmulationEnabled", enabled=False)
        self.cdp("Storage.clearDataForOrigin", origin=self.url, storageTypes="all")
        self.driver.get_log("browser")
        self.driver.get_log("performance")

    def complaints(self) -> list[str]:
        """What the browser complained of: violations of the policy, script errors."""
        entries = [entry["message"] for entry in self.driver.get_log("browser")]
        return [entry for entry in entries if "api/" not in entry]

    def addresses(self) -> set[str]:
        """Every address that the page asked for."""
        found = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.add(message["params"]["request"]["url"])
        return found

    def cdp(self, command: str, **params: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, params)

    def be_a_phone(self, width: int = 390, height: int = 844) -> None:
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2,
            mobile=True,
        )
        self.cdp("Emulation.setTouchEmulationEnabled", enabled=True)

    # Looking

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def seen(self, selector: str) -> list[WebElement]:
        return [element for element in self.all(selector) if element.is_displayed()]

    def one(self, selector: str) -> WebElement:
        """The one visible element, waited for."""
        return self.until(lambda: self.seen(selector), f"{selector} to be seen")[0]

    def text(self, selector: str) -> list[str]:
        return [element.text for element in self.seen(selector)]

    def js(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    @property
    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element

    def until(self, condition: Callable[[], Result], what: str) -> Result:
        """Waits for a condition; fails with what was waited for."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                result = condition()
            except StaleElementReferenceException:
                result = None  # type: ignore[assignment]
            if result:
                return result
            if time.monotonic() > deadline:
                page = self.js("return document.querySelector('.ac-thread')?.innerText")
                raise AssertionError(f"waited in vain for {what}; the conversation:\n{page}")
            time.sleep(0.05)

    # The chat

    def visit(self) -> None:
        self.driver.get(self.url)
        self.one(".ac-launcher, .ac-panel")

    def open_chat(self) -> None:
        self.visit()
        self.one(".ac-launcher").click()
        self.one(".ac-welcome .ac-bubble")

    def type(self, text: str) -> None:
        """Types at the keyboard, wherever the focus is; `\\n` is Enter."""
        self.focused.send_keys(text.replace("\n", Keys.ENTER))

    def say(self, text: str) -> None:
        self.one("#ac-input").send_keys(text, Keys.ENTER)

    def hears(self, words: str) -> WebElement:
        """Waits for a bubble of the shop with these words."""

        def found() -> WebElement | None:
            rows = self.seen(".ac-list .ac-row:not(.ac-from-customer)")
            return next((row for row in rows if words in row.text), None)

        return self.until(found, f"the shop to say {words!r}")

    def button(self, title: str, selector: str = ".ac-chip, .ac-slot, .ac-action") -> WebElement:
        """A button that can be pressed now."""

        def found() -> WebElement | None:
            buttons = [one for one in self.seen(selector) if one.is_enabled()]
            return next((one for one in buttons if one.text == title), None)

        return self.until(found, f"a button {title!r}")

    @property
    def bubbles(self) -> list[str]:
        """All words on record that are shown, without the greeting."""
        return self.text(".ac-list .ac-bubble")
