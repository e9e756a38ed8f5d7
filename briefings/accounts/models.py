"""Accounts of staff. Public names are bylines, kept apart from accounts."""

import secrets

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


def new_nonce():
    return secrets.token_hex(16)


class Invitation(models.Model):
    """What lets a new person set their password: a link, signed with `nonce` and not stored, until a date.

    The account exists from the invitation on, with its roles and without a usable password.
    """

    user = models.OneToOneField("User", models.CASCADE, related_name="invitation")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    invited_by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("invited by"))
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return self.user.email
