"""What numbers that readers see mean does not change."""

import pytest
from django.core.exceptions import ValidationError

from .. import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("field", "typed"), [("unit_en", "per 100,000"), ("unit_es", "por 100 000"), ("kind", "rate")])
def test_meaning_of_values_that_readers_see_stays(signed_in, analyst, field, typed):
    indicator = make.indicator(kind="count", unit_en="victims", unit_es="víctimas")
    make.recorded(make.series(of=indicator), {"2023": "8237"})
    address = f"/admin/briefings/indicator/{indicator.pk}/change/"
    names = ("name_en", "kind", "unit_en", "unit_es", "definition_en")
    fields = {name: getattr(indicator, name) for name in names} | {"decimals": 1, "materiality": 1}
    page = signed_in(analyst).post(address, fields | {field: typed})
    assert "make a new indicator" in page.text and "published briefings keep theirs" in page.text
    setattr(indicator, field, typed)
    with pytest.raises(ValidationError, match="make a new indicator"):
        indicator.clean()
    assert signed_in(analyst).post(address, fields).status_code == 302  # decimals


def test_unit_of_values_that_nobody_sees_and_its_missing_translation_may_change():
    seen, unseen = make.indicator(unit_es=""), make.indicator()
    make.recorded(make.series(of=seen), {"2023": "8237"})
    make.recorded(make.series(of=unseen, public=False), {"2023": "8237"})
    seen.unit_es, unseen.unit_en = "víctimas", "per 100,000"
    for indicator in (seen, unseen):
        indicator.clean()
