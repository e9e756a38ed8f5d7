"""Accounts of staff. Public names are bylines, kept apart from accounts."""

import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models, transaction
from django.db.models.functions import Coalesce, Greatest, Lower, TruncDate
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..history.logged_models import SECRET_PART, Logged
from ..lib.rows.prepared import prepared
from ..lib.signed_links import new_nonce
from ..lib.texts import LineField
from ..roles import Realm, roles_giving
from .signals import password_replaced

UNUSED_AFTER = datetime.timedelta(days=45)


class PersonQuerySet(models.QuerySet):
    def with_last_use(self):
        """`last_use`: the last day on which the person used a session, signed in or set a password, or else joined."""
        joined = TruncDate("date_joined")
        signed_in, accepted = TruncDate("last_login"), TruncDate("invitation__accepted_at")
        days = [Coalesce(day, joined) for day in (models.F("used_on"), signed_in, accepted)]
        return self.annotate(last_use=Greatest(*days))

    def who_may(self, act):
        """Active people whose roles allow the act, sorted by name."""
        holders = self.filter(is_active=True, groups__name__in=roles_giving(act)).distinct()
        return holders.order_by("last_name", "first_name", "username")

    def with_password(self):
        return self.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def managers(self):
        """People who can sign in and manage accounts."""
        holders = self.model.groups.through.objects.filter(group__name__in=roles_giving("manage_users")).values("user")
        people = self.with_password().filter(is_active=True, is_staff=True)
        return people.filter(models.Q(is_superuser=True) | models.Q(pk__in=holders))

    def unused(self, now=None, *, after=UNUSED_AFTER):
        """Accounts with a password that were not used for 45 days, the longest unused first."""
        since = timezone.localdate(now) - after
        people = self.with_last_use().with_password().filter(is_active=True)
        return people.filter(last_use__lt=since).order_by("last_use", "pk")


class PersonManager(UserManager.from_queryset(PersonQuerySet)):
    use_in_migrations = False


@prepared(user=models.BigIntegerField())
def _groups_of(user):
    return Group.objects.filter(user=user).values_list("name")


class User(AbstractUser):
    """An account of staff. Roles are Django groups; roles.py says what they allow."""

    first_name = LineField(_("first name"), max_length=150, blank=True)
    last_name = LineField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language of the administration"),
        max_length=2,
        choices=[("en", _("English")), ("es", _("Spanish"))],
        default="en",
    )
    used_on = models.DateField(_("last used"), null=True, editable=False)  # only the day, for privacy

    objects = PersonManager()

    logged = Logged(
        Realm.USERS,
        by_acts=True,
        silent=("last_login", "date_joined", "used_on"),
        secret=("password",),
        many=("groups",),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        swappable = "AUTH_USER_MODEL"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody else has an account with this e-mail address."),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_once",
                violation_error_message=_("Somebody else has this user name."),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def save(self, *args, update_fields=None, **kwargs):
        """Send `password_replaced` for every changed password, also from a command or the shell."""
        before = self._password_before(update_fields)
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if before not in (None, self.password):
                password_replaced.send(User, person=self)

    def check_password(self, raw_password):
        """Rehash without `save`: the password stays the same, so that no session may end."""

        def upgrade(password):
            self.password = make_password(password)
            User.objects.filter(pk=self.pk).update(password=self.password)

        return check_password(raw_password, self.password, upgrade)

    def _password_before(self, update_fields):
        """The stored hash; None for a new account and when the password is not saved."""
        if self._state.adding or not (update_fields is None or "password" in update_fields):
            return None
        return User.objects.filter(pk=self.pk).values_list("password", flat=True).first()

    @cached_property
    def roles(self):
        """Empty for an inactive account."""
        if not self.is_active:
            return frozenset()
        return frozenset(row.name for row in _groups_of(user=self.pk))


class Invitation(models.Model):
    """A link that sets the password of `user` until a date; signed with `nonce`, not stored.

    The account is created with the invitation, with roles and without a usable password. Links for forgotten passwords
    use the same row.
    """

    user = models.OneToOneField("User", models.CASCADE, related_name="invitation")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    invited_by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("invited by"))
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    # Unused since mails have an outbox. The release before it, which may run until the upgrade is done, still reads it.
    undelivered_at = models.DateTimeField(_("could not be sent"), null=True)

    logged = Logged(Realm.USERS, part_of="user", silent=("sent_at",), secret=("nonce",), labels={"nonce": SECRET_PART})

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return self.user.email

    def is_open(self, now=None):
        return not (self.accepted_at or self.revoked_at) and self.expires_at > (now or timezone.now())
