"""What the product's pages are measured against: the least that a view behind the same middleware can do."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daqing1369.middleware import Handler

ASK, TELL = "X-Bench-Queries", "X-Bench-Queries"


@require_safe
def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@require_safe
def one_query(request: HttpRequest) -> HttpResponse:
    """One SELECT and a template of ten lines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, name_en FROM targets_indicator ORDER BY slug")
        rows = cursor.fetchall()
    return render(request, "floor.html", {"rows": rows})


def counted(get_response: Handler) -> Handler:
    """Tell how many queries an answer took, session and login included, to who asks for it with a header."""

    def handle(request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return get_response(request)
        count = 0

        def count_one(execute: object, sql: str, params: object, many: object, context: object) -> object:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)  # type: ignore[operator]  # Django's own next step

        with connection.execute_wrapper(count_one):
            answer = get_response(request)
        answer[TELL] = str(count)
        return answer

    return handle
