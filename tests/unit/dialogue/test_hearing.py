"""What plain words mean where they are said, whatever understanding read."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.agenda import next_step
from bot.dialogue.hearing import as_meant, with_shared_values
from bot.dialogue.turn import FormManners, Said, Turn
from tests.unit.dialogue.walk import SKILLS, Walk


def test_a_visit_asked_for_in_a_story_interrupts_it_and_a_visit_told_of_does_not() -> None:
    walk = Walk()
    walk.hear("file_complaint")
    told = Said("book_service", "我约了保养你们让我白等", confidence=0.9)
    assert walk.hear("", said=told, requested="complaint_story") == ["complaint_form"]
    asked = Said("book_service", "先帮我约个保养", confidence=0.9)
    assert walk.hear("", said=asked, requested="complaint_story") == ["booking_form"]


def test_giving_up_in_plain_words_stops_whatever_it_was_read_as() -> None:
    for words in ("不去了", "那我还是不约了吧", "算了不弄了。"):
        walk = Walk()
        walk.hear("book_service")
        assert walk.hear("deny", said=Said("deny", words)) == ["action_stop"], words


def test_a_person_asked_for_beside_another_wish_comes_first_and_both_are_served() -> None:
    walk = Walk()
    said = Said("check_progress", "转人工我车到底修好没有")
    assert walk.hear("", said=said) == ["action_hand_over", "action_check_progress"]
    assert Walk().hear("greet", said=Said("greet", "你好转人工")) == ["action_hand_over"]
    assert Walk().hear("ask_price", said=Said("ask_price", "不用转人工，洗车多少钱")) == [
        "action_ask_price"
    ]


def test_somebody_who_is_told_of_in_a_story_is_not_asked_for() -> None:
    walk = Walk()
    walk.hear("file_complaint")
    said = Said("request_human", "那个顾问态度还差")
    assert walk.hear("", said=said, requested="complaint_story") == ["complaint_form"]
    said = Said("request_human", "叫你们经理来")
    assert walk.hear("", said=said, requested="complaint_story") == ["action_hand_over"]


def test_who_tells_of_the_car_instead_of_proving_answers_the_question_that_waits() -> None:
    walk = Walk()
    manners = {**SKILLS.manners, "booking_form": FormManners(wants={"km": "mileage"})}
    skills = replace(SKILLS, manners=manners)
    before = {"intent": "book_service", "text": "还保吗", "entities": []}
    waiting = {"run": "booking_form", "after": "identity_form", "said": before, "hear": True}
    said = Said("inform", "三万公里", [{"entity": "mileage", "value": 30000, "start": 0, "end": 4}])
    turn = replace(
        walk.turn, is_new=True, form="identity_form", wishes=[said], agenda={"suspended": [waiting]}
    )
    step = next_step(turn, skills)
    assert (step.action, step.close_form) == ("booking_form", True)
    assert step.slots["said"]["text"] == "还保吗 三万公里"
    assert step.slots["agenda"]["suspended"] == []


def test_what_is_told_beside_a_proof_is_kept_for_the_question_that_waits() -> None:
    before = {"intent": "book_service", "text": "我想退车", "entities": []}
    waiting = {"run": "booking_form", "after": "identity_form", "said": before, "hear": True}
    model = [{"entity": "vehicle_model", "value": "yuanhang", "start": 4, "end": 6}]
    for words, entities, kept in (
        ("上周买的远航", model, "我想退车 上周买的远航"),
        ("尾号8001", [], "我想退车"),
        ("好的", [], "我想退车"),
    ):
        said = Said("inform", words, entities)
        turn = replace(
            Walk().turn,
            is_new=True,
            form="identity_form",
            wishes=[said],
            agenda={"suspended": [waiting]},
        )
        step = next_step(turn, SKILLS)
        (still,) = step.slots["agenda"]["suspended"]
        assert (step.action, still["said"]["text"]) == ("identity_form", kept)
        assert step.slots["said"].get("kept", False) == (kept != "我想退车")


def test_do_it_is_a_yes_to_what_was_offered_whatever_it_was_read_as() -> None:
    expects = {"affirm": {"intent": "check_progress"}}
    for words in ("给我安排", "那你帮我办吧。", "赶紧弄"):
        wish = Said("book_service", words)
        assert Walk().hear("", said=wish, expects=expects) == ["action_check_progress"], words
    other = Said("book_service", "给我约个保养")
    assert Walk().hear("", said=other, expects=expects) == ["booking_form"]


def test_what_is_told_once_counts_for_all_wishes_of_a_message() -> None:
    job = {
        "entity": "service_item",
        "value": "minor_service",
        "text": "小保养",
        "start": 0,
        "end": 3,
    }
    other = {"entity": "service_item", "value": "wash", "text": "洗车", "start": 0, "end": 2}
    wishes = [Said("book_service", "帮我约明天"), Said("ask_price", "小保养多少钱", [job])]
    booking, price = with_shared_values(wishes)
    assert [item["value"] for item in booking.entities] == ["minor_service"]
    assert "start" not in booking.entities[0], "it does not stand in these words"
    assert price.entities == [job]
    washing = Said("book_service", "约个洗车", [other])
    assert with_shared_values([washing, wishes[1]])[0].entities == [other]


def test_a_small_question_leaves_the_wish_beside_it() -> None:
    wishes = [Said("ask_warranty", "我车还在保吗"), Said("ask_store", "有wifi不")]
    turn = Turn(is_new=True, wishes=wishes)
    assert [wish.intent for wish in as_meant(turn, SKILLS).wishes] == ["ask_warranty", "ask_store"]


def test_a_small_question_overrules_only_what_it_is_mistaken_for() -> None:
    starts = {**SKILLS.starts, "ask_part": ["action_ask_part"]}
    skills = replace(SKILLS, starts=starts)
    for intent, meant in (("file_complaint", "ask_part"), ("give_feedback", "give_feedback")):
        turn = Turn(is_new=True, wishes=[Said(intent, "旧件给我看看")])
        assert as_meant(turn, skills).wishes[0].intent == meant
