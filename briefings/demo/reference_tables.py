"""DATA_TABLES: ordered selections of observations. Each: slug, name_en, name_es, rows_are ("periods" or "areas"),
show (table, chart, both), note_en, note_es, columns, rows; charts also finding_en and finding_es, which hold for the
values as they were known at the end of July 2026. A table by rule has row_rule and rows_count instead of rows.

A column: indicator, area, frequency, source, heading_en, heading_es, and period, which is "" where the rows are
periods; where they are areas, the column stands for that source's series in each of the rows' areas; formula is ""
for the values themselves. Rows: periods or area codes.
"""


def _column(indicator, source, heading_en, heading_es, *, period="", formula=""):
    return {
        "indicator": indicator,
        "area": "EC",
        "frequency": "A",
        "source": source,
        "period": period,
        "formula": formula,
        "heading_en": heading_en,
        "heading_es": heading_es,
    }


def _homicides(period, heading_en="", heading_es=""):
    return _column("homicides", "mdi", heading_en or period, heading_es or heading_en or period, period=period)


def _years(first, last):
    return tuple(str(year) for year in range(first, last + 1))


# By the count of 2023, highest first; ties by name.
PROVINCES = ("EC-G", "EC-R", "EC-M", "EC-O", "EC-E", "EC-P", "EC-SE", "EC-SD", "EC-F", "EC-U", "EC-A", "EC-D")
PROVINCES += ("EC-X", "EC-L", "EC-S", "EC-T", "EC-I", "EC-Y", "EC-H", "EC-B", "EC-N", "EC-C", "EC-Z", "EC-W")

# By the count of January to November 2025, highest first.
MOST_IN_2025 = ("EC-G", "EC-R", "EC-M", "EC-O", "EC-E", "EC-P", "EC-SE", "EC-SD", "EC-D", "EC-U")

MINISTRY_EN, MINISTRY_ES = "Homicides (Ministry of the Interior)", "Homicidios (Ministerio del Interior)"
ARTICLE_EN, ARTICLE_ES = "Homicides (source article)", "Homicidios (artículo en que se basa)"

DATA_TABLES = (
    {
        "slug": "homicides-and-arrests-2020-2022",
        "name_en": "Homicides and drug-related arrests, Ecuador, 2020–2022",
        "name_es": "Homicidios y detenciones por drogas, Ecuador, 2020–2022",
        "rows_are": "periods",
        "show": "table",
        "note_en": "The source article names no source for its numbers (grade F6). The ministry’s count of homicides "
        "stands beside them.",
        "note_es": "El artículo en que se basa el informe no nombra ninguna fuente para sus números (calificación F6). "
        "Al lado figura el conteo de homicidios del ministerio.",
        "columns": (
            _column("homicides", "source-article", ARTICLE_EN, ARTICLE_ES),
            _column(
                "drug-arrests",
                "source-article",
                "Drug-related arrests (source article)",
                "Detenciones por drogas (artículo en que se basa)",
            ),
            _column("homicides", "mdi", MINISTRY_EN, MINISTRY_ES),
        ),
        "rows": _years(2020, 2022),
    },
    {
        "slug": "homicides-by-year-2014-2025",
        "name_en": "Intentional homicides, Ecuador, 2014–2025",
        "name_es": "Homicidios intencionales, Ecuador, 2014–2025",
        "rows_are": "periods",
        "show": "chart",
        "finding_en": "Homicides rose every year from 2017 to 2023, fell in 2024 and reached a new high in 2025",
        "finding_es": "Los homicidios aumentaron cada año de 2017 a 2023, bajaron en 2024 y alcanzaron un nuevo máximo "
        "en 2025",
        "note_en": "Full years. The counts for 2024 and 2025 are provisional and have been revised upwards.",
        "note_es": "Años completos. Los conteos de 2024 y 2025 son provisionales y han sido revisados al alza.",
        "columns": (_column("homicides", "mdi", MINISTRY_EN, MINISTRY_ES),),
        "rows": _years(2014, 2025),
    },
    {
        "slug": "homicides-by-province-2019-2023",
        "name_en": "Intentional homicides by province, Ecuador, 2019, 2021 and 2023",
        "name_es": "Homicidios intencionales por provincia, Ecuador, 2019, 2021 y 2023",
        "rows_are": "areas",
        "show": "map",
        "finding_en": "In 2023 most victims were in five provinces of the coastal region",
        "finding_es": "En 2023 la mayoría de las víctimas estuvo en cinco provincias de la región Costa",
        "note_en": "Counts, not rates, ordered by 2023. The zone not delimited is left out: 10 victims in 2019 and 36 "
        "in 2021. The provinces add up to 8,237 in 2023; the national count was later raised to 8,248, and the 11 "
        "added cases have no province here.",
        "note_es": "Conteos, no tasas, en el orden de 2023. No se incluye la zona no delimitada: 10 víctimas en 2019 "
        "y 36 en 2021. Las provincias suman 8237 en 2023; el conteo nacional se elevó después a 8248 y los "
        "11 casos añadidos no tienen provincia en esta tabla.",
        "columns": (_homicides("2019"), _homicides("2021"), _homicides("2023")),
        "rows": PROVINCES,
    },
    {
        "slug": "homicides-by-province-january-november",
        "name_en": "Intentional homicides by province, January–November 2024 and 2025",
        "name_es": "Homicidios intencionales por provincia, enero–noviembre de 2024 y 2025",
        "rows_are": "areas",
        "show": "table",
        "note_en": "The ten provinces with the most victims in January–November 2025, as first published. Eleven "
        "months, not comparable with full years.",
        "note_es": "Las diez provincias con más víctimas en enero–noviembre de 2025, según la primera publicación. "
        "Once meses, no comparables con años completos.",
        "columns": (
            _homicides("2024-01-01/P11M", "January–November 2024", "Enero–noviembre de 2024"),
            _homicides("2025-01-01/P11M", "January–November 2025", "Enero–noviembre de 2025"),
        ),
        "rows": MOST_IN_2025,
    },
    {
        "slug": "homicide-counts-compared-2019-2023",
        "name_en": "Homicides as counted by four sources, Ecuador, 2019–2023",
        "name_es": "Homicidios según cuatro fuentes, Ecuador, 2019–2023",
        "rows_are": "periods",
        "show": "table",
        "note_en": "The latest value that each source gave. An empty cell means that no figure of that source is held.",
        "note_es": "El último valor de cada fuente. Una celda vacía significa que no se dispone de cifra suya.",
        "columns": (
            _column("homicides", "mdi", "Ministry of the Interior", "Ministerio del Interior"),
            _column("homicides", "oeco", "OECO, as printed", "OECO, según la prensa"),
            _column("homicides", "police-press", "Police, early counts", "Policía, conteos preliminares"),
            _column("homicides", "source-article", "Source article", "Artículo en que se basa"),
        ),
        "rows": _years(2019, 2023),
    },
    {
        "slug": "homicide-rate-1990-2023",
        "name_en": "Homicide rate, Ecuador, 1990–2023",
        "name_es": "Tasa de homicidios, Ecuador, 1990–2023",
        "rows_are": "periods",
        "show": "chart",
        "finding_en": "The homicide rate was lowest from 2016 to 2018 and highest in 2023",
        "finding_es": "La tasa de homicidios alcanzó su mínimo entre 2016 y 2018 y su máximo en 2023",
        "note_en": "World Bank, from UNODC. No figure is published for 2003 to 2006.",
        "note_es": "Banco Mundial, a partir de la UNODC. No se publican datos de 2003 a 2006.",
        "columns": (
            _column("homicide-rate", "worldbank", "Per 100,000 inhabitants", "Por cada 100\u00a0000 habitantes"),
        ),
        "rows": _years(1990, 2023),
    },
    {
        "slug": "homicides-recent-years",
        "name_en": "Intentional homicides, Ecuador, recent years",
        "name_es": "Homicidios intencionales, Ecuador, años recientes",
        "rows_are": "periods",
        "row_rule": "last",
        "rows_count": 10,
        "show": "table",
        "note_en": "The table grows with the ministry’s count: a new year takes the place of the first one.",
        "note_es": "La tabla crece con el conteo del ministerio: un año nuevo ocupa el lugar del primero.",
        "columns": (
            _column("homicides", "mdi", MINISTRY_EN, MINISTRY_ES),
            _column(
                "homicides", "mdi", "Change on the year before", "Cambio frente al año anterior", formula="percent"
            ),
        ),
    },
)
