"""No telephone, plate, VIN or token reaches a log."""

from __future__ import annotations

import io
import logging

import pytest

from bot.masking import MaskingFormatter, mask


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("电话13800138001。", "电话138****8001。"),
        ("138 0013 8001", "138****8001"),
        ("138-0013-8001", "138****8001"),
        ("车牌京N3K587在店", "车牌京N****7在店"),
        ("京A·D12345", "京A****5"),
        ("京ad12345", "京a****5"),
        ("LSVAA4182E2184847", "LSV****4847"),
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer ****"),
        ("/status?token=s3cret&x=1", "/status?token=****&x=1"),
        ("工单 RO20261123001 于 2026-11-23 09:30", "工单 RO20261123001 于 2026-11-23 09:30"),
        ("京城的天气", "京城的天气"),
    ],
)
def test_personal_data_loses_its_middle(written: str, kept: str) -> None:
    assert mask(written) == kept


def test_arguments_and_tracebacks_are_masked_too() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskingFormatter("%(message)s"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        raise ValueError("no car 京N3K587 of 13800138001")
    except ValueError:
        logger.exception("failed for %s", "13900139002")
    assert "138****8001" in out.getvalue() and "139****9002" in out.getvalue()
    for secret in ("3K58", "0013"):
        assert secret not in out.getvalue()
