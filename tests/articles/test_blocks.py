"""What can be asked of all kinds of block at once."""

import pytest

from briefings.articles.blocks import objects_in, refer_to
from briefings.articles.models import Article
from briefings.impacts.models import Impact
from briefings.media.models import Image
from tests import make
from tests.kinds import KeyFigureBlock

from .scenes import every_block

pytestmark = pytest.mark.django_db


def test_objects_are_found_by_a_field_of_a_block_and_of_the_rows_of_a_selection(author):
    article = make.article("Ports", by=author, blocks=every_block(author))
    make.article("Roads", by=author)
    for model in (Image, Impact):
        assert list(objects_in(article, model)) == list(model.objects.all())
        for instance in model.objects.all():
            assert list(Article.objects.filter(refer_to(instance))) == [article]
    assert not Article.objects.filter(refer_to(make.impact("Trade"))).exists()


def test_key_figure_is_named_with_its_period_as_people_say_it():
    named = [str(KeyFigureBlock(label="Homicides", period=period)) for period in ("2026-06", "some time", "")]
    assert named == ["key figure: Homicides, June 2026", "key figure: Homicides, some time", "key figure: Homicides"]
