"""Everything that the briefings of the demonstration refer to.

Figures are in CSV files (`DATA_FILES`), UTF-8, comma-separated, with a header:

provinces.csv      code, official_code (blank for the country and the undelimited zone), kind (country, province,
                   zone), parent, name_en, name_es, aliases (separated by `|`)
the others         indicator, area, frequency (A or M), source, release, period, value, status (SDMX OBS_STATUS),
                   credibility (1-6), known_on, kind (first, update, correction: the batch's), note (English,
                   for whoever reviews the file). Rows stand in the order in which they became known for each
                   series and period; no two share series, period and known_on.

`known_on` and a release's `published` are the last day of the month or year that `as_published` names, unless it
names a day: the date by which the figure was certainly public.
"""

from pathlib import Path

from .reference_impacts import IMPACTS
from .reference_indicators import INDICATORS, ORIGINS, PREFERRED, REVISION_REASONS, SERIES_NOTES
from .reference_initiatives import INITIATIVES
from .reference_releases import RELEASES
from .reference_sources import SOURCES
from .reference_tables import DATA_TABLES

__all__ = [
    "AREAS_FILE",
    "BYLINES",
    "DATA_FILES",
    "DATA_TABLES",
    "IMPACTS",
    "INDICATORS",
    "INITIATIVES",
    "ORIGINS",
    "PREFERRED",
    "RELEASES",
    "REVISION_REASONS",
    "SERIES_NOTES",
    "SOURCES",
    "SYNONYMS",
    "TOPICS",
]

DATA = Path(__file__).parent / "data"
AREAS_FILE = DATA / "provinces.csv"
DATA_FILES = (
    DATA / "observations.csv",
    DATA / "homicides_by_province.csv",
    DATA / "homicides_monthly.csv",
    DATA / "population.csv",
)

# Words that searches take for the same, a group a line.
SYNONYMS = (
    ("sicariato", "sicario", "contract killing", "contract killer"),
    ("homicide", "homicidio", "murder", "asesinato"),
    ("extortion", "extorsión", "vacuna"),
    ("prison", "jail", "cárcel", "prisión", "penitenciario", "centro de privación de libertad"),
    ("SNAI", "prison service", "servicio penitenciario"),
    ("narcotics", "drugs", "drogas", "estupefacientes"),
)

# Each: slug_en, slug_es, name_en, name_es, description_en, description_es. Briefings name a topic by its slug_en.
TOPICS = (
    {
        "slug_en": "organised-crime",
        "slug_es": "crimen-organizado",
        "name_en": "Organised crime",
        "name_es": "Crimen organizado",
        "description_en": "Criminal groups, how they work across borders, and what the state does about them.",
        "description_es": "Los grupos criminales, su actuación a través de las fronteras y la respuesta del Estado.",
    },
    {
        "slug_en": "homicide",
        "slug_es": "homicidios",
        "name_en": "Homicide",
        "name_es": "Homicidios",
        "description_en": "Intentional homicides: how many, where, and how the counts differ.",
        "description_es": "Los homicidios intencionales: cuántos son, dónde ocurren y en qué difieren los conteos.",
    },
    {
        "slug_en": "drug-trafficking",
        "slug_es": "narcotrafico",
        "name_en": "Drug trafficking",
        "name_es": "Narcotráfico",
        "description_en": "Trafficking routes, arrests and seizures, with the limits of what those figures show.",
        "description_es": "Rutas, detenciones y decomisos, con los límites de lo que esas cifras permiten afirmar.",
    },
    {
        "slug_en": "international-cooperation",
        "slug_es": "cooperacion-internacional",
        "name_en": "International cooperation",
        "name_es": "Cooperación internacional",
        "description_en": "Requests for assistance, shared intelligence and joint work between states.",
        "description_es": "Solicitudes de asistencia, intercambio de inteligencia y trabajo conjunto entre Estados.",
    },
    {
        "slug_en": "development-and-prevention",
        "slug_es": "desarrollo-y-prevencion",
        "name_en": "Development and prevention",
        "name_es": "Desarrollo y prevención",
        "description_en": "Programmes that address why people come to depend on the drug trade.",
        "description_es": "Los programas que atienden las causas por las que se llega a depender del narcotráfico.",
    },
    {
        "slug_en": "data-and-methods",
        "slug_es": "datos-y-metodos",
        "name_en": "Data and methods",
        "name_es": "Datos y métodos",
        "description_en": "How security figures are counted, revised and compared.",
        "description_es": "Cómo se cuentan, se revisan y se comparan las cifras de seguridad.",
    },
)

# Each: slug, name_en, name_es. Public names of desks, not of persons; an article bears the name in its language.
BYLINES = (
    {"slug": "security-desk", "name_en": "Security desk", "name_es": "Mesa de seguridad"},
    {"slug": "data-desk", "name_en": "Data desk", "name_es": "Mesa de datos"},
    {"slug": "regional-desk", "name_en": "Regional desk", "name_es": "Mesa regional"},
)
