"""The action server over connections that stay open, where Rasa opens a new one for every action."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import ujson
from aiohttp import ContentTypeError
from rasa.utils.endpoints import ClientResponseError, EndpointConfig, concat_url

IDLE_SECONDS = 3.0
"""An idle connection is given up before the server does so (Sanic: 5 s), so that no action is sent
into a connection that is being closed: an action is never tried twice."""

ASK_AGAIN_SECONDS = 0.3


class OpenEndpoint(EndpointConfig):
    """An endpoint that asks as Rasa's own does, and keeps its connections for the next time.

    Lives in one event loop, as the Rasa server does.
    """

    start_seconds = 10.0
    """How long an action waits for a server that is not there; a turn has half a minute."""
    _open: aiohttp.ClientSession | None = None

    @classmethod
    def like(cls, endpoint: EndpointConfig) -> OpenEndpoint:
        """The same endpoint: address, token and settings."""
        return cls(
            endpoint.url,
            endpoint.params,
            endpoint.headers,
            endpoint.basic_auth,
            endpoint.token,
            endpoint.token_name,
            **endpoint.kwargs,
        )

    def session(self) -> aiohttp.ClientSession:
        """The session of this endpoint, opened at the first use."""
        if self._open is None or self._open.closed:
            self._open = aiohttp.ClientSession(
                headers=self.headers,
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
                json_serialize=ujson.dumps,
            )
        return self._open

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any | None:
        """The answer as JSON, None when it is none; raises ClientResponseError for 400 and above.

        While the server is just starting again the action waits for it: nothing was heard yet.
        """
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self.start_seconds
        while True:
            try:
                return await self._ask(method, subpath, content_type, compress, **kwargs)
            except aiohttp.ClientConnectorError:
                if loop.time() >= give_up:
                    raise
                await asyncio.sleep(ASK_AGAIN_SECONDS)

    async def _ask(
        self,
        method: str,
        subpath: str | None,
        content_type: str | None,
        compress: bool,
        **kwargs: Any,
    ) -> Any | None:
        async with self.session().request(
            method,
            concat_url(self.url, subpath),
            headers={"Content-Type": content_type} if content_type else {},
            params=self.combine_parameters(kwargs),
            compress=compress,
            **kwargs,
        ) as response:
            if response.status >= 400:
                words = await response.content.read()
                raise ClientResponseError(response.status, response.reason, words)
            try:
                return await response.json()
            except ContentTypeError:
                return None

    async def close(self) -> None:
        """Gives the connections back."""
        if self._open is not None:
            await self._open.close()
