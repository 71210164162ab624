"""Transactions keep all or nothing, readers see one moment, and nobody waits for ever."""

from __future__ import annotations

import logging
import threading
from contextlib import nullcontext

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.masking import MaskingFormatter
from bot.storage import database as storage
from bot.storage import tables
from bot.storage.database import Database, lock


def add_customer(session, phone: str) -> None:
    session.add(tables.Customer(name="路人", salutation="路先生", phone=phone))


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(tables.Customer))


def test_an_exception_takes_everything_back(database):
    with pytest.raises(RuntimeError), database.transaction() as session:
        add_customer(session, "13000000001")
        session.flush()
        raise RuntimeError("no")
    with database.reading() as session:
        assert count(session) == 9


@pytest.mark.parametrize("column", ["name", "phone"])
def test_an_error_of_the_database_quotes_nothing_that_was_said(database, column):
    said = {"name": "Fang Wang", "salutation": "Lives in Elm Street 12", "phone": "13800138001"}
    if column == "name":
        said["name"] = None  # the phone is taken already
    record = logging.makeLogRecord({"msg": "failed"})
    with pytest.raises(IntegrityError) as caught, database.transaction() as session:
        session.add(tables.Customer(**said))
    record.exc_info = (caught.type, caught.value, caught.tb)
    log = MaskingFormatter("%(message)s").format(record)
    assert "INSERT INTO customer" in log and column in log
    for secret in ("Fang", "Elm", "13800138001"):
        assert secret not in log


def test_a_reader_keeps_nothing(database):
    refuses = database.engine.dialect.name == "postgresql"
    with (
        pytest.raises(SQLAlchemyError) if refuses else nullcontext(),
        database.reading() as session,
    ):
        add_customer(session, "13000000001")
        session.flush()
    with database.reading() as session:
        assert count(session) == 9


def test_a_reader_sees_one_moment_while_others_write(database):
    with database.reading() as reader:
        before = count(reader)
        with database.transaction() as session:
            add_customer(session, "13000000001")
        assert count(reader) == before
    with database.reading() as reader:
        assert count(reader) == before + 1


def test_all_that_is_read_in_one_look_is_of_one_moment(database):
    with database.one_look():
        with database.reading() as reader:
            before = count(reader)
        thread = threading.Thread(target=_add_in_another_thread, args=(database,))
        thread.start()
        thread.join()
        with database.reading() as again:
            assert again is reader
            assert count(again) == before
    with database.reading() as reader:
        assert count(reader) == before + 1


def _add_in_another_thread(database) -> None:
    with database.transaction() as session:
        add_customer(session, "13000000001")


def test_what_is_written_in_a_look_is_seen_in_it(database):
    with database.one_look():
        with database.reading() as reader:
            wang = reader.get(tables.Customer, 1)
            reader.info["remembered"] = wang.name
        with database.transaction() as session:
            session.get(tables.Customer, 1).name = "王芳芳"
        with database.reading() as reader:
            assert reader.get(tables.Customer, 1).name == "王芳芳"
            assert not reader.info


def test_a_look_goes_on_after_an_error(database):
    with database.one_look():
        with pytest.raises(SQLAlchemyError), database.reading() as reader:
            reader.execute(text("SELECT nothing FROM nowhere"))
        with database.reading() as reader:
            assert count(reader) == 9


def test_two_threads_never_share_a_look(database):
    seen: list[object] = []

    def look() -> None:
        with database.reading() as session:
            seen.append(session)

    with database.one_look():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        look()
    assert seen[0] is not seen[1]


def test_a_row_is_got_by_its_key_as_in_sqlalchemy(database):
    with database.reading() as session:
        store = session.get(tables.Store, "CY")
        assert store is not None
        assert session.get(tables.Store, "CY") is store
        assert session.get(tables.Store, "nowhere") is None
        assert session.get(tables.Customer, None) is None
        done_there = session.get(tables.StoreJob, ("CY", "minor_service"))
        assert done_there is not None
        assert session.get(tables.StoreJob, ("CY", "minor_service")) is done_there


def test_a_row_that_is_deleted_is_not_got_any_more(database):
    with database.transaction() as session:
        add_customer(session, "13000000001")
        session.flush()
        customer = session.scalars(select(tables.Customer).filter_by(phone="13000000001")).one()
        session.delete(customer)
        session.flush()
        assert session.get(tables.Customer, customer.id) is None


def test_a_lock_of_the_same_name_is_held_by_one_at_a_time(database):
    order: list[str] = []
    holds, may_go_on = threading.Event(), threading.Event()

    def first() -> None:
        with database.transaction() as session:
            lock(session, "diary:CY")
            order.append("first takes it")
            holds.set()
            may_go_on.wait(timeout=10)
            order.append("first lets go")

    def second() -> None:
        with database.transaction() as session:
            lock(session, "diary:CY")
            order.append("second takes it")

    one, two = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    assert holds.wait(timeout=10)
    two.start()
    two.join(timeout=0.3)
    assert two.is_alive()
    may_go_on.set()
    one.join(timeout=10)
    two.join(timeout=10)
    assert order == ["first takes it", "first lets go", "second takes it"]


def test_who_waits_too_long_is_told_so(database, monkeypatch):
    monkeypatch.setattr(storage, "LOCK_WAIT_MS", 200)
    impatient = Database(database.engine.url.render_as_string(hide_password=False))
    try:
        with database.transaction() as session:
            lock(session, "diary:CY")
            add_customer(session, "13000000001")
            session.flush()
            with pytest.raises(SQLAlchemyError, match="lock"), impatient.transaction() as other:
                lock(other, "diary:CY")
                count(other)
    finally:
        impatient.close()
