"""SOURCES of the figures. Each: slug, name_en, name_es, publisher, url, licence (empty where none is
stated), reliability (Admiralty A-F), description_en, description_es; release_every (months) where releases are regular.
"""

SOURCES = (
    {
        "slug": "mdi",
        "name_en": "Ministry of the Interior: open data on intentional homicides",
        "name_es": "Ministerio del Interior: datos abiertos de homicidios intencionales",
        "publisher": "Ministerio del Interior, Ecuador",
        "url": "https://www.datosabiertos.gob.ec/",
        "licence": "",
        "reliability": "B",
        "release_every": 1,
        "description_en": "Workbooks with one row per victim, from which the totals here are counted. Later "
        "workbooks give changed, usually higher, counts for the same months. No licence is stated.",
        "description_es": "Archivos de datos con una fila por víctima, de los que se obtienen los totales de este "
        "sitio. Los archivos posteriores dan para los mismos meses conteos distintos, por lo general mayores. "
        "No se indica licencia.",
    },
    {
        "slug": "worldbank",
        "name_en": "World Bank, World Development Indicators (from UNODC)",
        "name_es": "Banco Mundial, Indicadores del desarrollo mundial (de la UNODC)",
        "publisher": "World Bank; United Nations Office on Drugs and Crime",
        "url": "https://data.worldbank.org/indicator/VC.IHR.PSRC.P5",
        "licence": "CC BY 4.0",
        "reliability": "B",
        "release_every": 12,
        "description_en": "Homicide rates for all countries, taken from UNODC and divided by United Nations population "
        "estimates. There is no figure for Ecuador from 2003 to 2006.",
        "description_es": "Tasas de homicidios de todos los países, tomadas de la UNODC y calculadas con las "
        "estimaciones de población de las Naciones Unidas. No hay dato para Ecuador entre 2003 y 2006.",
    },
    {
        "slug": "source-article",
        "name_en": "Source article",
        "name_es": "Artículo en que se basa el informe",
        "publisher": "",
        "url": "",
        "licence": "",
        "reliability": "F",
        "description_en": "The article on Ecuador’s request for military assistance that the first briefing stands on. "
        "It prints a table of round numbers and names no source for it, so its reliability cannot be judged.",
        "description_es": "El artículo sobre la solicitud ecuatoriana de asistencia militar en el que se apoya el "
        "primer informe. Publica una tabla de números redondos y no nombra ninguna fuente, por lo que su confiabilidad "
        "no se puede valorar.",
    },
    {
        "slug": "oeco",
        "name_en": "Ecuadorian Organised Crime Observatory (OECO)",
        "name_es": "Observatorio Ecuatoriano de Crimen Organizado (OECO)",
        "publisher": "Observatorio Ecuatoriano de Crimen Organizado",
        "url": "https://oeco.padf.org/",
        "licence": "",
        "reliability": "C",
        "description_en": "Annual homicide figures as newspapers printed them, not taken from the observatory’s own "
        "files. Until 2021 they are lower than the ministry’s; the reports do not say which cases are left out.",
        "description_es": "Cifras anuales de homicidios tal como las publicó la prensa, no tomadas de los archivos del "
        "observatorio. Hasta 2021 son inferiores a las del ministerio; las notas no dicen qué casos excluyen.",
    },
    {
        "slug": "police-press",
        "name_en": "National Police figures as reported in the press",
        "name_es": "Cifras de la Policía Nacional recogidas por la prensa",
        "publisher": "Policía Nacional del Ecuador",
        "url": "",
        "licence": "",
        "reliability": "C",
        "description_en": "Early counts that the police gave to newspapers: useful for what was known at the time, "
        "usually lower than the later official count.",
        "description_es": "Conteos preliminares que la Policía entregó a la prensa: muestran lo que se sabía "
        "entonces y suelen ser inferiores al conteo oficial posterior.",
    },
    {
        "slug": "mdi-press",
        "name_en": "Ministry of the Interior figures as reported in the press",
        "name_es": "Cifras del Ministerio del Interior recogidas por la prensa",
        "publisher": "Ministerio del Interior, Ecuador",
        "url": "",
        "licence": "",
        "reliability": "C",
        "description_en": "Figures that the ministry or its minister gave in public, as newspapers printed them.",
        "description_es": "Cifras que el ministerio o su titular dieron en público, tal como las publicó la prensa.",
    },
    {
        "slug": "ecuador-chequea",
        "name_en": "Ecuador Chequea",
        "name_es": "Ecuador Chequea",
        "publisher": "Ecuador Chequea",
        "url": "https://ecuadorchequea.com/",
        "licence": "",
        "reliability": "C",
        "description_en": "A fact-checking outlet; used for seizure totals of 2016 and 2017.",
        "description_es": "Medio de verificación; se usa para los totales de decomisos de 2016 y 2017.",
    },
    {
        "slug": "igarape",
        "name_en": "Igarapé Institute",
        "name_es": "Instituto Igarapé",
        "publisher": "Instituto Igarapé",
        "url": "https://igarape.org.br/en/ecuadors-homicide-rate-is-skyrocketing/",
        "licence": "",
        "reliability": "C",
        "description_en": "A research institute that rounded the ministry’s count for 2022 and computed its own rate.",
        "description_es": "Instituto de investigación que redondeó el conteo del ministerio para 2022 y calculó su "
        "propia tasa.",
    },
    {
        "slug": "insight-crime",
        "name_en": "InSight Crime",
        "name_es": "InSight Crime",
        "publisher": "InSight Crime",
        "url": "https://insightcrime.org/",
        "licence": "",
        "reliability": "C",
        "description_en": "A research and media organisation; its rate for 2023 is quoted through a news agency.",
        "description_es": "Organización de investigación y medio de prensa; su tasa de 2023 se cita a través de una "
        "agencia.",
    },
    {
        "slug": "efe",
        "name_en": "Agencia EFE",
        "name_es": "Agencia EFE",
        "publisher": "Agencia EFE",
        "url": "",
        "licence": "",
        "reliability": "C",
        "description_en": "A news agency; its rate for 2023 came without the count or the population behind it.",
        "description_es": "Agencia de noticias; su tasa de 2023 se publicó sin el conteo ni la población de base.",
    },
    {
        "slug": "snai",
        "name_en": "National prison service (SNAI), as reported",
        "name_es": "Servicio penitenciario nacional (SNAI), según la prensa",
        "publisher": "Servicio Nacional de Atención Integral a Personas Adultas Privadas de la Libertad",
        "url": "",
        "licence": "",
        "reliability": "C",
        "description_en": "Number of people held, on dates that differ from report to report, as newspapers and slides "
        "gave it. Figures before 2018 are older than the service and come from the same reports.",
        "description_es": "Número de personas recluidas, en fechas que varían de una publicación a otra, según la "
        "prensa y presentaciones. Las cifras anteriores a 2018 son previas al servicio y proceden de esas "
        "mismas notas.",
    },
    {
        "slug": "inec-census",
        "name_en": "Prison census 2022 (INEC and SNAI)",
        "name_es": "Censo penitenciario 2022 (INEC y SNAI)",
        "publisher": "Instituto Nacional de Estadística y Censos, Ecuador",
        "url": "https://www.ecuadorencifras.gob.ec/",
        "licence": "",
        "reliability": "B",
        "description_en": "The prison census taken from August to December 2022, as newspapers reported its results.",
        "description_es": "El censo penitenciario levantado entre agosto y diciembre de 2022, según los resultados "
        "recogidos por la prensa.",
    },
    {
        "slug": "inec-projection",
        "slug_es": "inec-proyecciones",
        "name_en": "INEC population projections",
        "name_es": "Proyecciones de población del INEC",
        "publisher": "Instituto Nacional de Estadística y Censos, Ecuador",
        "url": "https://www.ecuadorencifras.gob.ec/",
        "licence": "",
        "reliability": "B",
        "description_en": "How many people the statistics office expected to live in the country and in each province "
        "in 2020, projected from the census of 2010. The country’s number includes 41,907 people in zones that belong "
        "to no province.",
        "description_es": "Cuántas personas esperaba el instituto de estadística que vivieran en el país y en cada "
        "provincia en 2020, según proyecciones a partir del censo de 2010. El número del país incluye a 41 907 "
        "personas de zonas que no pertenecen a ninguna provincia.",
    },
)
