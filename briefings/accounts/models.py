"""Accounts of staff. Public names are bylines, kept apart from accounts."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who signs in. What they may do follows from their roles (`roles.py`), which are Django groups."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language of the administration"),
        max_length=2,
        choices=[("en", _("English")), ("es", _("Spanish"))],
        default="en",
    )

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def __str__(self):
        return self.get_full_name() or self.username

    @cached_property
    def roles(self):
        """Names of the roles that the person holds; empty for an inactive account."""
        if not self.is_active:
            return frozenset()
        return frozenset(self.groups.values_list("name", flat=True))
