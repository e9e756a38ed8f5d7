from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..history.logged_models import Logged
from ..lib.bases import Named, Publishable, bilingual
from ..lib.numbers import language_code
from ..lib.texts import DESCRIPTION, AddressField, text_field
from ..roles import Realm
from ..search.searchable import Searchable


class Topic(Named, Publishable, Searchable):
    slug = AddressField(_("address"), max_length=80, unique=True)
    description_en = text_field(_("description in English"), most=DESCRIPTION, blank=True)
    description_es = text_field(_("description in Spanish"), most=DESCRIPTION, blank=True)

    description = bilingual("description")

    search_kind = "topic"
    publish_permission = "edit_topics"
    logged = Logged(Realm.ARTICLES)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_en"]

    def search_url(self):
        """All that search finds about it: a topic has no page of its own yet."""
        return f"{reverse(f'search-{language_code()}')}?topic={self.slug}"

    def search_details(self):
        return {"key": self.slug}
