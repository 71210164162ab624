"""The demonstration shop is what demonstrations, dialogues and blind tests agree on."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from vininfo import Vin

from bot.shop.calendar import SHANGHAI
from bot.shop.passwords import verify_password
from bot.shop.warranty.facts import Assembly
from bot.storage import migrate, tables
from bot.storage.database import Database
from bot.storage.seed import seed
from tests.services.conftest import MONDAY


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in tables.metadata.tables.items()
        }


def test_a_second_seeding_changes_nothing(database):
    before = counts(database)
    report = seed(database, MONDAY + timedelta(days=9))
    assert not report.changed
    assert report.seeded_at == MONDAY
    assert report.one_time_passwords == {}
    assert counts(database) == before


def test_a_fresh_seeding_puts_the_shop_back_as_new(database, rows):
    before = counts(database)
    with database.transaction() as session:
        session.add(tables.Customer(name="路人", salutation="路先生", phone="13000000000"))
        session.execute(tables.AppointmentJob.__table__.delete())
    later = MONDAY + timedelta(days=1)
    assert seed(database, later, fresh=True).seeded_at == later
    assert counts(database) == before
    assert rows(tables.Customer, name="路人") == []


def test_the_migrations_make_exactly_the_tables(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_migrations_can_be_taken_back(database):
    url = database.engine.url.render_as_string(hide_password=False)
    database.close()
    migrate.downgrade(url, "base")
    with database.engine.connect() as connection:
        left = set(database.engine.dialect.get_table_names(connection))
    assert left == {"alembic_version"}
    migrate.upgrade(url)
    assert seed(database, MONDAY).changed


def test_each_staff_member_gets_a_password_of_their_own(database, rows):
    passwords = seed(database, MONDAY, fresh=True).one_time_passwords
    staff = {person.login: person for person in rows(tables.Staff)}
    assert set(passwords) == set(staff) == {"admin", "cy.gu", "hd.he", "yz.yu", "kefu"}
    assert len(set(passwords.values())) == 5
    for login, password in passwords.items():
        assert verify_password(password, staff[login].password_hash)
        assert password not in staff[login].password_hash
    assert not verify_password(passwords["admin"], staff["kefu"].password_hash)


def test_every_car_has_a_valid_vin(rows):
    cars = rows(tables.Car)
    assert len(cars) == 10
    assert all(Vin(car.vin).verify_checksum() for car in cars)


def test_no_word_of_the_catalogue_means_two_things_of_one_kind(rows):
    aliases = rows(tables.CatalogueAlias)
    seen = Counter((row.kind, row.alias.lower()) for row in aliases)
    assert [each for each, count in seen.items() if count > 1] == []
    per_kind = Counter(kind for kind, _ in {(row.kind, row.code) for row in aliases})
    assert per_kind["part"] >= 90
    assert per_kind["warning_light"] >= 25
    assert per_kind["service_line"] == 9
    assert per_kind["complaint_topic"] == 10


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("service_item", tables.Job),
        ("part", tables.Part),
        ("warning_light", tables.WarningLight),
        ("vehicle_model", tables.VehicleModel),
        ("store", tables.Store),
    ],
)
def test_the_display_name_is_the_first_alias(rows, kind, table):
    first = {row.code: row.alias for row in rows(tables.CatalogueAlias, kind=kind, position=0)}
    assert {row.code: row.name for row in rows(table)}.items() <= first.items()


def test_the_assemblies_of_parts_are_those_of_the_rules(rows):
    parts = {part.code: part.assembly for part in rows(tables.Part)}
    known = {assembly.value for assembly in Assembly}
    assert {assembly for assembly in parts.values() if assembly} == known
    assert all(parts[assembly] == assembly for assembly in known)


def test_prices_are_those_of_the_price_list(rows):
    prices = {job.code: job.price_fen for job in rows(tables.Job)}
    assert prices["minor_service"] == 38_000
    assert prices["transmission_oil_change"] == 128_000
    assert prices["battery_health_check"] == 0
    assert prices["high_voltage_repair"] is None
    grades = {(row.part_code, row.grade): row.price_fen for row in rows(tables.PartGrade)}
    assert grades["front_brake_pads", "brand"] == 21_000
    assert grades["mechatronic_unit", "original"] == 980_000


def test_zhao_mins_visits_are_more_than_the_rules_allow(rows):
    visits = rows(tables.RepairOrder, plate="京Q5T210")
    days = [-((visit.received_at - visit.finished_at) // timedelta(days=1)) for visit in visits]
    assert sum(days) == 33
    assert len(visits) == 5
    assert {visit.fault_code for visit in visits} == {"engine_shake"}
    assert all(visit.is_quality_problem and visit.status == "delivered" for visit in visits)


@pytest.mark.parametrize(
    ("seeded", "promised"),
    [("2026-11-23T09:30", "2026-11-23T17:00"), ("2026-11-23T15:00", "2026-11-24T11:00")],
)
def test_wang_fangs_car_is_promised_for_a_time_still_to_come(database, rows, seeded, promised):
    now = datetime.fromisoformat(seeded).replace(tzinfo=SHANGHAI)
    seed(database, now, fresh=True)
    (order,) = rows(tables.RepairOrder, plate="京N3K587")
    assert order.promised_at == datetime.fromisoformat(promised).replace(tzinfo=SHANGHAI)
    assert order.status == "repairing"
    assert order.received_at < now


def test_nothing_was_logged_in_the_future_even_when_seeded_at_night(database, rows):
    now = datetime(2026, 11, 23, 3, 0, tzinfo=SHANGHAI)
    seed(database, now, fresh=True)
    assert max(row.created_at for row in rows(tables.RepairOrderLog)) <= now


@pytest.mark.parametrize(
    ("seeded_on", "visits_on"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),
        (date(2026, 11, 20), date(2026, 11, 24)),  # D+3 is a Monday, on which YZ is closed
    ],
)
def test_li_qiangs_appointment_is_on_a_day_on_which_the_store_is_open(
    database, rows, seeded_on, visits_on
):
    seed(database, datetime(*seeded_on.timetuple()[:3], 10, tzinfo=SHANGHAI), fresh=True)
    (visit,) = rows(tables.Appointment)
    assert visit.starts_at.astimezone(SHANGHAI).date() == visits_on
    assert visit.plate == "京AD12345"


@pytest.mark.parametrize(
    "wrong",
    [
        tables.Appointment(
            number="AP1", store_code="XX", plate="京A00001", source="web",
            starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1),
        ),
        tables.Appointment(
            number="AP1", store_code="CY", plate="京A00001", source="web", status="maybe",
            starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1),
        ),
        tables.Appointment(
            number="AP1", store_code="CY", plate="京A00001", source="web",
            starts_at=MONDAY, ends_at=MONDAY,
        ),
        tables.PartStock(store_code="CY", part_code="engine", quantity=-1),
        tables.Customer(name="王芳", salutation="王女士", phone="13800138001"),
    ],
    ids=["unknown store", "unknown status", "no length", "negative stock", "phone taken"],
)  # fmt: skip
def test_the_database_itself_refuses_what_cannot_be(database, wrong):
    copy = type(wrong)(**{k: v for k, v in vars(wrong).items() if not k.startswith("_")})
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(copy)


def test_a_moment_without_a_time_zone_is_refused(database):
    naive = tables.Message(
        conversation_id="c", author="bot", text="您好", created_at=datetime(2026, 11, 23, 9, 30)
    )
    with pytest.raises(Exception, match="without a time zone"), database.transaction() as session:
        session.add(naive)


def test_a_moment_comes_back_as_it_was_stored(database, rows):
    with database.transaction() as session:
        session.add(tables.Message(conversation_id="c", author="bot", created_at=MONDAY))
    (message,) = rows(tables.Message, conversation_id="c")
    assert message.created_at == MONDAY
    assert message.created_at.tzinfo is not None
