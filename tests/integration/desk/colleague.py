"""A colleague's browser at the desk."""

from __future__ import annotations

import re
from typing import Any

import httpx

PASSWORD = "correct-horse-9"


class DeskBrowser:
    """Keeps its cookie, sends forms as the pages hold them, follows redirects."""

    def __init__(self, url: str) -> None:
        headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
        self.http = httpx.Client(base_url=url, headers=headers, follow_redirects=True, timeout=20)

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        return self.http.post("/desk/sign-in", data={"login": login, "password": password})

    def page(self, path: str = "") -> str:
        response = self.http.get(f"/desk/{path}")
        assert response.status_code == 200, response.text
        return response.text

    @property
    def form_key(self) -> str:
        """The key that the forms of a page hold."""
        found = re.search(r'name="form_key" value="([^"]+)"', self.page("password"))
        assert found is not None
        return found.group(1)

    def send(self, path: str, **fields: Any) -> httpx.Response:
        """Sends a form with its key."""
        return self.http.post(f"/desk/{path}", data={"form_key": self.form_key, **fields})

    def do(self, path: str, **fields: Any) -> str:
        """Sends a form and gives the page that follows."""
        response = self.send(path, **fields)
        assert response.status_code == 200, response.text
        return response.text
