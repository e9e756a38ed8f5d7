"""What is measured, which series is preferred and why, how each source counts, and why values were revised.

INDICATORS       slug, name_en, name_es, kind (count, rate, share, amount), unit_en, unit_es, decimals,
                 definition_en, definition_es, part_of (slug or ""), materiality (percent, as text)
PREFERRED        (indicator, area or "*" for every area that has the series, frequency, source, reason_en, reason_es)
SERIES_NOTES     (indicator, source) → (note_en, note_es), for all areas and frequencies of that series
REVISION_REASONS release key → (reason_en, reason_es) for every batch that is not a first entry
"""

INDICATORS = (
    {
        "slug": "homicides",
        "name_en": "Intentional homicides",
        "name_es": "Homicidios intencionales",
        "kind": "count",
        "unit_en": "victims",
        "unit_es": "víctimas",
        "decimals": 0,
        "definition_en": "Victims of the four offences that Ecuador’s Ministry of the Interior adds up: murder "
        "(asesinato), homicide (homicidio), femicide (femicidio) and contract killing (sicariato). One victim counts "
        "once. Other publishers may include or leave out other violent deaths; each series says so where it is known.",
        "definition_es": "Víctimas de los cuatro delitos que suma el Ministerio del Interior del Ecuador: asesinato, "
        "homicidio, femicidio y sicariato. Cada víctima se cuenta una vez. Otras fuentes pueden incluir o excluir "
        "otras muertes violentas; cada serie lo indica cuando se conoce.",
        "part_of": "",
        "materiality": "0.5",
    },
    {
        "slug": "homicide-rate",
        "name_en": "Homicide rate",
        "name_es": "Tasa de homicidios",
        "kind": "rate",
        "unit_en": "victims per 100,000 inhabitants",
        "unit_es": "víctimas por cada 100\u00a0000 habitantes",
        "decimals": 1,
        "definition_en": "Intentional homicides in a year for every 100,000 inhabitants. The result depends on the "
        "population that a source divides by, so rates from different sources are not interchangeable.",
        "definition_es": "Homicidios intencionales de un año por cada 100\u00a0000 habitantes. El resultado depende de "
        "la población que emplea cada fuente, de modo que las tasas de fuentes distintas no son intercambiables.",
        "part_of": "",
        "materiality": "1",
    },
    {
        "slug": "homicides-firearm",
        "name_en": "Intentional homicides with a firearm",
        "name_es": "Homicidios intencionales con arma de fuego",
        "kind": "count",
        "unit_en": "victims",
        "unit_es": "víctimas",
        "decimals": 0,
        "definition_en": "Those intentional homicides for which the ministry records a firearm as the weapon.",
        "definition_es": "Homicidios intencionales en los que el ministerio registra un arma de fuego.",
        "part_of": "homicides",
        "materiality": "1",
    },
    {
        "slug": "homicides-women",
        "name_en": "Intentional homicides of women",
        "name_es": "Homicidios intencionales de mujeres",
        "kind": "count",
        "unit_en": "victims",
        "unit_es": "víctimas",
        "decimals": 0,
        "definition_en": "Those intentional homicides whose victim the ministry records as a woman. This is more than "
        "femicide, which is one offence among the four.",
        "definition_es": "Homicidios intencionales cuya víctima el ministerio registra como mujer. Es un conjunto más "
        "amplio que el femicidio, que es uno de los cuatro delitos.",
        "part_of": "homicides",
        "materiality": "1",
    },
    {
        "slug": "drug-arrests",
        "name_en": "Drug-related arrests",
        "name_es": "Detenciones por drogas",
        "kind": "count",
        "unit_en": "persons arrested",
        "unit_es": "personas detenidas",
        "decimals": 0,
        "definition_en": "Persons arrested in connection with controlled substances. Arrests measure police activity "
        "as much as crime; an arrest is not a conviction, and one person may be arrested more than once.",
        "definition_es": "Personas detenidas en relación con sustancias sujetas a fiscalización. Las detenciones miden "
        "tanto la actividad policial como el delito; una detención no es una condena y una persona puede ser detenida "
        "más de una vez.",
        "part_of": "",
        "materiality": "5",
    },
    {
        "slug": "drug-seizures",
        "name_en": "Drug seizures",
        "name_es": "Decomisos de droga",
        "kind": "amount",
        "unit_en": "tonnes",
        "unit_es": "toneladas",
        "decimals": 1,
        "definition_en": "Weight of all drugs seized in a year. Some totals include seizures abroad that Ecuador’s "
        "police contributed to. Drugs destroyed are another measure and are not counted here.",
        "definition_es": "Peso de toda la droga decomisada en un año. Algunos totales incluyen los del exterior "
        "en los que participó la Policía ecuatoriana. La droga destruida es otra medida y no se cuenta aquí.",
        "part_of": "",
        "materiality": "5",
    },
    {
        "slug": "prison-population",
        "name_en": "Prison population",
        "name_es": "Población penitenciaria",
        "kind": "count",
        "unit_en": "persons held",
        "unit_es": "personas privadas de libertad",
        "decimals": 0,
        "definition_en": "Persons held in prisons, sentenced or not, at a date. Counts taken at different dates and in "
        "different ways, a register or a census, are kept apart.",
        "definition_es": "Personas recluidas en centros penitenciarios, con o sin sentencia, en una fecha. Los conteos "
        "de fechas o métodos distintos, registro o censo, se mantienen separados.",
        "part_of": "",
        "materiality": "2",
    },
    {
        "slug": "population",
        "name_en": "Population",
        "name_es": "Población",
        "kind": "count",
        "unit_en": "inhabitants",
        "unit_es": "habitantes",
        "decimals": 0,
        "definition_en": "People who live in an area. Counts are divided by it where this site gives a rate for a "
        "province, and the page says by which.",
        "definition_es": "Personas que viven en un área. Por ella se dividen los conteos cuando este sitio da una tasa "
        "por provincia, y la página indica por cuál.",
        "part_of": "",
        "materiality": "1",
    },
)

MINISTRY = (
    "The official count, with one row per victim behind it, a stated definition and every year since 2014.",
    "Es el conteo oficial, con una fila por víctima, una definición expresa y todos los años desde 2014.",
)
POLICE_ARRESTS = (
    "It names the police directorate that counted; the other series names no source.",
    "Nombra la dirección policial que hizo el conteo; la otra serie no nombra ninguna fuente.",
)
POLICE_SEIZURES = (
    "It covers the most recent years and says what the total is made of.",
    "Abarca los años más recientes e indica de qué se compone el total.",
)
PREFERRED = (
    (
        "population",
        "*",
        "A",
        "inec-projection",
        "The projection of the national statistics office, made in one way for all provinces.",
        "Es la proyección del instituto nacional de estadística, hecha de un mismo modo para todas las provincias.",
    ),
    ("homicides", "*", "A", "mdi", *MINISTRY),
    ("homicides", "EC", "M", "mdi", *MINISTRY),
    ("homicides-firearm", "EC", "A", "mdi", *MINISTRY),
    ("homicides-women", "EC", "A", "mdi", *MINISTRY),
    (
        "homicide-rate",
        "EC",
        "A",
        "worldbank",
        "One method for all years and countries, an open licence, and the longest run of years.",
        "Un solo método para todos los años y países, licencia abierta y la serie más larga.",
    ),
    ("drug-arrests", "EC", "A", "police-press", *POLICE_ARRESTS),
    ("drug-seizures", "EC", "A", "police-press", *POLICE_SEIZURES),
    (
        "prison-population",
        "EC",
        "M",
        "snai",
        "The service that runs the prisons; the only counts that carry a month.",
        "Es el servicio a cargo de las cárceles y el único conteo que indica el mes.",
    ),
    (
        "prison-population",
        "EC",
        "A",
        "inec-census",
        "A census that looked for every person held, not a register.",
        "Un censo que buscó a cada persona recluida, no un registro.",
    ),
)

NO_SOURCE = (
    "The source article prints these round numbers without naming where they come from.",
    "El artículo en que se basa el informe publica estos números redondos sin decir de dónde proceden.",
)
EARLY = (
    "Early counts given to the press soon after the year ended; later official counts are higher.",
    "Conteos preliminares entregados a la prensa poco después de terminar el año; los oficiales posteriores son "
    "mayores.",
)
SERIES_NOTES = {
    ("homicides", "mdi"): (
        "Counted from the ministry’s workbooks. Recent years are provisional. January–November and other parts of a "
        "year are observations of their own and are not comparable with full years.",
        "Contado a partir de los archivos de datos del ministerio. Los años recientes son provisionales. Los períodos "
        "de enero a noviembre y otras partes del año son observaciones propias y no se comparan con años completos.",
    ),
    ("homicides", "source-article"): NO_SOURCE,
    ("drug-arrests", "source-article"): NO_SOURCE,
    ("homicides", "oeco"): (
        "As newspapers printed them; for 2022 called violent deaths, for 2023 attributed to police, ministry and "
        "observatory together. Which cases differ from the ministry’s is not stated.",
        "Tal como las publicó la prensa; las de 2022 se llaman muertes violentas y las de 2023 se atribuyen a la vez a "
        "la Policía, al ministerio y al observatorio. No se indica en qué casos difieren del ministerio.",
    ),
    ("homicides", "police-press"): EARLY,
    ("homicides", "igarape"): (
        "The ministry’s count, rounded by the institute.",
        "El conteo del ministerio, redondeado por el instituto.",
    ),
    ("homicide-rate", "worldbank"): (
        "UNODC counts over United Nations population estimates; nothing is published for 2003 to 2006.",
        "Conteos de la UNODC sobre estimaciones de población de las Naciones Unidas; no hay datos de 2003 a 2006.",
    ),
    ("homicide-rate", "police-press"): EARLY,
    ("homicide-rate", "efe"): (
        "Printed without the count or the population behind it.",
        "Publicada sin el conteo ni la población de base.",
    ),
    ("drug-arrests", "police-press"): (
        "The police anti-narcotics directorate’s count, through newspapers. The figure for 2020 is derived from the "
        "statement that 2021 had about a thousand more; 2018 covers January to October.",
        "Conteo de la dirección antinarcóticos de la Policía, a través de la prensa. El dato de 2020 se deduce de que "
        "en 2021 hubo cerca de mil más; el de 2018 abarca de enero a octubre.",
    ),
    ("drug-seizures", "police-press"): (
        "Totals through newspapers. 2021 includes 37 tonnes seized abroad; 2019 and 2020 are derived from differences "
        "that the report states.",
        "Totales a través de la prensa. El de 2021 incluye 37 toneladas decomisadas en el exterior; los de 2019 y 2020 "
        "se deducen de las diferencias que indica la nota.",
    ),
    ("prison-population", "snai"): (
        "Counts of different months through different reports; 2008 and 2013 are older than the service.",
        "Conteos de meses distintos y de notas distintas; los de 2008 y 2013 son anteriores al servicio.",
    ),
    ("prison-population", "inec-census"): (
        "Taken from August to December 2022; a figure told before the results was higher.",
        "Levantado entre agosto y diciembre de 2022; la cifra adelantada antes de los resultados era mayor.",
    ),
}

LATER_REPORT = (
    "A later press report gave another early count for the same year.",
    "Una publicación de prensa posterior dio otro conteo preliminar del mismo año.",
)
REVISION_REASONS = {
    "mdi-2026-06": (
        "The ministry’s open data of June 2026 hold more cases than its earlier count.",
        "Los datos abiertos del ministerio de junio de 2026 contienen más casos que su conteo anterior.",
    ),
    "mdi-2026-07": (
        "The ministry’s open data of July 2026 give changed counts for earlier periods.",
        "Los datos abiertos del ministerio de julio de 2026 presentan conteos distintos para períodos anteriores.",
    ),
    "police-2023-07": LATER_REPORT,
    "police-2023-12": LATER_REPORT,
    "police-2024-02": LATER_REPORT,
    "inec-2023": (
        "The results of the census replaced the figure told in advance.",
        "Los resultados del censo reemplazaron la cifra adelantada.",
    ),
}

# {source: what kind of figures its series are}
ORIGINS = {
    "mdi": "register",
    "worldbank": "official",
    "oeco": "register",
    "police-press": "press",
    "mdi-press": "press",
    "ecuador-chequea": "press",
    "igarape": "press",
    "insight-crime": "press",
    "efe": "press",
    "snai": "register",
    "inec-census": "official",
}
