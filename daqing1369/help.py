"""The guide: chapters in both languages, those of the reader's own work first. The text is in templates/help."""

from collections.abc import Set
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import actor
from targets.queries.access import ENTER, REVIEW, duties_of
from targets.texts import Text

EVERYBODY, ADMINISTRATOR = "look", "administer"


@dataclass(frozen=True)
class Chapter:
    """``work``: whose work it is about; ``template``: its text in Chinese and in English."""

    slug: str
    title: Text
    summary: Text
    work: str
    template: Text

    @property
    def text(self) -> str:
        """The template in the reader's language."""
        return self.template.in_language(get_language() or "zh-hans")


CHAPTERS = (
    Chapter(
        "board",
        Text("看总览", "Reading the board"),
        Text(
            "灯、目标值、还需多少、截至月份，以及每盏灯的含义",
            "Lamps and what each means, targets, what it still takes, as of a month",
        ),
        EVERYBODY,
        Text("help/zh/board.html", "help/en/board.html"),
    ),
    Chapter(
        "entering",
        Text("填报月度数据", "Entering a month's figures"),
        Text(
            "从登录到“已保存”：填写、更正、附件、锁定与重新开放",
            "From signing in to “saved”: typing, correcting, sources, locks",
        ),
        ENTER,
        Text("help/zh/entering.html", "help/en/entering.html"),
    ),
    Chapter(
        "importing",
        Text("表格导入与导出", "Importing and exporting sheets"),
        Text("模板、预检、带标记的退回表、命令行导入", "Templates, the dry run, the marked workbook, the command"),
        ENTER,
        Text("help/zh/importing.html", "help/en/importing.html"),
    ),
    Chapter(
        "actions",
        Text("登记行动进展", "Reporting on actions"),
        Text("任务进度、承诺计数、期限总表", "Progress of tasks, counts of promises, all deadlines"),
        ENTER,
        Text("help/zh/actions.html", "help/en/actions.html"),
    ),
    Chapter(
        "reviewing",
        Text("审核数据", "Reviewing figures"),
        Text("先看异常，再批量通过；退回须附一句话", "Odd ones first, then the rest; a return carries a sentence"),
        REVIEW,
        Text("help/zh/reviewing.html", "help/en/reviewing.html"),
    ),
    Chapter(
        "measurements",
        Text("监测数据", "Measurements"),
        Text("空气、水质文件的读取，以及由其计算的数据", "Files of air and water, and the figures computed from them"),
        REVIEW,
        Text("help/zh/measurements.html", "help/en/measurements.html"),
    ),
    Chapter(
        "brief",
        Text("月报与打印", "The brief and printing"),
        Text("网页、PDF、Word 月报，打印编码", "The month as page, PDF and Word; the code on paper"),
        EVERYBODY,
        Text("help/zh/brief.html", "help/en/brief.html"),
    ),
    Chapter(
        "wall",
        Text("大屏展示", "The wall display"),
        Text("打开、轮播、用密钥长期展示", "Opening it, its pace, a screen without a person"),
        EVERYBODY,
        Text("help/zh/wall.html", "help/en/wall.html"),
    ),
    Chapter(
        "new-year",
        Text("新年度与关闭年度", "A new year, and closing one"),
        Text("复制计划、逐项确定、关闭上年", "Copying the plan, deciding point by point, closing last year"),
        ADMINISTRATOR,
        Text("help/zh/new_year.html", "help/en/new_year.html"),
    ),
    Chapter(
        "users",
        Text("用户与权限", "Users and rights"),
        Text("用户组、分工、代理、访问密钥", "Groups, assignments, stand-ins, access keys"),
        ADMINISTRATOR,
        Text("help/zh/users.html", "help/en/users.html"),
    ),
    Chapter(
        "operating",
        Text("运行维护", "Running it"),
        Text("命令一览、备份与恢复、自检、定时任务", "Every command, backup and restore, the doctor, timers"),
        ADMINISTRATOR,
        Text("help/zh/operating.html", "help/en/operating.html"),
    ),
    Chapter(
        "trouble",
        Text("出现问题时", "When something breaks"),
        Text("现象、原因、处理办法", "What you see, why, and what to do"),
        EVERYBODY,
        Text("help/zh/trouble.html", "help/en/trouble.html"),
    ),
)


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """The contents, the reader's own work first."""
    return _show(request, "contents", [])


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Every chapter on one page, for paper."""
    return _show(request, "whole", list(CHAPTERS))


@require_safe
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter."""
    found = [one for one in CHAPTERS if one.slug == slug]
    if not found:
        raise Http404
    return _show(request, slug, found)


def _show(request: HttpRequest, current: str, shown: list[Chapter]) -> HttpResponse:
    work = work_of(actor(request), rights=duties_of(actor(request), clock.today()))
    own, other = sorted_for(work)
    context = {"current": current, "shown": shown, "own": own, "other": other}
    return render(request, "help/page.html", context)


def work_of(user: AbstractBaseUser, *, rights: Set[str]) -> frozenset[str]:
    """What the reader is there for today; whoever administers does so first of all."""
    administers = {ADMINISTRATOR} if getattr(user, "is_staff", False) else set()
    return frozenset({*rights, *administers})


def sorted_for(work: Set[str]) -> tuple[list[Chapter], list[Chapter]]:
    """The reader's own chapters, then the others; who only looks has those that are for everybody."""
    wanted = {ADMINISTRATOR} if ADMINISTRATOR in work else set(work) or {EVERYBODY}
    own = [one for one in CHAPTERS if one.work in wanted]
    return own, [one for one in CHAPTERS if one not in own]
