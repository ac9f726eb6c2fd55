"""Users and access keys in the administration."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from daqing1369 import accounts, clock, sessions
from daqing1369.models import AccessKey
from daqing1369.rendering import actor

if TYPE_CHECKING:
    Base = UserAdmin[User]
    ModelAdmin = admin.ModelAdmin[AccessKey]
else:
    Base, ModelAdmin = UserAdmin, admin.ModelAdmin


class Users(Base):
    """Users are made inactive, never deleted: the record names who changed what.

    Who is no superuser makes none, grants rights by groups only, and cannot open a superuser, password included. A
    password set here is a first one: its owner changes it at the next login.
    """

    change_form_template = "administration/user.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        return users if _is_superuser(request) else users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if _is_superuser(request) else (*fields, "is_superuser", "user_permissions")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<path:object_id>/unlock/", self.own(self.unlock), name="auth_user_unlock"),
            path("<path:object_id>/end-sessions/", self.own(self.end_sessions), name="auth_user_end_sessions"),
        ]
        return [*own, *super().get_urls()]

    def own(self, view: Any) -> Any:
        """A view behind the administration's door, for posted forms."""
        return self.admin_site.admin_view(require_POST(view))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        user = self.get_object(request, object_id)
        if user is not None:
            known = {"is_locked": accounts.is_locked(user), "standing": sessions.standing(user)}
            extra_context = (extra_context or {}) | known | {"must_change": accounts.must_change(user)}
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        super().save_model(request, obj, form, change)
        if not change:
            accounts.account_made(user=obj, by=actor(request), now=clock.now())

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Django's page, and what follows from a new password."""
        user, session = self.get_object(request, id), request.session.session_key
        answer = super().user_change_password(request, id, form_url)
        now_on = User.objects.filter(pk=user.pk).order_by("pk").first() if user else None
        if user and now_on and now_on.password != user.password:
            accounts.first_password_given(user=now_on, by=actor(request), now=clock.now())
            sessions.moved(request, before=session)
        return answer

    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let somebody sign in again who failed too often."""
        user = self.to_act_on(request, object_id)
        if accounts.unlock(user=user, by=actor(request), now=clock.now()):
            messages.success(request, gettext("The login of %(user)s is unlocked.") % {"user": user})
        else:
            messages.info(request, gettext("The login of %(user)s was not locked.") % {"user": user})
        return redirect(reverse("admin:auth_user_change", args=[user.pk]))

    def end_sessions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Sign somebody out everywhere."""
        user = self.to_act_on(request, object_id)
        count = accounts.end_sessions(user=user, keep=None, by=actor(request), now=clock.now())
        told = gettext("Sign-ins of %(user)s ended: %(count)s.") % {"user": user, "count": count}
        messages.success(request, told)
        return redirect(reverse("admin:auth_user_change", args=[user.pk]))

    def to_act_on(self, request: HttpRequest, object_id: str) -> User:
        """The user, where one may change it. Raises Http404 as for one that is not there."""
        user = self.get_object(request, object_id)
        if user is None or not self.has_change_permission(request, user):
            raise Http404("no such user")
        return user


@admin.register(AccessKey)
class AccessKeys(ModelAdmin):
    """Keys are read here and made and revoked on their own page, which shows a new one once."""

    list_display = ("name", "purpose", "changed_by", "changed_at", "reason", "revoked_at")
    list_filter = ("purpose",)
    list_select_related = ("changed_by",)
    fields = readonly_fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessKey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AccessKey | None = None) -> bool:
        return False


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_superuser


admin.site.site_header = admin.site.site_title = _("Daqing 1369 administration")
admin.site.index_title = _("Administration")
admin.site.unregister(User)
admin.site.register(User, Users)
