"""Why a use case could not be done, for a machine to read; wording is the caller's.

ServiceError
├── NotFound       nothing of that name, or nothing that this customer may see
├── NotAllowed     it exists, but not for who asks, or not from its present state
├── Unavailable    it cannot be had now: full, closed, too soon, too far ahead …
└── InvalidValue   what was given cannot be: a malformed plate, no job at all …
"""

from __future__ import annotations


class ServiceError(Exception):
    """A use case that was refused. `reason` is one English snake_case word."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        """For logs; holds no personal data."""


class NotFound(ServiceError):  # noqa: N818  named for what happened
    """Nothing of that name, or nothing that this customer may see."""


class NotAllowed(ServiceError):  # noqa: N818  named for what happened
    """It exists, but not for who asks, or not from its present state."""


class Unavailable(ServiceError):  # noqa: N818  named for what happened
    """It cannot be had now."""


class InvalidValue(ServiceError):  # noqa: N818  named for what happened
    """What was given cannot be."""
