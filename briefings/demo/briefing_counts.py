"""A short briefing on why homicide figures differ, in both languages; shapes in `briefing_narcoterrorism`."""

COMPARED = {"key": "compared", "type": "data_table", "table": "homicide-counts-compared-2019-2023", "show": "table"}
RATE_CHART = {"key": "rate-chart", "type": "data_table", "table": "homicide-rate-1990-2023", "show": "chart"}
NEWEST = {
    "key": "kf-homicides",
    "type": "key_figure",
    "indicator": "homicides",
    "area": "EC",
    "frequency": "A",
    "source": "mdi",
    "period": "2023",
    "compare_with": "2022",
}
LABELS = {"en": "Homicides, the ministry’s count", "es": "Homicidios, conteo del ministerio"}
SOURCES = ["mdi", "oeco", "police-press", "worldbank", "insight-crime", "efe", "source-article"]

DIFFER_EN = (
    "<h2>Why the counts differ</h2>"
    "<p>Three things explain most of the distance between two homicide figures for the same year.</p>"
    "<ul>"
    "<li><strong>What is counted.</strong> The Ministry of the Interior adds up murder, homicide, femicide and "
    "contract killing. Other publishers speak of violent deaths and do not always say what they include.</li>"
    "<li><strong>When it is counted.</strong> Counts keep changing for months after a year ends. For 2022 the police "
    "counts reported during 2023 lay between 4,603 and 4,632; the ministry’s count is 4,886.</li>"
    "<li><strong>Who repeats it.</strong> A number printed without its source cannot be checked. The source article’s "
    "round numbers are of this kind and carry the grade F6.</li>"
    "</ul>"
    "<p>The table shows the latest value of each source, as known in July 2026. The ministry’s series is the preferred "
    "one, because it has a stated definition and one row per victim behind it.</p>"
)
RATES_EN = (
    "<h2>Rates add a second question</h2>"
    "<p>A rate also depends on the population it is divided by. For 2023 the published rates run from 43.2 victims per "
    "100,000 inhabitants (police, through EFE) and 44.5 (InSight Crime) to 45.7 (World Bank, from UNODC) and 47.2 "
    "(EFE).</p>"
    "<p>A simple check is to divide the count by the rate. The police count of 7,872 and the rate of 43.2 imply some "
    "18.2 million inhabitants. A rate of 46.5 that <em>El Universo</em> printed with 7,878 victims implies 16.9 "
    "million, so that count and that rate cannot belong together.</p>"
    "<p>The World Bank’s series is the longest. It has no figure for 2003 to 2006, and the line is broken there.</p>"
)
DIFFER_ES = (
    "<h2>Por qué difieren los conteos</h2>"
    "<p>Tres razones explican la mayor parte de la distancia entre dos cifras de homicidios de un mismo año.</p>"
    "<ul>"
    "<li><strong>Qué se cuenta.</strong> El Ministerio del Interior suma asesinato, homicidio, femicidio y sicariato. "
    "Otras fuentes hablan de muertes violentas y no siempre dicen qué incluyen.</li>"
    "<li><strong>Cuándo se cuenta.</strong> Los conteos siguen cambiando meses después de cerrado el año. Para 2022, "
    "los conteos policiales difundidos a lo largo de 2023 iban de 4603 a 4632; el del ministerio es de 4886.</li>"
    "<li><strong>Quién lo repite.</strong> Un número publicado sin fuente no se puede comprobar. Los números redondos "
    "del artículo en que se basa el informe principal son de ese tipo y llevan la calificación F6.</li>"
    "</ul>"
    "<p>La tabla muestra el último valor de cada fuente, según lo conocido en julio de 2026. La serie del ministerio "
    "es la preferida porque tiene una definición expresa y una fila por víctima.</p>"
)
RATES_ES = (
    "<h2>Las tasas añaden otra pregunta</h2>"
    "<p>Una tasa depende también de la población entre la que se divide. Para 2023, las tasas publicadas van de 43,2 "
    "víctimas por cada 100 000 habitantes (Policía, a través de EFE) y 44,5 (InSight Crime) a 45,7 (Banco Mundial, a "
    "partir de la UNODC) y 47,2 (EFE).</p>"
    "<p>Una comprobación sencilla es dividir el conteo por la tasa. El conteo policial de 7872 y la tasa de 43,2 "
    "suponen unos 18,2 millones de habitantes. Una tasa de 46,5 que <em>El Universo</em> publicó junto a 7878 "
    "víctimas supone 16,9 millones, de modo que ese conteo y esa tasa no pueden corresponderse.</p>"
    "<p>La serie del Banco Mundial es la más larga. No tiene datos de 2003 a 2006 y la línea se interrumpe en esos "
    "años.</p>"
)

BRIEFING = {
    "en": {
        "title": "How many? Reading the homicide figures",
        "slug": "reading-the-homicide-figures",
        "kind": "explainer",
        "summary": "For 2023 there are at least six counts of Ecuador’s homicides, from 7,872 in January 2024 to 8,248 "
        "in the Ministry of the Interior’s data as known in July 2026. Most of the difference is a matter of time and "
        "definition. This note shows how to tell the figures apart.",
        "topics": ["homicide", "data-and-methods"],
        "bylines": ["Data desk"],
        "blocks": [
            NEWEST | {"label": LABELS["en"]},
            {"key": "differ", "type": "rich_text", "html": DIFFER_EN},
            COMPARED,
            {
                "key": "one-year",
                "type": "text_table",
                "caption": "One year, six counts: homicides in Ecuador in 2023, by date of publication",
                "header_row": True,
                "rows": [
                    ["Published", "Who counted", "Reported by", "Victims"],
                    ["January 2024", "National Police", "EFE", "7,872"],
                    ["January 2024", "National Police", "El Universo", "7,878"],
                    ["February 2024", "Police, Dinased", "Prensa Latina", "8,008"],
                    ["July 2024", "Police, ministry and OECO", "El Universo", "8,004"],
                    ["2024", "Ministry of the Interior", "Workbook 2014–2023", "8,237"],
                    ["June 2026", "Ministry of the Interior", "Open data", "8,248"],
                ],
                "note": "Of the ministry’s workbook only the year of publication is known.",
                "source": "",
            },
            {"key": "rates", "type": "rich_text", "html": RATES_EN},
            RATE_CHART,
            {
                "key": "sources",
                "type": "sources",
                "intro": "Press reports stand for what was known at the time, not for the final count.",
                "sources": SOURCES,
            },
        ],
    },
    "es": {
        "title": "¿Cuántos? Cómo leer las cifras de homicidios",
        "slug": "como-leer-las-cifras-de-homicidios",
        "kind": "explainer",
        "summary": "Para 2023 existen al menos seis conteos de los homicidios del Ecuador, desde 7872 en enero de "
        "2024 hasta 8248 en los datos del Ministerio del Interior conocidos en julio de 2026. La diferencia se debe "
        "sobre todo al momento y a la definición. Esta nota explica cómo distinguir las cifras.",
        "topics": ["homicide", "data-and-methods"],
        "bylines": ["Mesa de datos"],
        "blocks": [
            NEWEST | {"label": LABELS["es"]},
            {"key": "differ", "type": "rich_text", "html": DIFFER_ES},
            COMPARED,
            {
                "key": "one-year",
                "type": "text_table",
                "caption": "Un año, seis conteos: homicidios en el Ecuador en 2023, por fecha de publicación",
                "header_row": True,
                "rows": [
                    ["Publicación", "Quién contó", "Difundido por", "Víctimas"],
                    ["Enero de 2024", "Policía Nacional", "EFE", "7 872"],
                    ["Enero de 2024", "Policía Nacional", "El Universo", "7 878"],
                    ["Febrero de 2024", "Policía, Dinased", "Prensa Latina", "8 008"],
                    ["Julio de 2024", "Policía, ministerio y OECO", "El Universo", "8 004"],
                    ["2024", "Ministerio del Interior", "Archivo de datos 2014–2023", "8 237"],
                    ["Junio de 2026", "Ministerio del Interior", "Datos abiertos", "8 248"],
                ],
                "note": "Del archivo de datos del ministerio solo se conoce el año de publicación.",
                "source": "",
            },
            {"key": "rates", "type": "rich_text", "html": RATES_ES},
            RATE_CHART,
            {
                "key": "sources",
                "type": "sources",
                "intro": "Las publicaciones de prensa muestran lo que se sabía en su momento, no el conteo final.",
                "sources": SOURCES,
            },
        ],
    },
}

EDITIONS = ({"published_on": "2026-08-10", "change_kind": "first"},)
