"""RELEASES: publications of sources. Each: key, source, title, language, url, as_published (as precisely as it is
known), published and retrieved (ISO dates; `published` is the last day that `as_published` allows).
"""

LOADED = "2026-07-01"
MDI = "Homicidios intencionales: archivo de datos abiertos, "
COUNTED = "https://github.com/carolinam38/homicidios_intencionales"
LATER = "https://github.com/jordanvt18/ecuador-crime-analysis"
UNIVERSO = "https://www.eluniverso.com/noticias/seguridad/en-el-2021-policia-incauto-210-toneladas-de-droga-nota"
SIVAR = (
    "https://sivarnewssv.com/ecuador-cierra-2023-como-el-ano-mas-violento-de-su-historia-con-mas-de-7-800-homicidios"
)
OECO = (
    "https://eluniverso-el-universo-prod.cdn.arcpublishing.com/noticias/seguridad/"
    "asesinatos-ecuador-muertes-violentas-cifras-delitos-plan-fenix-nota"
)
FREILE = (
    "https://ecuadorchequea.com/mas-de-20-personas-mueren-violentamente-cada-dia-en-ecuador-"
    "pedro-jose-freile-excandidato-presidencial/page/2"
)
PLANV = (
    "https://www.planv.com.ec/historias/crimen-organizado/ecuador-puede-llegar-al-record-7000-asesinatos-fines-este-ano"
)
DECEMBER = (
    "https://eluniverso-el-universo-prod.cdn.arcpublishing.com/noticias/seguridad/asesinatos-ecuador-crimen-organizado-"
    "narcotrafico-impunidad-victimas-colaterales-guayaquil-duran-muertes-violentas-nota/"
)
SUMITME = (
    "https://boyaca7dias.com.co/2024/02/28/infografia-crisis-de-violencia-en-ecuador-datos-alarmantes-de-homicidios/"
)
EFE_2024 = "https://lavisionatl.com/latinoamerica/ecuador-pide-ayuda-a-la-onu-para-investigar-posible-ocultamiento-de-homicidios"
TRIPLED = (
    "https://eluniverso.com/noticias/seguridad/en-trece-anos-la-poblacion-penitenciaria-se-triplico-en-el-ecuador-nota"
)
GESTION = (
    "https://revistagestion.ec/cifras/"
    "hacinamiento-carceles-pierden-mas-de-2200-cupos-por-inseguridad-o-falta-de-adecuaciones"
)
EXPRESO_2018 = "https://www.expreso.ec/actualidad/carcel-droga-policia-incautacion-microtrafico-MH2449709"
EXPRESO_2022 = "https://expreso.ec/actualidad/resultados-censo-penitenciario-estaran-enero-144846.html"
PRISONS_2013 = "https://insightcrime.org/news/briefs/ecuador-prison-population-rises-as-cocaine-hauls-increase"
CHEQUEA = "https://ecuadorchequea.com/droga-incautada-un-medidor-del-aumento-del-narcotrafico"
HONDURAS = "https://proceso.hn/ecuador-decomiso-294-toneladas-de-droga-en-2024-segun-la-policia"
WDI = "https://data.worldbank.org/indicator/VC.IHR.PSRC.P5"
IGARAPE = "https://igarape.org.br/en/ecuadors-homicide-rate-is-skyrocketing/"
RECORD = "https://www.teleamazonas.com/ecuador-rompio-marca-decomisos-droga/"
JANUARY_FEBRUARY = "https://github.com/Luitorch/tfm-seguridad-turismo-ecuador"

FIELDS = ("key", "source", "title", "language", "url", "as_published", "published", "retrieved")
ROWS = (
    ("mdi-2014-2023", "mdi", MDI + "2014–2023", "es", COUNTED, "2024", "2024-12-31", LOADED),
    ("mdi-2024-jan-nov", "mdi", MDI + "enero a noviembre de 2024", "es", COUNTED, "2024-12", "2024-12-31", LOADED),
    (
        "mdi-2025-jan-nov",
        "mdi",
        MDI + "enero a noviembre de 2025",
        "es",
        "https://github.com/jp1309/crimen",
        "2025-12",
        "2025-12-31",
        LOADED,
    ),
    (
        "mdi-2024-first",
        "mdi",
        "Homicidios intencionales: primer conteo del año 2024 completo",
        "es",
        "https://github.com/erick007bon/Ecuador-crime-prediction",
        "2026-01",
        "2026-01-31",
        LOADED,
    ),
    (
        "mdi-2026-jan-feb",
        "mdi",
        MDI + "enero y febrero de 2026",
        "es",
        JANUARY_FEBRUARY,
        "2026-03-19",
        "2026-03-19",
        LOADED,
    ),
    (
        "mdi-2026-06",
        "mdi",
        "Homicidios intencionales: datos abiertos, junio de 2026",
        "es",
        "https://github.com/panchoxrm-pixel/homicidios-intencionales-Ecuador",
        "2026-06",
        "2026-06-30",
        LOADED,
    ),
    (
        "mdi-2026-07",
        "mdi",
        "Homicidios intencionales: datos abiertos, julio de 2026",
        "es",
        LATER,
        "2026-07",
        "2026-07-31",
        "2026-07-31",
    ),
    (
        "worldbank-2026-02",
        "worldbank",
        "World Development Indicators: intentional homicides (per 100,000 people)",
        "en",
        WDI,
        "2026-02-24",
        "2026-02-24",
        LOADED,
    ),
    ("source-article", "source-article", "Source article, table of 2020–2022", "en", "", "", "", "2026-06-30"),
    (
        "oeco-2023-08",
        "oeco",
        "El primer semestre dejó 3.599 muertes (El Norte)",
        "es",
        "https://elnorte.ec/el-primer-semestre-dejo-3-599-muertes/",
        "2023-08",
        "2023-08-31",
        LOADED,
    ),
    ("oeco-2024-07", "oeco", "Serie del OECO en El Universo", "es", OECO, "2024-07", "2024-07-31", LOADED),
    (
        "police-2018-10",
        "police-press",
        "Detenidos por drogas, enero a octubre (Expreso)",
        "es",
        EXPRESO_2018,
        "2018-10",
        "2018-10-31",
        LOADED,
    ),
    (
        "police-2022",
        "police-press",
        "Decomisos y detenidos de 2021 (El Universo)",
        "es",
        UNIVERSO,
        "2022",
        "2022-12-31",
        LOADED,
    ),
    (
        "police-2023-03",
        "police-press",
        "Conteo de 2022 (Ecuador Chequea)",
        "es",
        FREILE,
        "2023-03",
        "2023-03-31",
        LOADED,
    ),
    ("police-2023-07", "police-press", "Conteo de 2022 (Plan V)", "es", PLANV, "2023-07", "2023-07-31", LOADED),
    ("police-2023-12", "police-press", "Conteo de 2022 (El Universo)", "es", DECEMBER, "2023-12", "2023-12-31", LOADED),
    (
        "police-2024-01",
        "police-press",
        "Conteo de 2023 (El Universo, por SivarNews)",
        "es",
        SIVAR,
        "2024-01",
        "2024-01-31",
        LOADED,
    ),
    (
        "police-2024-01-efe",
        "police-press",
        "Conteo y tasa de 2023 (EFE, por Informatepy)",
        "es",
        "https://informatepy.com/2024/?p=12727",
        "2024-01",
        "2024-01-31",
        LOADED,
    ),
    (
        "police-2024-01-elpais",
        "police-press",
        "Decomisos de 2023 (El País, Colombia)",
        "es",
        "",
        "2024-01",
        "2024-01-31",
        LOADED,
    ),
    (
        "police-2024-02",
        "police-press",
        "Conteo de la Dinased de 2023 (Prensa Latina)",
        "es",
        "https://archivo.prensa-latina.cu/?p=641834",
        "2024-02",
        "2024-02-29",
        LOADED,
    ),
    (
        "police-2025-01",
        "police-press",
        "Decomisos de 2024 (EFE, por Proceso)",
        "es",
        HONDURAS,
        "2025-01",
        "2025-01-31",
        LOADED,
    ),
    ("mdi-press-2016", "mdi-press", "Decomisos de 2015 (Notimundo)", "es", "", "2016", "2016-12-31", LOADED),
    (
        "mdi-press-2022-12",
        "mdi-press",
        "Decomisos de 2021 (Teleamazonas)",
        "es",
        RECORD,
        "2022-12",
        "2022-12-31",
        LOADED,
    ),
    (
        "ecuador-chequea-2025",
        "ecuador-chequea",
        "Droga incautada: un medidor del aumento del narcotráfico",
        "es",
        CHEQUEA,
        "2025",
        "2025-12-31",
        LOADED,
    ),
    (
        "igarape-2024-01",
        "igarape",
        "Ecuador’s homicide rate is skyrocketing",
        "en",
        IGARAPE,
        "2024-01",
        "2024-01-31",
        LOADED,
    ),
    (
        "insight-crime-2024-02",
        "insight-crime",
        "Tasa de 2023 (EFE, por Boyacá 7 Días)",
        "es",
        SUMITME,
        "2024-02",
        "2024-02-29",
        LOADED,
    ),
    ("efe-2024", "efe", "Tasa de 2023 (EFE, por La Visión)", "es", EFE_2024, "2024", "2024-12-31", LOADED),
    (
        "snai-2013",
        "snai",
        "Población penal de 2013 (El Comercio)",
        "es",
        PRISONS_2013,
        "2013",
        "2013-12-31",
        LOADED,
    ),
    (
        "snai-2021",
        "snai",
        "En trece años la población penitenciaria se triplicó (El Universo)",
        "es",
        TRIPLED,
        "2021",
        "2021-12-31",
        LOADED,
    ),
    ("snai-2023", "snai", "Presentación del SNAI", "es", "", "2023", "2023-12-31", LOADED),
    ("snai-2024", "snai", "Población de marzo de 2024 (Revista Gestión)", "es", GESTION, "2024", "2024-12-31", LOADED),
    (
        "inec-2022-12",
        "inec-census",
        "Censo penitenciario: cifra anunciada (Expreso)",
        "es",
        EXPRESO_2022,
        "2022-12",
        "2022-12-31",
        LOADED,
    ),
    (
        "inec-projection-2020",
        "inec-projection",
        "Proyección de la población por provincia, 2020",
        "es",
        "",
        "2020",
        "2020-12-31",
        LOADED,
    ),
    ("inec-2023", "inec-census", "Censo penitenciario: resultados (Expreso)", "es", "", "2023", "2023-12-31", LOADED),
)
RELEASES = tuple(dict(zip(FIELDS, row, strict=True)) for row in ROWS)
