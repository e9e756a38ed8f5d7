"""Signing in, and one's own account. Everything is under /admin/: only there are sessions and cookies."""

from allauth.account import views as account
from django.urls import path

from .account_pages import dressed

urlpatterns = [
    path("login/", dressed(account.login), name="account_login"),
    path("logout/", dressed(account.logout), name="account_logout"),
    path("inactive/", dressed(account.account_inactive), name="account_inactive"),
]
