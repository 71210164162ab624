"""The mechanism of conversation: who interrupts, corrects, stops, and how one comes back."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.agenda import next_step
from bot.dialogue.turn import FormManners, Said, Turn
from tests.unit.dialogue.walk import SKILLS, Walk


def test_a_skill_begins_and_what_follows_its_form_runs_when_it_closes() -> None:
    walk = Walk()
    assert walk.hear("book_service") == ["booking_form"]
    walk.closes.add("booking_form")
    assert walk.hear("inform") == ["booking_form", "action_book"]
    assert walk.turn.form is None


def test_a_question_in_the_middle_is_answered_and_the_form_asks_again() -> None:
    walk = Walk()
    walk.hear("book_service")
    walk.heard.clear()
    assert walk.hear("ask_price") == ["action_ask_price", "booking_form"]
    assert walk.heard == []  # the form asks again without reading the question as an answer
    assert walk.turn.form == "booking_form"


def test_another_form_suspends_the_open_one_and_it_is_resumed_after() -> None:
    walk = Walk()
    walk.hear("book_service")
    assert walk.hear("file_complaint") == ["complaint_form"]
    walk.closes.add("complaint_form")
    ran = walk.hear("inform")
    assert ran == ["complaint_form", "action_open_complaint", "booking_form"]
    assert walk.turn.form == "booking_form"


def test_interruptions_nest() -> None:
    walk = Walk()
    walk.hear("book_service")
    walk.hear("file_complaint")
    assert walk.hear("ask_price") == ["action_ask_price", "complaint_form"]
    assert walk.hear("stop") == ["action_stop", "booking_form"]


def test_beginning_a_suspended_skill_again_does_not_run_it_twice() -> None:
    walk = Walk()
    walk.hear("book_service")
    walk.hear("file_complaint")
    assert walk.hear("book_service") == ["booking_form"]
    walk.closes.add("booking_form")
    assert walk.hear("affirm") == ["booking_form", "action_book", "complaint_form"]
    walk.closes.add("complaint_form")
    assert walk.hear("inform") == ["complaint_form", "action_open_complaint"]


def test_stop_closes_the_form_for_good() -> None:
    walk = Walk()
    walk.hear("book_service")
    assert walk.hear("stop") == ["action_stop"]
    assert walk.turn.form is None
    assert walk.hear("greet") == ["action_greet"]


def test_an_intent_that_means_stop_in_this_form_stops_it() -> None:
    walk = Walk()
    walk.hear("book_service")
    assert walk.hear("cancel_booking") == ["action_stop"]


def test_bare_answers_corrections_and_the_forms_own_intents_go_to_the_form() -> None:
    for intent in ("inform", "affirm", "deny", "correct", "book_service", "change_booking"):
        walk = Walk()
        walk.hear("book_service")
        assert walk.hear(intent) == ["booking_form"], intent
        assert walk.heard[-1][0] == "booking_form"


def test_a_message_of_little_but_values_is_an_answer_whatever_its_intent() -> None:
    walk = Walk()
    walk.hear("book_service")
    said = Said("request_loaner", "嗯京N3K587", [{"entity": "plate", "start": 1, "end": 8}])
    assert walk.hear("request_loaner", said=said) == ["booking_form"]


def test_an_unsure_reading_inside_a_form_is_left_to_the_form() -> None:
    walk = Walk()
    walk.hear("book_service")
    turn = replace(
        walk.turn, is_new=True, wishes=[Said("ask_price", "啥呀这是")], decision="unsure"
    )
    assert next_step(turn, SKILLS).action == "booking_form"


def test_a_free_sentence_is_taken_whole_unless_it_is_surely_a_question() -> None:
    walk = Walk()
    walk.hear("file_complaint")
    asked = Said("ask_price", "小保养多少钱")
    assert walk.hear("ask_price", said=asked, requested="complaint_story") == [
        "action_ask_price",
        "complaint_form",
    ]
    assert walk.hear("book_service", requested="complaint_story") == ["complaint_form"]
    assert walk.hear(
        "check_progress", said=Said("check_progress", "修好"), requested="complaint_story"
    ) == ["complaint_form"]


def test_a_person_is_fetched_at_any_moment_and_the_matter_is_kept() -> None:
    walk = Walk()
    assert walk.hear("request_human") == ["action_hand_over"]
    walk.hear("book_service")
    assert walk.hear("request_human") == ["action_hand_over"]
    assert walk.turn.form == "booking_form"


def test_repeat_says_the_last_words_and_asks_nothing_new() -> None:
    walk = Walk()
    walk.hear("book_service")
    assert walk.hear("repeat") == ["action_repeat"]
    assert walk.turn.form == "booking_form"


def test_two_answers_come_in_the_order_of_the_wishes() -> None:
    walk = Walk()
    ran = walk.hear("ask_warranty", "ask_price")
    assert ran == ["utter_two_wishes", "action_ask_warranty", "action_ask_price"]


def test_a_question_beside_a_booking_is_answered_before_the_booking_asks() -> None:
    walk = Walk()
    ran = walk.hear("book_service", "ask_warranty")
    assert ran == ["utter_two_wishes", "booking_form", "action_ask_warranty", "booking_form"]
    assert [form for form, said in walk.heard] == ["booking_form"]  # once, before the answer


def test_a_question_before_a_booking_is_answered_first() -> None:
    ran = Walk().hear("ask_warranty", "book_service")
    assert ran == ["utter_two_wishes", "action_ask_warranty", "booking_form"]


def test_two_forms_in_one_message_follow_each_other() -> None:
    walk = Walk()
    assert walk.hear("book_service", "file_complaint") == ["utter_two_wishes", "booking_form"]
    walk.closes.add("booking_form")
    assert walk.hear("affirm") == ["booking_form", "action_book", "complaint_form"]
    assert walk.heard[-1][0] == "complaint_form"  # it hears its own wish, kept from before


def test_an_answer_with_a_further_question_serves_both_and_asks_once() -> None:
    walk = Walk()
    walk.hear("book_service")
    assert walk.hear("inform", "ask_price") == ["action_ask_price", "booking_form"]
    assert walk.hear("ask_price", "inform") == ["action_ask_price", "booking_form"]
    assert walk.heard[-1][1]["intent"] == "inform"


def test_an_action_that_needs_a_proof_gets_it_first_and_runs_again_with_the_same_words() -> None:
    walk = Walk()
    walk.needs["action_check_progress"] = "identity_form"
    assert walk.hear("check_progress") == ["action_check_progress", "identity_form"]
    walk.closes.add("identity_form")
    assert walk.hear("inform") == ["identity_form", "action_check_progress"]
    assert walk.turn.agenda == {}


def test_stopping_the_proof_stops_the_question_that_wanted_it() -> None:
    walk = Walk()
    walk.needs["action_check_progress"] = "identity_form"
    walk.hear("check_progress")
    assert walk.hear("stop") == ["action_stop"]
    assert walk.turn.agenda == {}


def test_a_proof_asked_for_inside_a_form_returns_to_the_form() -> None:
    walk = Walk()
    walk.hear("book_service")
    walk.needs["action_check_progress"] = "identity_form"
    assert walk.hear("check_progress") == ["action_check_progress", "identity_form"]
    walk.closes.add("identity_form")
    assert walk.hear("inform") == ["identity_form", "action_check_progress", "booking_form"]


def test_a_form_that_needs_a_proof_hears_its_own_words_again_not_the_proof() -> None:
    walk = Walk()
    walk.needs["booking_form"] = "identity_form"
    assert walk.hear("book_service") == ["booking_form", "identity_form"]
    walk.closes.add("identity_form")
    assert walk.hear("inform") == ["identity_form", "booking_form"]
    form, said = walk.heard[-1]
    assert (form, said["intent"]) == ("booking_form", "book_service")


def test_what_lasts_is_agreed_for_so_many_turns() -> None:
    expects = {
        "time": {"intent": "change_booking", "lasts": 1},
        "affirm": {"intent": "book_service"},
    }
    turn = Turn(is_new=True, wishes=[Said("thank", "谢谢")], expects=expects)
    left = next_step(turn, SKILLS).slots["expects"]
    assert left == {"time": {"intent": "change_booking", "lasts": 0}}
    last = next_step(Turn(is_new=True, wishes=turn.wishes, expects=left), SKILLS)
    assert last.slots["expects"] is None


def test_a_short_answer_has_the_meaning_that_was_agreed() -> None:
    walk = Walk()
    expects = {"affirm": {"intent": "book_service"}}
    assert walk.hear("affirm", expects=expects) == ["booking_form"]
    assert Walk().hear("affirm") == ["utter_ack"]


def test_an_offer_taken_up_in_full_keeps_what_was_offered_unless_something_else_is_named() -> None:
    offered = {"entity": "service_item", "value": "replace_tyre"}
    expects = {
        "book_service": {"intent": "book_service", "said": {"text": "", "entities": [offered]}}
    }
    day = {"entity": "time", "value": "六"}
    wash = {"entity": "service_item", "value": "car_wash"}
    for named, kept in (([day], [day, offered]), ([wash], [wash])):
        wish = Said("book_service", "行帮我约", named)
        step = next_step(Turn(is_new=True, wishes=[wish], expects=expects), SKILLS)
        assert step.slots["said"]["entities"] == kept


def test_a_chosen_button_serves_the_words_said_before() -> None:
    said = {"text": "京N3K587 呢", "entities": []}
    expects = {"查维修进度": {"intent": "check_progress", "said": said}}
    turn = Turn(is_new=True, wishes=[Said("inform", "查维修进度")], expects=expects)
    step = next_step(turn, SKILLS)
    assert step.action == "action_check_progress"
    assert step.slots["said"] == {"intent": "check_progress", **said}


def test_unsure_and_foreign_messages_outside_a_form() -> None:
    walk = Walk()
    for decision, action in (("unsure", "action_ask_which"), ("not_ours", "action_not_ours")):
        turn = replace(walk.turn, is_new=True, wishes=[Said("ask_price", "话")], decision=decision)
        assert next_step(turn, SKILLS).action == action


def test_after_hours_of_silence_an_open_matter_is_named_before_it_goes_on() -> None:
    walk = Walk()
    walk.hear("book_service")
    assert walk.hear("inform", silent_hours=5.0) == ["action_welcome_back", "booking_form"]


def test_a_question_of_little_but_a_name_is_still_a_question() -> None:
    walk = Walk()
    walk.hear("book_service")
    said = Said(
        "ask_price", "变速箱油更换多少钱", [{"entity": "service_item", "start": 0, "end": 6}]
    )
    assert walk.hear("ask_price", said=said) == ["action_ask_price", "booking_form"]


def test_an_action_can_hand_on_what_turns_out_to_be_another_wish() -> None:
    walk = Walk()
    walk.needs["action_bare_values"] = "book_service"
    assert walk.hear("inform") == ["action_bare_values", "booking_form"]
    assert walk.heard[-1][1]["intent"] == "book_service"
    walk.closes.add("booking_form")
    assert walk.hear("affirm") == ["booking_form", "action_book"]


def test_where_stop_is_an_answer_the_form_hears_it() -> None:
    manners = {"booking_form": FormManners(answers=frozenset({"stop"}))}
    turn = Turn(is_new=True, wishes=[Said("stop", "取消")], form="booking_form")
    step = next_step(turn, replace(SKILLS, manners=manners))
    assert step.action == "booking_form" and step.slots["hear"] is True


def test_an_intent_without_a_rule_is_never_a_dead_end() -> None:
    assert Walk().hear("ask_ev") == ["action_not_understood"]


OFFERED = [
    {"title": "朝阳店", "entity": "store", "value": "CY"},
    {"title": "海淀店", "entity": "store", "value": "HD"},
]


def test_a_choice_among_what_was_offered_reaches_the_form_as_its_value() -> None:
    walk = Walk()
    walk.hear("book_service")
    walk.heard.clear()
    said = Said("out_of_scope", "第二个")
    assert walk.hear("out_of_scope", said=said, offered=OFFERED) == ["booking_form"]
    ((_, heard),) = walk.heard
    assert heard["intent"] == "inform"
    assert [(item["entity"], item["value"]) for item in heard["entities"]] == [("store", "HD")]


def test_words_with_values_of_their_own_are_no_choice_by_their_place() -> None:
    walk = Walk()
    walk.hear("book_service")
    walk.heard.clear()
    said = Said("inform", "第二个", [{"entity": "time", "value": "周二", "start": 0, "end": 3}])
    walk.hear("inform", said=said, offered=OFFERED)
    assert walk.heard == [("booking_form", said.as_dict())]


def test_only_misses_in_a_row_count() -> None:
    wish = [Said("ask_price", "话")]
    step = next_step(Turn(is_new=True, wishes=wish), SKILLS)
    assert step.slots["misses"] is None
    step = next_step(Turn(is_new=True, wishes=wish, decision="unsure"), SKILLS)
    assert "misses" not in step.slots


def test_an_answer_before_a_question_is_heard_and_the_question_answered() -> None:
    asked = FormManners(wants={"booking_store": "store"})
    skills = replace(SKILLS, manners={**SKILLS.manners, "booking_form": asked})
    text = "海淀店吧，对了小保养多少钱"
    store = {"entity": "store", "value": "HD", "start": 0, "end": 3}
    job = {"entity": "service_item", "value": "minor_service", "start": 7, "end": 10}
    turn = Turn(
        is_new=True,
        wishes=[Said("ask_price", text, [store, job])],
        form="booking_form",
        requested="booking_store",
    )
    step = next_step(turn, skills)
    assert step.action == "action_ask_price"
    assert step.slots["said"]["text"] == "对了小保养多少钱"
    (then,) = step.slots["agenda"]["steps"]
    assert (then["run"], then["hear"]) == ("booking_form", True)
    assert then["said"]["entities"] == [store]


def test_a_question_about_what_is_wanted_is_no_answer() -> None:
    asked = FormManners(wants={"booking_store": "store"})
    skills = replace(SKILLS, manners={**SKILLS.manners, "booking_form": asked})
    store = {"entity": "store", "value": "HD", "start": 0, "end": 3}
    wish = Said("ask_price", "海淀店换机油多少钱，贵不贵", [store])
    turn = Turn(is_new=True, wishes=[wish], form="booking_form", requested="booking_store")
    step = next_step(turn, skills)
    assert step.action == "action_ask_price"
    assert step.slots["said"]["text"] == wish.text
    assert step.slots["agenda"]["steps"] == []


def test_a_proof_asked_for_is_not_gone_back_to_when_another_matter_begins() -> None:
    walk = Walk()
    walk.needs["action_check_progress"] = "identity_form"
    assert walk.hear("check_progress") == ["action_check_progress", "identity_form"]
    assert walk.hear("book_service") == ["booking_form"]
    waiting = [entry["run"] for entry in walk.turn.agenda["suspended"]]
    assert waiting == ["action_check_progress"]


def test_the_same_proof_wanted_again_stays_open_and_each_question_waits_once() -> None:
    walk = Walk()
    for _ in range(2):
        walk.needs["action_check_progress"] = "identity_form"
        walk.hear("check_progress")
    assert walk.turn.form == "identity_form"
    waiting = [entry["run"] for entry in walk.turn.agenda["suspended"]]
    assert waiting == ["action_check_progress"]


def test_a_form_that_replaces_another_leaves_nothing_of_it() -> None:
    manners = {
        **SKILLS.manners,
        "complaint_form": FormManners(replaces=frozenset({"booking_form"})),
    }
    turn = Turn(is_new=True, wishes=[Said("file_complaint", "话" * 9)], form="booking_form")
    step = next_step(turn, replace(SKILLS, manners=manners))
    assert step.action == "complaint_form" and step.close_form
    assert step.slots["agenda"]["suspended"] == []


def test_what_is_surely_a_wish_of_its_own_is_not_taken_for_the_value_that_was_expected() -> None:
    values = [{"entity": "service_item", "value": "wash", "start": 0, "end": 6}]
    expects = {"inform": {"intent": "ask_warranty"}, "when": {"intent": "check_progress"}}
    for confidence, action in ((0.9, "booking_form"), (0.4, "action_ask_warranty")):
        said = Said("book_service", "周六朝阳洗车", values, confidence)
        step = next_step(Turn(is_new=True, wishes=[said], expects=expects), SKILLS)
        assert step.action == action
    said = Said("ask_price", "多久到")
    step = next_step(Turn(is_new=True, wishes=[said], expects=expects), SKILLS)
    assert step.action == "action_check_progress"


def test_the_kind_of_a_value_decides_what_it_means_alone() -> None:
    expects = {"time": {"intent": "book_service"}, "inform": {"intent": "ask_warranty"}}
    for kind, action in (("time", "booking_form"), ("part", "action_ask_warranty")):
        said = Said("inform", "明天上午", [{"entity": kind, "value": 1, "start": 0, "end": 4}])
        step = next_step(Turn(is_new=True, wishes=[said], expects=expects), SKILLS)
        assert step.action == action
