"""Every page that a person sees, and its states: what tests/browser/test_accessible.py looks at, group by group."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Look:
    """An address, ``{names}`` of the world's own rows in it, and what brings the page into the state that is meant.

    No address: the page as the look before left it.
    """

    path: str
    act: Act | None = None
    role: str | None = "admin"
    status: int = 200

    def __str__(self) -> str:
        return f"{self.path or '(the same)'} {self.act.__name__ if self.act else ''}".strip()


def press(selector: str) -> Act:
    """Press what sends a form, and see the fault that it is told."""

    def act(page: Page) -> None:
        page.locator("form").evaluate_all("forms => forms.forEach((form) => { form.noValidate = true; })")
        page.locator(selector).last.click()
        expect(page.locator("main").locator(".error:visible, .errornote:visible").first).to_be_visible()

    return act


def show(selector: str, shown: str) -> Act:
    """Press what opens a part, and wait until it stands."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()
        expect(page.locator(shown).first).to_be_visible()

    return act


def fail_login(page: Page) -> None:
    page.locator("#id_username").fill("nobody")
    page.locator("#id_password").fill("wrong")
    press("main button")(page)


def open_panel(page: Page) -> None:
    page.locator("#row-pm25 .entry-more").click()
    expect(page.locator("#panel .panel")).to_be_visible()


def conflict(page: Page) -> None:
    """The row was saved elsewhere with another value meanwhile, and has a fault beside it."""
    page.locator("#surface-water-numerator").fill("x")
    page.locator("[name=good-air-days-version]").evaluate("field => { field.value = '77'; }")
    page.locator("#good-air-days-numerator").fill("28")
    page.locator("h1").click()
    expect(page.locator("#row-good-air-days .entry-conflict")).to_be_visible()
    expect(page.locator("#row-surface-water .error").first).to_be_visible()


def on_paper(page: Page) -> None:
    page.emulate_media(media="print")


def sign_in_dialog(page: Page) -> None:
    page.evaluate("document.getElementById('login-again').showModal()")


def upload(page: Page) -> None:
    page.locator("input[type=file]").set_input_files({"name": "x.exe", "mimeType": "x/y", "buffer": b"MZ"})
    press("main form[enctype] button[type=submit]")(page)


def send_empty_note(page: Page) -> None:
    page.locator("#task-6-progress").fill("1000")
    press("#task-6 button[type=submit]")(page)


def return_without_a_word(page: Page) -> None:
    row = page.locator(".review-row").first
    row.locator("summary").click()
    row.locator("button[name=return]").click()
    expect(page.locator(".review-row .error").first).to_be_visible()


def pause(page: Page) -> None:
    expect(page.locator("[data-controls]")).to_be_attached()
    page.keyboard.press(" ")


def next_slide(page: Page) -> None:
    page.keyboard.press("ArrowRight")


GROUPS: dict[str, tuple[Look, ...]] = {
    "board": (
        Look("/"),
        Look("/?as_of=2024-12"),
        Look("/?as_of=2024-01"),
        Look("/?at=2024-07-05T18:00", show(".moment summary", "#at")),
        Look("/nodes/1/"),
        Look("/outcomes/4/"),
        Look("/search/?q=pm", role="leader"),
        Look("/search/?q=zzzz"),
        Look("/changes/"),
        Look("/changes/?since=2024-05-31"),
    ),
    "goals": (
        Look("/goals/pm25/"),
        Look("/goals/farmland/"),
        Look("/goals/rural-sewage/areas/"),
        Look("/goals/pm25/years/"),
        Look("/goals/rural-sewage/explain/"),
    ),
    "one goal": (
        Look("/goals/pm25/what-if/?m11=30&m12=x", status=422),
        Look("/goals/pm25/what-if/"),
        Look("/goals/pm25/explain/"),
        Look("/goals/pm25/changes/"),
        Look("/goals/pm25/final/"),
        Look("/goals/pm25/?at=2024-07-05T18:00"),
    ),
    "entry": (
        Look("/figures/2024/10/"),
        Look("", open_panel),
        Look("", conflict),
        Look("", sign_in_dialog),
        Look("/figures/2024/10/pm25/panel/"),
    ),
    "entry of a year": (
        Look("/figures/2024/"),
        Look("/figures/2024/pm25_m202403/panel/"),
        Look("/figures/2024/10/good-air-days/sources/"),
        Look("", press("main form[method=post] button[type=submit]")),
        Look("/figures/", role="leader", status=403),
        Look("/figures/2024/10/", role="reviewer", status=403),
    ),
    "review": (
        Look("/review/"),
        Look("", return_without_a_word),
        Look("/review/?goal=farmland&month=2024-10"),
        Look("/history/"),
        Look("/history/?person=nobody", status=422),
        Look("/completeness/?show=expected"),
        Look("/duties/"),
        Look("/stand-in/", press("main form[method=post] button[type=submit]")),
        Look("/reopen/", press("main form[method=post] button[type=submit]")),
    ),
    "actions": (
        Look("/actions/"),
        Look("/actions/2/"),
        Look("/actions/2/?edit=task-6", send_empty_note),
        Look("/actions/4/"),
        Look("/actions/deadlines/"),
        Look("/actions/2/tasks/6/"),
        Look("/actions/4/commitments/zero-waste-cells/"),
        Look("/actions/2/files/{note_file}/take-away/", press("main form[method=post] button[type=submit]")),
    ),
    "measured": (
        Look("/air/2024/"),
        Look("/air/2024/10/5/"),
        Look("/air/2024/10/5/1/"),
        Look("/air/2021/"),
        Look("/water/"),
        Look("/water/1/"),
    ),
    "files": (
        Look("/measurements/"),
        Look("", press("main form[enctype] button[type=submit]")),
        Look("/measurements/{load}/"),
        Look("/import/"),
        Look("", upload),
        Look("/import/{upload}/"),
        Look("/brief/2024/10/"),
        Look("", on_paper),
        Look("/api/v1/docs"),
    ),
    "account": (
        Look("/login/", role=None),
        Look("", fail_login, role=None),
        Look("/password/forgotten/", role=None),
        Look("/password/new/?{reset}", press("main button"), role=None),
        Look("/password/new/", role=None, status=404),
        Look("/account/"),
        Look("/account/password/", press("main form[method=post] button[type=submit]")),
        Look("/keys/"),
        Look("", press("main form[method=post] button[type=submit]")),
        Look("/no/such/page/", status=404),
        Look("/help/"),
        Look("/help/all/"),
        Look("/help/board/"),
    ),
    "wall": (
        Look("/wall/?seconds=300", pause, role="leader"),
        *(Look("", next_slide, role="leader") for _ in range(5)),
        Look("/wall/{wall}/?seconds=300", role=None),
    ),
    "administration": (
        Look("/admin/"),
        Look("/admin/targets/"),
        Look("/admin/targets/goal/"),
        Look("/admin/targets/goal/1/change/"),
        Look("/admin/auth/user/add/", press("input[type=submit]")),
        Look("/admin/targets/station/1/history/"),
        Look("/admin/years/"),
        Look("/admin/years/2024/"),
    ),
}

# What is none: a redirect, a file, a word for machines, a part of a page, what is only sent to.
NO_PAGES = {
    *("air/", "brief/", "favicon.ico", "import/form/"),
    *("air/<int:year>/<int:month>/<int:day>/dust/", "water/<int:pk>/frozen/", "water/<int:pk>/background/"),
    *("actions/<int:number>/files/<int:pk>/", "sources/<int:pk>/"),
    *("healthz", "readyz", "logout/"),
    *(
        f"figures/<int:year>/{month}{part}"
        for month in ("", "<int:month>/")
        for part in ("state/", "paste/", "<slug:key>/", "<slug:key>/preview/", "<slug:key>/drop/")
    ),
}
