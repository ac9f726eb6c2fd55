"""How the installation's own recorded tables are told in the record: keys and accounts, never what opens them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import override

from daqing1369.models import Act, Purpose
from targets.queries.record import Source
from targets.queries.record_lines import NOTHING, Line, Names, Piece, beside, line, same
from targets.texts import Text

KIND = "keys"


class Keys(Source):
    kind, word, model = KIND, Text("访问密钥", "access key"), "daqing1369.AccessKeyEvent"
    texts = ("name",)

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [(Text("用途", "opens"), _purpose), (Text("名称", "name"), lambda row: same(row.name)), _REVOKED]
        return line(self.word, event, names, what=same(event.name), area=NOTHING, pieces=beside(pairs, event, before))


class Accounts(Source):
    kind, word, model = "accounts", Text("账户", "account"), "daqing1369.AccountEvent"
    texts = ()

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        act = Piece(Text("操作", "done"), NOTHING, _both(Act(event.act).label))
        return line(self.word, event, names, what=same(names.person(event.user_id)), area=NOTHING, pieces=(act,))


def _purpose(row: Any) -> Text:
    return _both(Purpose(row.purpose).label)


def _both(label: Any) -> Text:
    with override("zh-hans"):
        zh = str(label)
    with override("en"):
        return Text(zh, str(label))


def _revoked(row: Any) -> Text:
    return same(f"{timezone.localtime(row.revoked_at):%Y-%m-%d %H:%M}") if row.revoked_at else NOTHING


_REVOKED = Text("撤销", "revoked"), _revoked
TABLES = (Keys, Accounts)
