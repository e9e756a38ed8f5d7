"""The source keeps to its layout; and every rule is shown to catch a small tree that breaks it."""

import inspect
from pathlib import Path

import pytest

from . import layout_kind_rules as kind_rules
from . import layout_names as names
from . import layout_rules as rules

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent

# Each rule with a file that breaks it and the words of the offence.
BREACHES = [
    (rules.imports_of_higher_slices, "briefings/topics/models.py", "from ..articles.models import Article", "articles"),
    (rules.imports_of_higher_slices, "briefings/topics/actions.py", "from briefings.sharing import x", "sharing"),
    (rules.imports_of_higher_slices, "briefings/topics/models/words.py", "from ...media.models import Image", "media"),
    (rules.imports_of_higher_slices, "briefings/sources/actions.py", "def f():\n    import briefings.pages.x", "pages"),
    (rules.imports_of_higher_slices, "briefings/history/wording.py", "from ..topics.models import Topic", "topics"),
    (rules.imports_of_what_asks, "briefings/topics/actions.py", "from .views import topic", "topics.views"),
    (
        rules.imports_of_anothers_views_or_admin,
        "briefings/pages/views.py",
        "from ..topics.views import topic",
        "topics",
    ),
    (
        rules.imports_of_anothers_views_or_admin,
        "briefings/pages/feeds.py",
        "from ..topics import admin",
        "topics.admin",
    ),
    (rules.imports_of_anothers_views_or_admin, "briefings/pages/api.py", "from ..topics.views_list import x", "topics"),
    (
        rules.imports_inside_functions,
        "briefings/topics/models.py",
        "def f():\n    from ..roles import may",
        "f imports",
    ),
    (
        rules.relations_not_by_name,
        "briefings/topics/models.py",
        "t = models.ForeignKey(Topic, x)",
        "ForeignKey to Topic",
    ),
    (rules.relations_not_by_name, "briefings/topics/models.py", "t = ManyToManyField(to=Topic)", "not by name"),
    (rules.receivers_outside_apps, "briefings/topics/models.py", "@receiver(saved)\ndef f(): pass", "@receiver"),
    (rules.receivers_outside_apps, "briefings/topics/actions.py", "saved.connect(f)", "list it in apps.py"),
    (rules.lib_that_knows_the_site, "briefings/lib/tables.py", "from ..topics.models import Topic", "topics.models"),
    (rules.lib_that_knows_the_site, "briefings/lib/tables.py", "from briefings import roles", "roles"),
    (
        rules.lib_that_knows_the_site,
        "briefings/lib/x.py",
        "from django.contrib.auth.models import Group",
        "auth.models",
    ),
    (
        rules.demo_imported_by_the_site,
        "briefings/pages/views.py",
        "from ..demo.reference import TOPICS",
        "demonstration",
    ),
    (rules.slices_missing_in_models, "briefings/topics/models.py", "", "does not import topics"),
    (rules.slices_missing_in_models, "briefings/topics/models/__init__.py", "", "does not import topics"),
    (rules.drawers, "briefings/topics/utils.py", "", "a drawer"),
    (rules.drawers, "briefings/core/__init__.py", "", "a drawer"),
    (rules.drawers, "tests/helpers.py", "", "a drawer"),
    (rules.strangers_in_the_app, "briefings/gossip/__init__.py", "", "gossip"),
    (rules.strangers_in_the_app, "briefings/gossip.py", "", "gossip"),
    (rules.strangers_at_the_top, "notes.txt", "", "notes.txt"),
    (rules.long_python_files, "tests/topics/test_long.py", "x = 1\n" * 301, "more than 300"),
    (rules.long_functions, "briefings/topics/views.py", "def f():\n" + "    x = 1\n" * 50, "more than 50"),
    (rules.private_parts_of_dependencies, "briefings/topics/views.py", "page = site._registry", "_registry"),
    (rules.private_parts_of_dependencies, "briefings/topics/x.py", "from allauth.internal import flows", "internal"),
    (
        rules.private_parts_of_dependencies,
        "briefings/topics/forms.py",
        "from django import forms\n\n\nclass F(forms.ModelForm):\n    def _save_m2m(self):\n        pass",
        "_save_m2m",
    ),
    (
        rules.private_parts_of_dependencies,
        "briefings/topics/forms.py",
        "from django import forms\n\n\nclass F(forms.ModelForm):\n    def full_clean(self):\n        self._errors = {}",
        "_errors",
    ),
    (rules.private_parts_of_dependencies, "docs/decisions/upgrades.md", "| `x.gone` | | |", "gone is not used"),
    (rules.private_parts_of_dependencies, "docs/decisions/upgrades.md", "| `x.f` | | |\n" * 6, "more than 5"),
    (
        names.acts_named_outside_their_declarations,
        "briefings/pages/views.py",
        "ACTS = ['open', 'close']",
        "lists the acts close, open",
    ),
    (
        names.acts_named_outside_their_declarations,
        "briefings/pages/actions.py",
        "record(by=by, act='open')",
        "names an act",
    ),
    (
        names.acts_named_outside_their_declarations,
        "briefings/pages/tables.py",
        "rows = events.filter(act__in=['open'])",
        "names an act",
    ),
    (
        names.acts_named_outside_their_declarations,
        "briefings/history/log_lines.py",
        "is_gone = event.act == 'shut'",
        "compares an act",
    ),
    *(
        (names.acts_named_outside_their_declarations, "briefings/history/log_lines.py", text, "an act")
        for text in (
            "words = {'open': 1}.get(act.name)",
            "words = {'open': 1}[self.act.name]",
            "is_one = act in (ACTS['open'], 1)",
            "one = ACTS.get('open')",
            "is_one = act in (OPEN, CLOSE)",
            "is_one = self.act is OPEN",
            "is_one = 'open' == act.name",
            "is_one = act.name in {'open'}",
        )
    ),
    (names.names_of_higher_slices, "briefings/history/forms.py", "KINDS = {'leaf'}", "'leaf' of pages"),
    (names.names_of_higher_slices, "briefings/topics/actions.py", "get_model('briefings.Leaf')", "of pages"),
    (names.names_of_higher_slices, "briefings/topics/models.py", "u = 'admin:briefings_leaf_change'", "of pages"),
    (names.names_of_higher_slices, "briefings/topics/acts.py", "x = 'briefings.pages.views.leaf'", "of pages"),
    (
        names.higher_slices_in_templates,
        "templates/admin/rows.html",
        "{% url 'admin:briefings_leaf_change' 1 %}",
        "pages",
    ),
    (rules.full_folders, "briefings/lib/numbers.py", "x = 1\n", "has 21 modules"),
    (rules.long_templates, "templates/briefings/long.html", "<br>\n" * 121, "more than 120"),
    (kind_rules.kinds_named_in_python, "briefings/articles/checklist.py", "'key_figure'", "key_figure"),
    (kind_rules.kinds_named_in_python, "briefings/articles/admin/x.py", "kind == 'sources'", "names sources"),
    (kind_rules.kinds_named_in_python, "briefings/articles/x.py", "kind in ('sources', 'map')", "names sources"),
    (
        kind_rules.kinds_named_in_python,
        "briefings/desk/x.py",
        "match kind:\n    case 'sources':\n        pass",
        "sources",
    ),
    (
        kind_rules.kinds_named_in_python,
        "briefings/topics/views.py",
        "from ..models import SourcesBlock",
        "SourcesBlock",
    ),
    (kind_rules.kinds_named_in_python, "briefings/history/x.py", "BLOCKS = ['KeyFigureBlock']", "KeyFigureBlock"),
    (
        kind_rules.kinds_named_in_python,
        "briefings/articles/blocks/sources.py",
        "from ...documents.kinds import key_figure",
        "names key_figure",
    ),
    (
        kind_rules.kinds_named_in_python,
        "briefings/topics/x.py",
        "x.filter(keyfigureblock__parent=1)",
        "keyfigureblock__parent",
    ),
    (kind_rules.kinds_named_in_python, "briefings/media/x.py", "x.filter(keyfigureblock_set__t=1)", "keyfigureblock"),
    (kind_rules.kinds_named_in_python, "briefings/media/x.py", "x.filter(**{'sourcesblock__t': 1})", "sourcesblock"),
    (kind_rules.kinds_named_in_python, "briefings/media/x.py", "x.order_by('-sourcesblock__t')", "sourcesblock"),
    (kind_rules.kinds_named_in_python, "briefings/media/x.py", "x.sourcesblock_set.all()", "sourcesblock_set"),
    (
        kind_rules.fields_of_kinds_named_in_shared_files,
        "briefings/articles/admin/blocks/inline.py",
        "field.name in ('intro', 'note')",
        "asks for the field intro",
    ),
    (kind_rules.kinds_named_in_templates, "templates/x.html", "{% if x.type == 'sources' %}", "names sources"),
    (kind_rules.kinds_named_in_templates, "templates/x.html", "{{ 'key_figure'|words }}", "names key_figure"),
    (kind_rules.kinds_named_in_templates, "briefings/static/x.js", "find('keyfigureblock_set')", "keyfigureblock"),
]
RULES = sorted({breach[0] for breach in BREACHES}, key=lambda rule: rule.__name__)


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


@pytest.fixture(scope="module", autouse=True)
def trees_are_forgotten():
    """Afterwards: they take 200 MB."""
    yield
    rules.tree_of.cache_clear()


@pytest.fixture
def good_tree(tmp_path):
    """A small tree that keeps every rule and comes close to breaking each."""
    write(tmp_path, ".gitignore", "var/\n")
    write(tmp_path, "var/database", "")
    write(tmp_path, "manage.py", "")
    write(tmp_path, "briefings/models.py", "from .history import models as history\nfrom .pages.models import Page\n")
    write(tmp_path, "briefings/apps.py", "def ready():\n    from . import checks\n    saved.connect(f)\n")
    write(tmp_path, "briefings/history/models.py", "by = ForeignKey(settings.AUTH_USER_MODEL, CASCADE)\n")
    write(tmp_path, "briefings/history/actions.py", "from .wording import words\n")
    write(tmp_path, "briefings/history/wording.py", "words = 1\n")
    write(tmp_path, "briefings/history/log_pages.py", "render('admin/log.html')\n")
    write(tmp_path, "templates/admin/log.html", '{% include "admin/rows.html" %}\n')
    write(tmp_path, "templates/admin/rows.html", "{% url 'admin:briefings_event_change' 1 %}\n")
    write(tmp_path, "templates/admin/leaf.html", "{% url 'admin:briefings_leaf_change' 1 %}\n")
    write(tmp_path, "briefings/history/latest_page.py", "from ..articles.models import Article\n")
    write(tmp_path, "briefings/history/admin.py", "from ..articles.models import Article\n")
    page = "from ..history.models import Event\nclass Leaf(Model):\n    t = ForeignKey('Topic', x)\n    u = 'Event'\n"
    write(tmp_path, "briefings/pages/models.py", page)
    acts = "OPEN = declare('open', _('Opened'), former=('shut',))\nCLOSE = declare('close', _('leaf'))\n"
    write(tmp_path, "briefings/pages/acts.py", acts + "BOTH = ['open', 'close']\nrecord(act='open')\n")
    write(tmp_path, "briefings/pages/views.py", "from ..articles.tables import ArticleTable\nfrom .admin import X\n")
    for number in range(19):
        write(tmp_path, f"briefings/lib/module_{number}.py", "x = 1\n")
    write(tmp_path, "briefings/lib/tables.py", "from django.db import models\nfrom .texts import fold\n")
    write(tmp_path, "briefings/management/commands/load_demo.py", "from briefings.demo.loading import load\n")
    write(tmp_path, "briefings/demo/loading.py", "from briefings.demo import reference\n")
    write(tmp_path, "briefings/migrations/0001_initial.py", "x = 1\n" * 400)
    write(tmp_path, "tests/topics/test_short.py", "def f():\n" + "    x = 1\n" * 49 + "x = 1\n" * 250)
    write(tmp_path, "templates/base.html", "<br>\n" * 120)
    write(tmp_path, "briefings/documents/kinds/__init__.py", "KINDS = ['key_figure', 'sources']\n")
    write(tmp_path, "briefings/documents/kinds/sources.py", "class SourcesKind: type = 'sources'\n")
    own = "from ...documents.kinds.key_figure import KIND\nclass KeyFigureBlock: kind = 'key_figure'\n"
    write(tmp_path, "briefings/articles/blocks/key_figure.py", own)
    write(tmp_path, "briefings/articles/blocks/sources.py", "class SourcesBlock:\n    intro = text_field()\n")
    write(tmp_path, "briefings/articles/links.py", "url('sources')\nPAGES = {'sources': by_slug}\n")
    write(tmp_path, "briefings/statistics/resolved.py", "def key_figure(): return 'key_figure'\n")
    write(tmp_path, "templates/briefings/documents/blocks/sources.html", "{% if x == 'sources' %}\n")
    write(tmp_path, "templates/briefings/x.html", '<a href="{% url "sources" %}" id="sources">\n')
    return tmp_path


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_source_keeps_the_rule(rule):
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_good_tree_passes(rule, good_tree):
    assert rule(good_tree) == []


@pytest.mark.parametrize(("rule", "path", "text", "words"), BREACHES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_breach_is_caught(rule, path, text, words, good_tree):
    write(good_tree, path, text)
    offences = rule(good_tree)
    assert len(offences) == 1
    assert words in offences[0]


def test_every_rule_is_tried():
    modules = rules, kind_rules, names
    own = {
        value
        for module in modules
        for value in vars(module).values()
        if getattr(value, "__module__", "") == module.__name__ and not value.__name__.startswith("_")
    }
    with_a_root_alone = {found for found in own if inspect.signature(found).parameters.keys() == {"root"}}
    assert with_a_root_alone - {rules.modules_with_rules, kind_rules.own_files} == set(RULES)


def test_slices_stand_in_the_order_of_the_readme():
    words = " ".join((ROOT / "README.md").read_text().split())
    assert ", ".join(rules.SLICES) in words


def test_every_slice_of_the_list_exists():
    assert [name for name in rules.SLICES if not (ROOT / "briefings" / name / "__init__.py").exists()] == []
