"""One customer at several doors: one request that comes along, and never to anybody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.services.desk_access import read_colleague
from bot.services.desk_conversations import list_conversations, reply, take
from bot.services.handover import request_person
from bot.services.identity import find_owner, prove, withdraw_proof
from bot.services.speaking import arrive, find_speaker
from bot.services.transcript import list_lines
from bot.services.waiting import find_wait
from bot.storage import tables

WANG = ("京N3K587", "8001")
ZHANG = ("京P9Q662", "7003")


@pytest.fixture
def gu(database):
    with database.reading() as session:
        query = select(tables.Staff).where(tables.Staff.login == "cy.gu")
        return read_colleague(session.scalars(query).one())


@pytest.fixture
def come(workshop):
    """`come("web-a", WANG)`: this conversation proves to be this customer."""

    def to(conversation_id, who):
        result = prove(workshop, conversation_id, *who, f"test:{conversation_id}")
        assert result.ok
        return result

    return to


@pytest.fixture
def ask(workshop):
    def for_person(conversation_id, **more):
        owner = find_owner(workshop, conversation_id)
        customer_id = owner.customer_id if owner else None
        return request_person(
            workshop, conversation_id, "customer_asked", customer_id=customer_id, **more
        )

    return for_person


def said(workshop, conversation_id):
    return [line.text for line in list_lines(workshop, conversation_id).lines]


def test_a_second_door_asks_for_the_same_person(workshop, come, ask, gu):
    come("web-a", WANG)
    first = ask("web-a")
    come("web-b", WANG)
    second = ask("web-b")
    assert (second.number, second.is_new) == (first.number, False)
    assert len(list_conversations(workshop, gu)) == 1


def test_who_proves_at_another_door_is_followed_by_the_request(workshop, come, ask, gu):
    come("web-a", WANG)
    number = ask("web-a").number
    take(workshop, gu, number, "顾晓为您服务")
    assert come("web-b", WANG).brought_request
    assert find_speaker(workshop, "web-b").name == "顾晓"
    assert find_speaker(workshop, "web-a").kind == "bot"
    reply(workshop, gu, number, "我在这边", "k1")
    assert said(workshop, "web-b") == ["我在这边"]
    assert "我在这边" not in said(workshop, "web-a")


def test_going_back_and_forth_the_person_comes_along(workshop, come, ask, gu):
    come("web-a", WANG)
    number = ask("web-a").number
    take(workshop, gu, number, "顾晓为您服务")
    come("web-b", WANG)
    assert arrive(workshop, "web-a").name == "顾晓"
    assert find_speaker(workshop, "web-b").kind == "bot"
    assert arrive(workshop, "web-b").name == "顾晓"


def test_two_requests_become_one_when_they_prove_to_be_the_same_customers(
    workshop, clock, come, ask, rows
):
    come("web-a", WANG)
    first = ask("web-a", summary="想问空调").number
    clock.let_pass(minutes=2)
    second = ask("web-b", summary="电话里说", phone="13800000000").number
    assert first != second
    come("web-b", WANG)
    (kept,) = rows(tables.Handover, number=first)
    (merged,) = rows(tables.Handover, number=second)
    assert (kept.status, kept.conversation_id) == ("waiting", "web-b")
    assert (kept.summary, kept.phone) == ("想问空调\n电话里说", "13800000000")
    assert (merged.status, merged.done_reason) == ("withdrawn", "merged")
    statuses = {row.subject_id: row.status for row in rows(tables.Promise, kind="call_back")}
    assert statuses == {kept.id: "open", merged.id: "withdrawn"}


def test_of_two_requests_the_one_with_a_person_stays(workshop, clock, come, ask, gu, rows):
    come("web-a", WANG)
    ask("web-a")
    clock.let_pass(minutes=1)
    second = ask("web-b").number
    take(workshop, gu, second, "顾晓为您服务")
    come("web-b", WANG)
    assert [row.number for row in rows(tables.Handover, status="taken")] == [second]
    assert rows(tables.Handover, status="waiting") == []
    assert find_speaker(workshop, "web-b").name == "顾晓"


def test_many_doors_at_once_make_one_request(workshop, come, ask, rows):
    doors = [f"web-{number}" for number in range(6)]
    for door in doors:
        come(door, WANG)
    with ThreadPoolExecutor(6) as pool:
        numbers = {each.number for each in pool.map(ask, doors)}
    assert len(numbers) == 1
    assert len(rows(tables.Handover)) == 1


# --- never to anybody else --------------------------------------------------------------------------


@pytest.fixture
def talking(workshop, come, ask, gu):
    """王芳 talks with 顾晓 at web-a; gives the number."""
    come("web-a", WANG)
    number = ask("web-a").number
    take(workshop, gu, number, "顾晓为您服务")
    return number


def test_an_unproven_door_gets_nothing(workshop, talking):
    assert arrive(workshop, "web-b").kind == "bot"
    assert find_wait(workshop, "web-b") is None
    assert find_speaker(workshop, "web-a").name == "顾晓"


def test_a_failed_proof_gets_nothing(workshop, talking):
    assert not prove(workshop, "web-b", "京N3K587", "0000", "thief").ok
    assert arrive(workshop, "web-b").kind == "bot"
    assert find_speaker(workshop, "web-a").name == "顾晓"


def test_another_customers_door_gets_nothing(workshop, come, talking):
    assert not come("web-b", ZHANG).brought_request
    assert arrive(workshop, "web-b").kind == "bot"
    assert find_wait(workshop, "web-b") is None


def test_a_door_whose_proof_has_run_out_gets_nothing(workshop, clock, come, talking):
    come("web-b", WANG)
    come("web-a", WANG)
    clock.let_pass(minutes=30)
    come("web-a", WANG)
    clock.let_pass(minutes=31)
    assert find_owner(workshop, "web-b") is None
    assert arrive(workshop, "web-b").kind == "bot"
    assert find_speaker(workshop, "web-a").name == "顾晓"


def test_an_unproven_request_is_nobodys_but_its_own_doors(workshop, come, ask):
    number = ask("web-x").number
    come("web-a", WANG)
    assert arrive(workshop, "web-a").kind == "bot"
    assert ask("web-a").number != number


def test_the_next_person_at_the_same_device_hears_nothing_for_the_one_before(
    workshop, come, ask, gu, talking, rows
):
    come("web-a", ZHANG)
    assert find_speaker(workshop, "web-a").kind == "bot"
    before = said(workshop, "web-a")
    reply(workshop, gu, talking, "王女士，您的空调修好了", "k1")
    assert said(workshop, "web-a") == before
    assert ask("web-a").number != talking
    assert rows(tables.Handover, number=talking)[0].status == "taken"
    come("web-b", WANG)
    assert find_speaker(workshop, "web-b").name == "顾晓"
    assert find_speaker(workshop, "web-a").kind == "queued", "张伟 waits for himself"


def test_who_leaves_a_shared_device_takes_the_request_along(workshop, gu, talking):
    withdraw_proof(workshop, "web-a")
    assert arrive(workshop, "web-a").kind == "bot"
    before = said(workshop, "web-a")
    reply(workshop, gu, talking, "王女士，您的空调修好了", "k1")
    assert said(workshop, "web-a") == before


@pytest.mark.parametrize("door", ["wechat-oX1", "hotline-13800138001"])
def test_a_persons_own_address_stays_theirs_until_another_proof(
    workshop, clock, come, ask, rows, door
):
    come(door, WANG)
    clock.let_pass(days=3)
    assert find_owner(workshop, door) is None, "private answers need a proof of the hour"
    come("web-a", WANG)
    number = ask("web-a").number
    assert arrive(workshop, door).kind == "queued"
    assert rows(tables.Handover, number=number)[0].conversation_id == door
    (link,) = rows(tables.ChannelIdentity)
    assert link.channel == door.partition("-")[0] and link.linked_at is not None
    come(door, ZHANG)
    assert len(rows(tables.ChannelIdentity)) == 1
    assert find_speaker(workshop, door).kind == "bot"


def test_a_browser_is_never_bound_for_good(come, rows):
    come("web-a", WANG)
    assert rows(tables.ChannelIdentity) == []
