from django.utils.translation import gettext_lazy as _

from ..history.logged_models import Logged
from ..lib.bases import Named, Publishable
from ..lib.texts import DESCRIPTION, AddressField, text_field
from ..roles import Realm


class Topic(Named, Publishable):
    slug = AddressField(_("address"), max_length=80, unique=True)
    description_en = text_field(_("description in English"), most=DESCRIPTION, blank=True)
    description_es = text_field(_("description in Spanish"), most=DESCRIPTION, blank=True)

    publish_permission = "edit_topics"
    logged = Logged(Realm.ARTICLES)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_en"]
