"""The rule file is checked when it is read: a shop's lawyer edits it, no developer looks on."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.shop.warranty import RuleFileError, load_rules, standard_rules
from bot.shop.warranty.rules import FIGURES_OF, RULES_FILE, Reliability

Change = Callable[[dict[str, Any]], object]


def changed(tmp_path: Path, change: Change) -> Path:
    yaml = YAML(typ="safe")
    content = yaml.load(RULES_FILE.read_text(encoding="utf-8"))
    change(content)
    text = StringIO()
    yaml.dump(content, text)
    path = tmp_path / "rules.yml"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: c.pop("regulation"), "must hold exactly: regulation, rules"),
        (lambda c: c["regulation"].pop("in_force_on"), "regulation: missing in_force_on"),
        (lambda c: c["rules"].pop("loaner"), "rules: missing loaner"),
        (lambda c: c["rules"].update(lemon={}), "rules: unknown lemon"),
        (lambda c: c["rules"]["loaner"].pop("source"), "loaner: missing source"),
        (lambda c: c["rules"]["loaner"].update(x=1), "loaner: unknown x"),
        (lambda c: c["rules"]["loaner"].update(figures={}), "loaner: figures: missing days"),
        (lambda c: c["rules"]["loaner"]["figures"].update(km=9), "loaner: figures: unknown km"),
        (lambda c: c["rules"]["loaner"]["figures"].update(days=0), "days must be a whole number"),
        (lambda c: c["rules"]["loaner"]["figures"].update(days="5"), "days must be a whole number"),
        (lambda c: c["rules"]["loaner"]["figures"].update(days=True), "days must be a whole"),
        (lambda c: c["rules"]["loaner"].update(checked_on="x"), "checked_on must be a day"),
        (lambda c: c["rules"]["loaner"].update(reliability="maybe"), "one of sure, check"),
        (lambda c: c["rules"]["loaner"].update(remedy="car"), "remedy must be one of"),
        (lambda c: c["rules"]["loaner"].update(article=" "), "article must be a text"),
        (lambda c: c["rules"]["loaner"].update(article_is_sure=1), "must be true or false"),
        (lambda c: c["rules"].update(loaner=[]), "loaner: names with values are expected"),
    ],
)
def test_a_wrong_file_is_refused_with_one_sentence(
    tmp_path: Path, change: Change, sentence: str
) -> None:
    with pytest.raises(RuleFileError, match=sentence):
        load_rules(changed(tmp_path, change))


def test_a_figure_given_twice_is_refused(tmp_path: Path) -> None:
    text = RULES_FILE.read_text(encoding="utf-8")
    path = tmp_path / "rules.yml"
    path.write_text(text.replace("{days: 5}", "{days: 5, days: 6}"), encoding="utf-8")
    with pytest.raises(RuleFileError, match="not readable YAML"):
        load_rules(path)


def test_a_corrected_figure_is_used(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda c: c["rules"]["loaner"]["figures"].update(days=3))
    assert load_rules(path).figure("loaner", "days") == 3


def test_each_rule_names_its_source_and_what_a_lawyer_should_check() -> None:
    book = standard_rules()
    assert set(book.rules) == set(FIGURES_OF)
    to_check = {rule.id for rule in book.rules.values() if rule.reliability is Reliability.CHECK}
    assert to_check == {"counting", "loaner", "use_payment", "exclusions"}


def test_an_article_whose_number_is_not_sure_is_not_told() -> None:
    book = standard_rules()
    assert book.rule("use_payment").cited_article is None
    assert book.rule("sanbao_period").cited_article == "第十八条"
