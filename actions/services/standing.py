"""What somebody else wrote meanwhile, in a sentence for whoever is about to write as well."""

from actions.models import CommitmentCount, TaskReport
from targets.numbers import write_number
from targets.texts import Text


def what_stands(report: TaskReport) -> Text:
    who = report.changed_by.get_username() if report.changed_by else "—"
    return Text(
        f"{report.reported_on} 已有报告：{report.progress} %（{who} 登记）。再次保存将以您的内容替换它。",
        f"There is a report of {report.reported_on} already: {report.progress} %, by {who}. "
        "Save again to replace it with yours.",
    )


def what_was_counted(counts: list[CommitmentCount]) -> Text:
    if not counts:
        return Text("计数已有变动，请核对后再次保存。", "The counts have changed; check them and save again.")
    last = counts[-1]
    who, amount = last.changed_by.get_username() if last.changed_by else "—", write_number(last.amount)
    return Text(
        f"期间已登记：{last.counted_on} 新增 {amount}（{who}）。若您的数量另计，请再次保存。",
        f"Counted in between: {amount} on {last.counted_on}, by {who}. Save again if yours comes on top.",
    )
