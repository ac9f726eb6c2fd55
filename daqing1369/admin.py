"""Users in the administration."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = UserAdmin[User]
else:
    Base = UserAdmin


class Users(Base):
    """Users are made inactive, never deleted: the record names who changed what."""

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


admin.site.unregister(User)
admin.site.register(User, Users)
