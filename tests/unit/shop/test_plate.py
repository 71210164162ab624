"""Plates of every kind are read however they are written, and formatted ones read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.plate import PROVINCES, PlateKind, format_plate, mask_plate, parse_plate, plate_kind

FREE = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
CITIES = "ABCDEFGHJKLMNOPQRSTUVWXYZ"


def running(length: int) -> st.SearchStrategy[str]:
    return st.text(FREE, min_size=length, max_size=length)


def place() -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(PROVINCES), st.sampled_from(CITIES)).map("".join)


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


plates = st.one_of(
    st.tuples(place(), running(5)),
    st.tuples(place(), st.sampled_from("DABCEFGHJK"), running(1), digits(4)),
    st.tuples(place(), digits(5), st.sampled_from("DABCEFGHJK")),
    st.tuples(place(), running(4), st.sampled_from(["警", "学", "挂", "领", "应急"])),
    st.tuples(st.just("粤Z"), running(4), st.sampled_from("港澳")),
    st.tuples(st.just("使"), digits(6)),
    st.tuples(digits(6), st.just("使")),
    st.tuples(st.just("WJ"), st.sampled_from(PROVINCES), digits(4), running(1)),
).map("".join)


@pytest.mark.parametrize(
    ("written", "normal", "kind"),
    [
        ("京N3K587", "京N3K587", PlateKind.CIVIL),
        ("京n·3k587", "京N3K587", PlateKind.CIVIL),
        ("京N 3K-587", "京N3K587", PlateKind.CIVIL),
        ("京Ｎ３Ｋ５８７", "京N3K587", PlateKind.CIVIL),
        ("京N3K5O7", "京N3K507", PlateKind.CIVIL),
        ("京AD12345", "京AD12345", PlateKind.NEW_ENERGY),
        ("京A·F20386", "京AF20386", PlateKind.NEW_ENERGY),
        ("粤B12345D", "粤B12345D", PlateKind.NEW_ENERGY),
        ("京A1234警", "京A1234警", PlateKind.POLICE),
        ("京A1234学", "京A1234学", PlateKind.LEARNER),
        ("津C1234挂", "津C1234挂", PlateKind.TRAILER),
        ("粤Z1234港", "粤Z1234港", PlateKind.HONG_KONG),
        ("粤Z1234澳", "粤Z1234澳", PlateKind.MACAU),
        ("使014578", "使014578", PlateKind.EMBASSY),
        ("224578使", "224578使", PlateKind.EMBASSY),
        ("沪A0023领", "沪A0023领", PlateKind.CONSULATE),
        ("川AX001应急", "川AX001应急", PlateKind.EMERGENCY),
        ("WJ京1234X", "WJ京1234X", PlateKind.ARMED_POLICE),
    ],
)
def test_a_plate_has_one_normal_form_and_a_kind(written, normal, kind):
    assert parse_plate(written) == normal
    assert plate_kind(normal) is kind


@pytest.mark.parametrize(
    "written",
    [
        "",
        "京N3K58",  # too short
        "京N3K5877",  # eight characters, but no new-energy letter
        "京I3K587",  # I names no city
        "东N3K587",  # no province
        "京A1234港",  # only 粤Z goes to Hong Kong
        "京AL12345",  # L is no new-energy letter
        "13800138001",
        "LXCCF1BA3SA018601",
        "京N3K587京N3K587",
    ],
)
def test_what_is_no_plate_is_none(written):
    assert parse_plate(written) is None


@given(plates)
def test_every_plate_reads_back_from_how_it_stands_on_the_metal(plate):
    assert parse_plate(plate) == plate
    assert parse_plate(format_plate(plate)) == plate
    assert parse_plate(" ".join(plate.lower())) == plate


@given(st.text(max_size=20))
def test_any_text_is_a_plate_or_none(text):
    found = parse_plate(text)
    assert found is None or parse_plate(found) == found


@given(plates)
def test_a_masked_plate_hides_its_middle(plate):
    masked = mask_plate(plate)
    assert len(masked) == len(plate)
    assert masked[:2] == plate[:2]
    assert "*" * (len(plate) - 4) in masked
    assert parse_plate(masked) is None
