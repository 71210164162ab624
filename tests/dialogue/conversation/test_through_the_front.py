"""The whole way round: the customer's browser, the bot, a colleague at the desk, and the bot again."""

from __future__ import annotations

from sqlalchemy import update

from bot.shop.passwords import hash_password
from bot.storage import tables
from tests.integration.desk.colleague import PASSWORD, DeskBrowser
from tests.integration.front.served import Visitor
from tests.system import RunningSystem


def test_given_back_the_bot_asks_its_open_question_again_by_itself(
    fresh_system: RunningSystem,
) -> None:
    with fresh_system.workshop.database.transaction() as session:
        values = {"password_hash": hash_password(PASSWORD), "must_change_password": False}
        session.execute(update(tables.Staff).values(**values))
    visitor, gu = Visitor(fresh_system.front_url, pause=0.3), DeskBrowser(fresh_system.front_url)
    gu.sign_in("cy.gu")
    visitor.say("我想约个小保养")
    question = visitor.hears("去哪家店")["text"]
    visitor.say("转人工")
    visitor.hears("下一位就是您")
    number = fresh_system.row("handover").number
    gu.do(f"talk/{number}/take")
    visitor.say("周六上午行吗")
    gu.do(f"talk/{number}/reply", text="可以的，给您留着", key="k1")
    gu.do(f"talk/{number}/hand-back", confirmed="周六上午有工位")
    visitor.hears("刚才顾晓帮您确认了：周六上午有工位")
    said = [message.get("text") for message in visitor.messages()]
    assert said.index("我们接着约。") < len(said) - 1 and said[-1] == question
    visitor.press("星驰朝阳店")
    assert fresh_system.row("message", text="星驰朝阳店").author == "customer"
