"""A short briefing on where homicides are concentrated, in both languages; shapes in `briefing_narcoterrorism`."""

GUAYAS = {
    "key": "kf-guayas",
    "type": "key_figure",
    "indicator": "homicides",
    "area": "EC-G",
    "frequency": "A",
    "source": "mdi",
    "period": "2023",
    "compare_with": "2022",
}
LABELS = {"en": "Homicides in Guayas", "es": "Homicidios en Guayas"}
BLOCK_TABLES = {
    "table": {
        "key": "province-table",
        "type": "data_table",
        "table": "homicides-by-province-2019-2023",
        "show": "map",
    },
    "later": {
        "key": "later-table",
        "type": "data_table",
        "table": "homicides-by-province-january-november",
        "show": "table",
    },
}

CONCENTRATION_EN = (
    "<h2>Five provinces of the coastal region</h2>"
    "<p>In 2023 Guayas alone had 3,845 of the 8,237 homicides that the Ministry of the Interior counted in its first "
    "workbook for the year, or 46.7%. In 2019 it had 410 of 1,189, or 34.5%. Together with Los Ríos, Manabí, El Oro "
    "and Esmeraldas it accounted for 83.6% of the victims in 2023, against 66.3% four years earlier.</p>"
    "<p>The rise was not the same everywhere. Los Ríos went from 111 victims in 2019 to 1,010 in 2023 and Manabí from "
    "113 to 986, about nine times as many in both. In Pichincha, the province of the capital, the count {pichincha}, "
    "from 157 to 317. In Esmeraldas it reached its highest value earlier, with 528 in 2022, and was 478 in 2023. No "
    "victim was recorded in Galápagos in 2023.</p>"
)
LATER_EN = (
    "<h2>January to November, 2024 and 2025</h2>"
    "<p>For later years the ministry’s workbooks by province stop in November. They can be compared with each other, "
    "not with full years. As first published, the national count for these eleven months rose from 6,275 in 2024 to "
    "8,393 in 2025, by 33.8%. In Guayas the increase was 31.1%, in Manabí 50.1% and in Los Ríos 57.5%. In Azuay the "
    "count fell from 89 to 33.</p>"
)
UNKNOWN_EN = (
    "<ul>"
    "<li>These are counts, not rates. Guayas also has the most inhabitants of any province, so a count does not say "
    "how likely a resident is to be killed.</li>"
    "<li>Some victims have no province: the ministry puts up to 47 a year (2022) in a zone that is not delimited. They "
    "belong to the national total.</li>"
    "<li>The ministry later raised the national count for 2023 to 8,248. In which provinces the 11 added cases lie is "
    "not held here.</li>"
    "</ul>"
)

CONCENTRATION_ES = (
    "<h2>Cinco provincias de la Costa</h2>"
    "<p>En 2023 Guayas registró por sí sola 3845 de los 8237 homicidios que contó el Ministerio del Interior en su "
    "primer archivo de datos de ese año, el 46,7 %. En 2019 fueron 410 de 1189, el 34,5 %. Junto con Los Ríos, Manabí, "
    "El Oro y Esmeraldas reunió el 83,6 % de las víctimas en 2023, frente al 66,3 % cuatro años antes.</p>"
    "<p>El aumento no fue igual en todas partes. Los Ríos pasó de 111 víctimas en 2019 a 1010 en 2023 y Manabí, de "
    "113 a 986: unas nueve veces el valor inicial en ambos casos. En Pichincha, la provincia de la capital, el conteo "
    "casi se duplicó, de 157 a 317. En Esmeraldas el valor más alto se alcanzó antes, con 528 en 2022, y fue de 478 en "
    "2023. En Galápagos no se registró ninguna víctima en 2023.</p>"
)
LATER_ES = (
    "<h2>De enero a noviembre, 2024 y 2025</h2>"
    "<p>Para los años posteriores, los archivos de datos del ministerio por provincia llegan hasta noviembre. Se "
    "pueden comparar entre sí, pero no con años completos. Según la primera publicación, el conteo nacional de esos "
    "once meses pasó de 6275 en 2024 a 8393 en 2025, un 33,8 % más. En Guayas el aumento fue del 31,1 %, en Manabí del "
    "50,1 % y en Los Ríos del 57,5 %. En Azuay el conteo bajó de 89 a 33.</p>"
)
UNKNOWN_ES = (
    "<ul>"
    "<li>Son conteos, no tasas. Guayas es también la provincia con más habitantes, de modo que el conteo no indica qué "
    "probabilidad tiene un residente de ser víctima.</li>"
    "<li>Algunas víctimas no tienen provincia: el ministerio ubica hasta 47 al año (2022) en una zona no delimitada. "
    "Forman parte del total nacional.</li>"
    "<li>El ministerio elevó después el conteo nacional de 2023 a 8248. No se dispone aquí de la provincia de los 11 "
    "casos añadidos.</li>"
    "</ul>"
)

BRIEFING = {
    "en": {
        "title": "Where homicides are concentrated: provinces, 2014–2023",
        "slug": "where-homicides-are-concentrated",
        "kind": "data_note",
        "summary": "Five provinces accounted for 83.6% of Ecuador’s homicides in 2023, up from 66.3% in 2019, by the "
        "Ministry of the Interior’s count in its workbook for 2014–2023. Guayas alone had almost half of them. The "
        "first eleven months of 2024 and 2025 show the same five provinces ahead.",
        "topics": ["homicide", "data-and-methods"],
        "bylines": ["Data desk"],
        "blocks": [
            GUAYAS | {"label": LABELS["en"]},
            {"key": "concentration", "type": "rich_text", "html": CONCENTRATION_EN.format(pichincha="almost doubled")},
            BLOCK_TABLES["table"],
            {"key": "later-months", "type": "rich_text", "html": LATER_EN},
            BLOCK_TABLES["later"],
            {"key": "unknown", "type": "unknown", "html": UNKNOWN_EN},
            {
                "key": "sources",
                "type": "sources",
                "intro": "All figures are counted from the ministry’s workbooks, as known in June 2026.",
                "sources": ["mdi"],
            },
        ],
    },
    "es": {
        "title": "Dónde se concentran los homicidios: provincias, 2014–2023",
        "slug": "donde-se-concentran-los-homicidios",
        "kind": "data_note",
        "summary": "Cinco provincias reunieron el 83,6 % de los homicidios del Ecuador en 2023, frente al 66,3 % en "
        "2019, según el conteo del Ministerio del Interior en su archivo de datos 2014–2023. Guayas concentró casi la "
        "mitad. En los once primeros meses de 2024 y de 2025, esas mismas provincias siguen a la cabeza.",
        "topics": ["homicide", "data-and-methods"],
        "bylines": ["Mesa de datos"],
        "blocks": [
            GUAYAS | {"label": LABELS["es"]},
            {"key": "concentration", "type": "rich_text", "html": CONCENTRATION_ES},
            BLOCK_TABLES["table"],
            {"key": "later-months", "type": "rich_text", "html": LATER_ES},
            BLOCK_TABLES["later"],
            {"key": "unknown", "type": "unknown", "html": UNKNOWN_ES},
            {
                "key": "sources",
                "type": "sources",
                "intro": "Todas las cifras se cuentan a partir de los archivos de datos del ministerio, según lo "
                "conocido en junio de 2026.",
                "sources": ["mdi"],
            },
        ],
    },
}

# The Spanish edition has the same mistake and is not corrected: the desk shows that the translation is behind.
EDITIONS = (
    {"published_on": "2026-07-13", "change_kind": "first"},
    {
        "published_on": "2026-08-13",
        "change_kind": "correction",
        "en": {
            "note": "The first edition said that homicides in Pichincha almost doubled from 2019 to 2023. They more "
            "than doubled, from 157 to 317.",
            "summary": "",
            "blocks": {"concentration": {"html": CONCENTRATION_EN.format(pichincha="more than doubled")}},
        },
    },
)
