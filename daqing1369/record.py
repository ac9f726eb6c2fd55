"""How the installation's own recorded table is told in the record: keys made and revoked, never what they are."""

from typing import Any

from django.utils import timezone
from django.utils.translation import override

from daqing1369.models import Purpose
from targets.queries.record import Source
from targets.queries.record_lines import NOTHING, Line, Names, beside, line, same
from targets.texts import Text

KIND = "keys"


class Keys(Source):
    kind, word, model = KIND, Text("访问密钥", "access key"), "daqing1369.AccessKeyEvent"
    texts = ("name",)

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [(Text("用途", "opens"), _purpose), (Text("名称", "name"), lambda row: same(row.name)), _REVOKED]
        return line(self.word, event, names, what=same(event.name), area=NOTHING, pieces=beside(pairs, event, before))


def _purpose(row: Any) -> Text:
    label = Purpose(row.purpose).label
    with override("zh-hans"):
        zh = str(label)
    with override("en"):
        return Text(zh, str(label))


def _revoked(row: Any) -> Text:
    return same(f"{timezone.localtime(row.revoked_at):%Y-%m-%d %H:%M}") if row.revoked_at else NOTHING


_REVOKED = Text("撤销", "revoked"), _revoked
TABLES = (Keys,)
