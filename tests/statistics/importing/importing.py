"""A file through all pages of an import, as an analyst goes."""

import hashlib
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from briefings.statistics.models import Batch, ImportFile, Observation
from tests import make

PROVINCES = [
    ("EC-A", "Azuay"), ("EC-B", "Bolívar"), ("EC-F", "Cañar"), ("EC-C", "Carchi"), ("EC-H", "Chimborazo"),
    ("EC-X", "Cotopaxi"), ("EC-O", "El Oro"), ("EC-E", "Esmeraldas"), ("EC-W", "Galápagos"), ("EC-G", "Guayas"),
    ("EC-I", "Imbabura"), ("EC-L", "Loja"), ("EC-R", "Los Ríos"), ("EC-M", "Manabí"), ("EC-S", "Morona Santiago"),
    ("EC-N", "Napo"), ("EC-D", "Orellana"), ("EC-Y", "Pastaza"), ("EC-P", "Pichincha"), ("EC-SE", "Santa Elena"),
    ("EC-SD", "Santo Domingo de los Tsáchilas"), ("EC-U", "Sucumbíos"), ("EC-T", "Tungurahua"),
    ("EC-Z", "Zamora Chinchipe"),
]  # fmt: skip


def provinces():
    """{name: area} of the 24 provinces and the undelimited zone, in Ecuador."""
    ecuador = make.area()
    areas = {name: make.area(code, name, "province", parent=ecuador) for code, name in PROVINCES}
    return areas | {"Zona no delimitada": make.area("EC-ZND", "Zona no delimitada", "zone", parent=ecuador)}


class Import:
    """`columns` and `answers` are what somebody changes on the two forms; the rest goes as it is proposed."""

    def __init__(self, client, source):
        self.client, self.source, self.response = client, source, None

    @property
    def file(self):
        return ImportFile.objects.get()

    def upload(self, content, name="file.csv", **fields):
        file = SimpleUploadedFile(name, content) if isinstance(content, bytes) else None
        fields |= {"source": self.source.pk} | ({"file": file} if file else {"pasted": content})
        self._get(self.client.post(reverse("admin:briefings_importfile_add"), fields))
        return self._go_on()

    def table(self, **changed):
        fields = _posted(self.response.context["table"]) | changed
        return self._get(self.client.post(self._url("columns"), fields | {"table": "1"}))

    def columns(self, roles=None, **changed):
        """`roles`: {heading: role}. A file whose headings are known has no such page."""
        form = self.response.context["form"]
        if not hasattr(form, "groups"):
            return self.response
        fields = _posted(form) | changed
        fields |= {group.field: roles[group.label] for group in form.groups if group.label in (roles or {})}
        self._get(self.client.post(self._url("columns"), fields))
        return self._go_on()

    def _go_on(self):
        """As the script of the page does."""
        while self.response.context and "done" in self.response.context:
            self._get(self.client.post(self._url("scan")))
        return self.response

    def answers(self, named=None, **changed):
        """`named`: {words of the file: key of our row, 0 to leave them out}."""
        form = self.response.context["form"]
        labels = {field.label: field.name for field in [*form.labels, *form.places]}
        changed |= {labels[words]: answer for words, answer in (named or {}).items()}
        return self._get(self.client.post(self._url("questions"), _posted(form) | changed))

    def change_answers(self, **changed):
        """Go back to the questions from the preview, as in another tab."""
        self._get(self.client.get(self._url("questions")))
        return self.answers(**changed)

    def add_series(self):
        return self._get(self.client.post(self._url("preview"), {"add_series": "1"}))

    @property
    def preview(self):
        return self.response.context["preview"]

    def confirm(self, *, settle=True, **changed):
        """Also by the second person, where the values wait for one, unless told not to `settle`."""
        fields = _posted(self.response.context["form"]) | {"confirm": "1"} | changed
        response = self._get(self.client.post(self._url("preview"), fields))
        for batch in Batch.objects.filter(stage=Batch.Stage.PROPOSED) if settle else ():
            make.settled(batch)
        return response

    def errors(self):
        return {name: [*errors] for name, errors in self.response.context["form"].errors.items()}

    def _url(self, page):
        return reverse(f"admin:briefings_importfile_{page}", args=[self.file.pk])

    def _get(self, response):
        while response.status_code == 302:
            response = self.client.get(response.url)
        assert response.status_code == 200
        self.response = response
        return response


def _posted(form):
    """What a browser posts if nothing is changed."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def annual(series):
    """{code of the period: current value} of a series."""
    rows = Observation.objects.filter(series=series).order_by("start", "months")
    return {row.period.code: row.current_value for row in rows}


def sha256(content):
    return hashlib.sha256(content).hexdigest()


KNOWN_ON = date(2024, 5, 31).isoformat()
