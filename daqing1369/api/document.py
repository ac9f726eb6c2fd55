"""The OpenAPI document: what the operations have in common is said here once, and the page that shows it."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from daqing1369.api import words
from daqing1369.api.access import BearerKey, SessionCookie
from daqing1369.api.schemas import Problem
from targets.evaluation.model import Attainability, Status, Verdict

DESCRIPTION = (
    "What the pages of Daqing 1369 say, for programs: plans, goals, figures and their evaluation. Read only. "
    "A signed-in session of any role may read, or a client with a key that an administrator made. Numbers that are "
    "measured or compared are strings of decimals, never floats. Texts follow Accept-Language (zh-hans or en). "
    "Each answer has a strong ETag; send it back in If-None-Match and an answer without news is 304."
)
_SEEN = ("area", "as_of", "at")
_TABLE = (*_SEEN, "format")
QUERY: dict[str, tuple[str, ...]] = {
    "list_plans": ("area", "format"),
    "get_plan": _SEEN,
    "get_board": _SEEN,
    "list_goals": _TABLE,
    "get_goal": _TABLE,
    "list_areas": _TABLE,
    "list_actions": _TABLE,
    "get_action": _TABLE,
    "list_changes": (*_TABLE, "since", "until", "cursor", "limit"),
}
_MOMENT = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
SCHEMAS: dict[str, tuple[dict[str, Any], str | int]] = {  # with an example
    "year": ({"type": "string", "pattern": "^(19|20|21)[0-9]{2}$"}, "2024"),
    "slug": ({"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,50}$"}, "pm25"),
    "number": ({"type": "string", "pattern": "^[0-9]{1,4}$"}, "1"),
    "area": ({"type": "string", "pattern": "^[0-9A-Za-z]{1,12}$"}, "230600"),
    "as_of": ({"type": "string", "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"}, "2024-10"),
    "at": (_MOMENT, "2024-11-03"),
    "format": ({"type": "string", "enum": ["json", "csv"]}, "csv"),
    "since": (_MOMENT, "2024-10-01"),
    "until": (_MOMENT, "2024-10-31"),
    "cursor": ({"type": "string", "pattern": "^[0-9]{1,18}\\.[0-9]{1,3}\\.[0-9]{1,10}$"}, "1730682000000000.0.17"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, 100),
}
# Parameters of the pages that make no sense to a program: they belong to what was printed.
_OF_PAGES = ("recorded", "code")


def refused(operation: str, given: Mapping[str, str]) -> str | None:
    """The first known parameter that the operation does not take; nothing is ignored in silence. JSON is no wish."""
    known = {*SCHEMAS, *_OF_PAGES} - {*QUERY[operation]}
    return next((name for name in given if name in known and (name, given[name]) != ("format", "json")), None)


_ETAG = {"ETag": {"description": "strong, over what is said", "schema": {"type": "string"}}}
_WAIT = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 1}}}


class Docs(DocsBase):
    """The document as a page of the product: no script, nothing from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema(path_params=kwargs)
        operations = [
            {"path": path, "words": words.OPERATIONS[one["get"]["operationId"]], "example": _example(path, one["get"])}
            | one["get"]
            for path, one in schema["paths"].items()
        ]
        states = [(one.__name__.lower(), list(one)) for one in (Status, Verdict, Attainability)]
        context = {
            "operations": operations,
            "refusals": words.REFUSALS,
            "parameters": words.PARAMETERS,
            "states": states,
            "rate": settings.API_RATE,
        }
        return render(request, "api.html", context)


def _example(path: str, operation: dict[str, Any]) -> str:
    """An address to try: the path's examples and what is needed besides."""
    needed = {one["name"]: one["example"] for one in operation["parameters"] if one["required"]}
    query = urlencode({name: value for name, value in needed.items() if f"{{{name}}}" not in path})
    return path.format(**needed) + (f"?{query}" if query else "")


class Api(NinjaAPI):
    """Ninja's API with the whole document."""

    def __init__(self) -> None:
        super().__init__(
            title="Daqing 1369",
            version="1",
            description=DESCRIPTION,
            urls_namespace="api",
            auth=[SessionCookie(csrf=False), BearerKey()],
            docs=Docs(),
        )

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        # The address is fixed, and so is the document: made once, handed out as a copy.
        return deepcopy(self._document)

    @cached_property
    def _document(self) -> OpenAPISchema:
        schema = super().get_openapi_schema()
        for path in schema["paths"].values():
            _complete(path["get"])
        schema["components"]["schemas"]["Problem"] = Problem.json_schema()
        return schema


def _complete(operation: dict[str, Any]) -> None:
    """What an operation takes, what else it answers, and the headers of both."""
    taken = QUERY[operation["operationId"]]
    in_path = [one["name"] for one in operation["parameters"]]
    operation["parameters"] = [_parameter(name, "path") for name in in_path] + [_parameter(name) for name in taken]
    found = operation["responses"][200]
    found["headers"] = _ETAG
    if "format" in taken:
        found["content"]["text/csv"] = {"schema": {"type": "string"}}
    operation["responses"][304] = {"description": "What the client has is what there is.", "headers": _ETAG}
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, text in words.REFUSALS.items():
        operation["responses"][status] = {"description": text.en, "content": problem}
    operation["responses"][429]["headers"] = _WAIT


def _parameter(name: str, place: str = "query") -> dict[str, Any]:
    schema, example = SCHEMAS[name]
    required = place == "path" or name == "since"
    told = {"name": name, "in": place, "required": required, "description": words.PARAMETERS[name].en}
    return told | {"schema": schema, "example": example}
