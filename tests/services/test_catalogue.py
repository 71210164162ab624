"""The catalogue answers from the tables what the shop is, sells and calls things."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.services import catalogue, opening


def test_stores_come_in_the_shops_own_order_with_hours_and_jobs(workshop):
    stores = {store.code: store for store in catalogue.list_stores(workshop)}
    assert list(stores) == ["CY", "HD", "YZ"]
    assert stores["CY"].hours == dict.fromkeys(range(7), (time(8, 30), time(18, 0)))
    assert 0 not in stores["YZ"].hours
    assert "high_voltage_repair" not in stores["HD"].job_codes
    assert len(stores["CY"].job_codes) == 18
    assert (stores["YZ"].charging_points, stores["YZ"].charging_kw) == (4, 120)


@pytest.mark.parametrize(
    ("place", "nearest"),
    [
        ("望京", "CY"),
        ("通州区", "CY"),
        ("五道口", "HD"),
        ("昌平", "HD"),
        ("大兴区", "YZ"),
        ("次渠", "YZ"),
    ],
)
def test_the_nearest_store_of_a_district(workshop, place, nearest):
    near = catalogue.list_stores_near(workshop, place)
    assert near[0][0].code == nearest
    assert [km for _, km in near] == sorted(km for _, km in near)
    assert len(near) == 3


def test_a_place_that_is_not_known_has_no_nearest_store(workshop):
    assert catalogue.list_stores_near(workshop, "上海") == []


def test_a_job_says_what_it_costs_and_who_does_it(workshop):
    brakes = catalogue.find_job(workshop, "replace_front_brake_pads")
    assert (brakes.name, brakes.price_fen, brakes.minutes) == ("更换前刹车片", 52_000, 90)
    assert brakes.store_codes == ("CY", "HD")
    assert catalogue.find_job(workshop, "high_voltage_repair").price_fen is None
    assert catalogue.find_job(workshop, "fault_diagnosis").waived_if_repaired
    assert catalogue.find_job(workshop, "maintenance") is None  # to be narrowed down first


def test_a_part_says_grades_stock_and_lead_time(workshop):
    pads = catalogue.find_part(workshop, "front_brake_pads")
    assert pads.grades == {"original": 32_000, "brand": 21_000}
    assert pads.stock == {"CY": 6, "HD": 4, "YZ": 0}
    unit = catalogue.find_part(workshop, "mechatronic_unit")
    assert set(unit.stock.values()) == {0}
    assert unit.lead_days == 10
    battery = catalogue.find_part(workshop, "traction_battery")
    assert (battery.grades, battery.is_three_electric) == ({}, True)


def test_unknown_codes_find_nothing(workshop):
    for find in (catalogue.find_store, catalogue.find_job, catalogue.find_part):
        assert find(workshop, "nothing") is None
    assert catalogue.find_model(workshop, "toyota_corolla") is None
    assert catalogue.find_lamp(workshop, "nothing") is None


def test_every_word_is_exported_for_understanding(workshop):
    words = catalogue.export_vocabulary(workshop)
    assert set(words) == {
        "service_item",
        "part",
        "vehicle_model",
        "warning_light",
        "store",
        "service_line",
        "complaint_topic",
    }
    assert words["service_item"]["minor_service"][0] == "小保养"
    assert "做机油" in words["service_item"]["oil_change"]
    assert "maintenance" in words["service_item"]
    assert "电瓶" in words["part"]["battery_12v"]
    assert words["store"]["CY"][0] == "星驰朝阳店"
    assert "丰田卡罗拉" in words["vehicle_model"]["toyota_corolla"]
    assert all(names for codes in words.values() for names in codes.values())


def test_parts_are_found_by_their_names_in_a_sentence(workshop):
    assert [part.code for part in catalogue.list_parts_named(workshop, "左大灯碎了")] == [
        "headlight_assembly"
    ]
    assert catalogue.list_parts_named(workshop, "车被撞了") == []


def test_a_store_has_hours_on_a_day_or_none(workshop):
    assert opening.hours_on(workshop, "YZ", date(2026, 11, 23)) is None
    assert opening.hours_on(workshop, "YZ", date(2026, 11, 24)) == (time(9), time(18))
