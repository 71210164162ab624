"""Frame numbers must pass their check digit, telephones have eleven digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.phone import mask_phone, parse_mobile
from bot.shop.vin import is_vin, mask_vin, parse_vin

VIN = "LXCCF1BA3SA018601"
CHECK_DIGIT = 8


@pytest.mark.parametrize(
    "written",
    [
        VIN,
        VIN.lower(),
        "LXC CF1BA3 SA018601",
        "ＬＸＣＣＦ１ＢＡ３ＳＡ０１８６０１",
        "LXCCFIBA3SAO186O1",
    ],
)
def test_a_vin_is_read_however_it_is_written(written):
    assert parse_vin(written) == VIN


@pytest.mark.parametrize(
    "written", ["", VIN[:-1], VIN + "1", VIN.replace("3", "4"), "1" * 16 + "X"]
)
def test_a_vin_with_wrong_length_or_check_digit_is_none(written):
    assert parse_vin(written) is None


@given(st.integers(0, 16), st.sampled_from("ABCDEFGHJKLMNPRSTUVWXYZ0123456789"))
def test_the_check_digit_notices_most_single_mistakes(position, other):
    wrong = VIN[:position] + other + VIN[position + 1 :]
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
    same_value = values.get(other, other) == values.get(VIN[position], VIN[position])
    if position == CHECK_DIGIT:
        same_value = other == VIN[position]
    assert is_vin(wrong) is same_value


@given(st.text(max_size=30))
def test_any_text_is_a_vin_or_none(text):
    found = parse_vin(text)
    assert found is None or is_vin(found)


def test_a_masked_vin_keeps_maker_and_last_four():
    assert mask_vin(VIN) == "LXC**********8601"


@pytest.mark.parametrize(
    "written",
    ["13800138001", "138 0013 8001", "138-0013-8001", "+86 13800138001", "１３８００１３８００１"],
)
def test_a_mobile_number_is_read_however_it_is_written(written):
    assert parse_mobile(written) == "13800138001"


@pytest.mark.parametrize(
    "written", ["", "1380013800", "12800138001", "138001380011", "010-55508801"]
)
def test_what_is_no_mobile_number_is_none(written):
    assert parse_mobile(written) is None


def test_a_masked_phone_keeps_its_ends():
    assert mask_phone("13800138001") == "138****8001"
    assert mask_phone("8001") == "****"
