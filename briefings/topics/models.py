from django.utils.translation import gettext_lazy as _

from ..addresses.models import WithPage
from ..history.logged_models import Logged
from ..lib.bases import Named, Publishable, bilingual
from ..lib.texts import DESCRIPTION, text_field
from ..roles import Realm
from ..search.searchable import Searchable


class Topic(Named, WithPage, Publishable, Searchable):
    read_by_public = True

    description_en = text_field(_("description in English"), most=DESCRIPTION, blank=True)
    description_es = text_field(_("description in Spanish"), most=DESCRIPTION, blank=True)

    description = bilingual("description")

    page_name = search_kind = "topic"
    publish_permission = "edit_topics"
    logged = Logged(Realm.ARTICLES)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_en"]

    def search_details(self):
        return {"key": self.slug}
