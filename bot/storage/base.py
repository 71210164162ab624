"""What every table is made of: typed columns, UTC moments and names for constraints.

Rasa 3.6 pins SQLAlchemy below 2.0, so the declarative style here is 2.0's (`Mapped[str] =
mapped_column(...)`) on 1.4's engine; with 2.0 this module's two names come from SQLAlchemy.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, MetaData, func
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

if TYPE_CHECKING:

    class Mapped(Generic[T]):
        """A column: an SQL expression on the class, a value of type T on an instance."""

        @overload
        def __get__(self, row: None, owner: object) -> Any: ...
        @overload
        def __get__(self, row: object, owner: object) -> T: ...
        def __get__(self, row: Any, owner: object) -> Any: ...
        def __set__(self, row: object, value: T) -> None: ...

    def mapped_column(*args: Any, **options: Any) -> Any: ...

else:
    from sqlalchemy.orm import Mapped  # noqa: F401

    def mapped_column(*args: Any, **options: Any) -> Column:
        """A column that must have a value, unless `nullable=True` says otherwise."""
        options.setdefault("nullable", False)
        return Column(*args, **options)


class UtcDateTime(TypeDecorator):
    """A moment. Aware in, aware (UTC) out; a naive one is refused with ValueError.

    PostgreSQL keeps it as timestamptz, SQLite as UTC text.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value}")
        moment = value.astimezone(timezone.utc)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


mapper_registry = registry(
    metadata=MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
)


if TYPE_CHECKING:

    class Table:
        """The base of all rows."""

        metadata: Any

        def __init__(self, **columns: Any) -> None: ...

else:
    Table = mapper_registry.generate_base(name="Table")


def created_at() -> Any:
    """The moment a row was made. Services set it from their clock; the default is for outsiders."""
    return mapped_column(UtcDateTime, server_default=func.now())


def references(target: str, *, nullable: bool = False, **options: Any) -> Any:
    """A foreign key that is indexed. What it points at stays unless `ondelete`."""
    options.setdefault("index", True)
    ondelete = options.pop("ondelete", None)
    return mapped_column(ForeignKey(target, ondelete=ondelete), nullable=nullable, **options)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Only these words may stand in the column."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def not_negative(*columns: str) -> CheckConstraint:
    """Amounts, counts and kilometres."""
    rule = " AND ".join(f"{column} >= 0" for column in columns)
    return CheckConstraint(rule, name=f"{columns[0]}_not_negative")
