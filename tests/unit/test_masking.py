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
        ("车架号lsvaa4182e2184847", "车架号lsv****4847"),
        ("8613800138001", "86138****8001"),
        ("+86 138 0013 8001", "+86 138****8001"),
        ("使014578", "使0****8"),
        ("014578使", "0****使"),
        ("京A1234领", "京A****领"),
        ("WJ京01234", "WJ京0****4"),
        ("电话幺三八零零幺三八零零幺", "电话****"),
        ("一三八 零零一三 八零零一", "****"),
        ("京恩三K五八七", "京恩三K****"),
        ("三点在朝阳店", "三点在朝阳店"),
        ("conversation web-3f2a9c0e51d84b7fa6", "conversation web-3f2a9c0e51d84b7fa6"),
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer ****"),
        ("/status?token=s3cret&x=1", "/status?token=****&x=1"),
        ("工单 RO20261123001 于 2026-11-23 09:30", "工单 RO20261123001 于 2026-11-23 09:30"),
        ("京城的天气", "京城的天气"),
    ],
)
def test_personal_data_loses_its_middle(written: str, kept: str) -> None:
    assert mask(written) == kept


def logged(error: Exception, message: str = "failed", *arguments: object) -> str:
    """What the log says of an error."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskingFormatter("%(message)s"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        raise error
    except Exception:
        logger.exception(message, *arguments)
    return out.getvalue()


def test_arguments_and_tracebacks_are_masked_too() -> None:
    log = logged(ValueError("no car 京N3K587 of 13800138001"), "failed for %s", "13900139002")
    assert "138****8001" in log and "139****9002" in log
    for secret in ("3K58", "0013"):
        assert secret not in log


@pytest.mark.parametrize("words", ["我叫王芳，住在望京西园", "\\u738b\\u82b3"])
def test_what_is_chinese_in_an_error_is_somebodys_words(words: str) -> None:
    log = logged(ValueError(words))
    assert "ValueError: …" in log and "test_masking.py" in log
    for word in ("王", "望", "738b"):
        assert word not in log


def test_a_row_that_postgresql_quotes_is_left_out() -> None:
    said = 'null value in column "name"\nDETAIL:  Failing row contains (7, Fang\nWang, 12 Elm St).'
    log = logged(ValueError(f"{said}\n\n[SQL: INSERT INTO customer]"))
    assert 'null value in column "name"' in log and "[SQL: INSERT INTO customer]" in log
    assert "Fang" not in log and "Elm" not in log
