"""Accounts and roles, for administrators of the whole system. Village data have one way in, and it is not this one."""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from guyub.apps.accounts.models import ApiToken, Assignment, User

# The admin's own login form knows neither the limit on guesses nor the second factor; the site's login does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "Guyub"
# Registered by their libraries (the imports above see to that): keys of sessions and secrets of code apps are not for
# looking at, and nobody writes another person's second factor.
for model in (Group, EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class AssignmentInline(admin.TabularInline):
    """Roles of an account in regions."""

    model = Assignment
    raw_id_fields = ("region",)
    extra = 1


@admin.register(User)
class AccountAdmin(UserAdmin):
    """An account with its roles. What it may do comes from the roles alone."""

    inlines = (AssignmentInline,)
    list_display = ("username", "email", "is_active", "last_login")
    list_filter = ("is_active", "assignments__role")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("first_name", "last_name", "email")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """Tokens can be looked at and revoked; they are made with `guyub manage create_token`."""

    list_display = ("name", "user", "created_at", "revoked_at")
    fields = ("user", "name", "created_at", "revoked_at")
    readonly_fields = ("user", "name", "created_at")

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """Second factors can be taken away when a phone is lost; its owner then sets up a new one."""

    list_display = ("user", "type", "created_at", "last_used_at")
    fields = list_display
    readonly_fields = list_display

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: Any = None) -> bool:
        return False
