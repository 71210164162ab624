"""The session that services read and write with."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session


class ShopSession(Session):
    """SQLAlchemy's session, which asks for a row by its key with a query that is built once."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row with this primary key, or None (see parent class).

        Its own `get` builds the query for each row anew, which costs more than running it.
        """
        if options or isinstance(ident, (tuple, list, dict)):
            return super().get(entity, ident, **options)
        held = self.identity_map.get(inspect(entity).identity_key_from_primary_key((ident,)))
        return self.scalars(_by_key(entity), {"key": ident}).first() if held is None else held


@cache
def _by_key(entity: Any) -> Any:
    (key,) = inspect(entity).primary_key
    return select(entity).where(key == bindparam("key"))
