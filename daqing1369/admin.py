"""Users and access keys in the administration."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from daqing1369.models import AccessKey

if TYPE_CHECKING:
    Base = UserAdmin[User]
    ModelAdmin = admin.ModelAdmin[AccessKey]
else:
    Base, ModelAdmin = UserAdmin, admin.ModelAdmin


class Users(Base):
    """Users are made inactive, never deleted: the record names who changed what.

    Who is no superuser makes none, grants rights by groups only, and cannot open a superuser, password included.
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        return users if _is_superuser(request) else users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if _is_superuser(request) else (*fields, "is_superuser", "user_permissions")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


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
