"""Accounts and roles, for administrators of the whole system. Village data have one way in, and it is not this one."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from guyub.apps.accounts.models import ApiToken, Assignment, User

# The admin's own login form knows neither the limit on guesses nor the second factor; the site's login does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "Guyub"
admin.site.unregister(Group)


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
