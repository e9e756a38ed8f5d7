"""The main briefing in Spanish; shapes in `briefing_narcoterrorism`. Four digits stand together; from five on,
thousands are set with a no-break space."""

SUMMARY = (
    "Ecuador ha pedido asistencia militar a los Estados Unidos y a otros aliados frente a lo que su Gobierno denomina "
    "narcoterrorismo. El Ministerio del Interior contó {total} homicidios intencionales en 2025, frente a 1372 en "
    "2020, según los datos conocidos en {known}. Este informe expone las razones de la solicitud, los efectos en tres "
    "niveles y las medidas sugeridas, y muestra en qué puntos discrepan las cifras."
)

FIGURES = (
    "<h2>Qué dicen las cifras</h2>"
    "<p>El conteo de homicidios intencionales del ministerio fue de 1372 en 2020, 2495 en 2021 y 4886 en 2022. "
    "Llegó a 8248 en 2023, bajó a {previous} en 2024 y aumentó un 31,4 % en 2025, hasta {total}, el número más alto "
    "de una serie que comienza en 2014. Son los datos abiertos del ministerio conocidos en {known}; los de los dos "
    "últimos años son provisionales.</p>"
    "<p>El artículo en que se basa este informe publica una tabla propia de 2020 a 2022, con números redondos. Se "
    "reproduce tal como la presenta el artículo, junto al conteo del ministerio.</p>"
)

SUMMING_UP = (
    "<h2>En síntesis</h2>"
    "<p>La solicitud de apoyo militar muestra la gravedad que el propio Estado ecuatoriano atribuye a la violencia. "
    "Su resultado dependerá de la respuesta de los vecinos, los socios y los organismos "
    "internacionales, y de que las medidas inmediatas de seguridad se acompañen de un trabajo sobre las condiciones "
    "sociales y económicas que sostienen el negocio.</p>"
    "<p>Para quien lee las cifras, dos hechos destacan: el conteo del ministerio para 2025, {total} según los datos "
    "conocidos en {known}, es más de seis veces el de 2020; y los conteos recientes todavía se revisan al alza.</p>"
)

JUNE = {"total": "9281", "previous": "7063", "known": "junio de 2026"}
JULY = {"total": "9283", "previous": "7065", "known": "julio de 2026"}

INTRODUCTION = (
    "<h2>La solicitud</h2>"
    "<p>Según el artículo en el que se basa este informe, el Gobierno del Ecuador ha pedido formalmente ayuda militar "
    "a los Estados Unidos y a otros aliados frente a los grupos dedicados al narcotráfico. Para referirse a la "
    "violencia de esos grupos emplea la palabra <em>narcoterrorismo</em>. El término es del Gobierno; este sitio lo "
    "recoge y no lo adopta como conclusión propia.</p>"
    "<p>El artículo califica el paso de inédito y lo sitúa en un contexto de aumento del delito, asesinatos y temor "
    "extendido. Considera que la cooperación internacional es una condición para restablecer el orden y propone mirar, "
    "más allá de la seguridad inmediata, hacia medidas duraderas.</p>"
)

FACTORS = (
    "<h2>Qué alimenta la crisis</h2>"
    "<p>El Gobierno vincula directamente el crimen organizado con el aumento de la violencia. Se mencionan tres "
    "factores:</p>"
    "<ul>"
    "<li><strong>Carteles que cruzan fronteras.</strong> Los grupos de narcotráfico que actúan en más de un país han "
    "ganado influencia en el Ecuador.</li>"
    "<li><strong>Enfrentamientos entre grupos.</strong> Los choques violentos entre organizaciones criminales son más "
    "frecuentes.</li>"
    "<li><strong>Más tráfico.</strong> Las redes internacionales han facilitado el movimiento de mayores cantidades de "
    "droga.</li>"
    "</ul>"
    "<p>Los ataques contra policías y otras personas encargadas de hacer cumplir la ley aumentan la preocupación por "
    "la gobernabilidad y el orden público.</p>"
)

NATIONAL = (
    "<h2>Seguridad nacional</h2>"
    "<p>El Ecuador se encuentra entre grandes países productores de droga, y los traficantes "
    "aprovechan esa posición. El artículo describe tres consecuencias dentro del país: más violencia, más corrupción y "
    "un Estado cuya autoridad se percibe debilitada. La población las vive en sus propios barrios y muchas personas "
    "temen que se quiebre el orden legal.</p>"
    "<p>Los datos del ministerio muestran cómo se ejerce la violencia. En 2023 se usó un arma de fuego en 7119 de los "
    "8237 homicidios del primer archivo de datos de ese año, es decir, el 86,4 %; en 2019 fueron 652 de 1189, el "
    "54,8 %. Desde esa perspectiva, pedir apoyo militar externo es reconocer la profundidad del problema y un "
    "argumento a favor de una estrategia única en lugar de operaciones aisladas.</p>"
)

REGIONAL = (
    "<h2>Estabilidad regional</h2>"
    "<p>Los efectos no se detienen en la frontera. A medida que los grupos amplían su alcance, los países vecinos "
    "pueden verse arrastrados a las mismas disputas, y lo que empieza como delito en un Estado puede afectar a varios. "
    "Por eso el artículo ve la respuesta en el trabajo conjunto: policías y, cuando haga falta, fuerzas armadas que se "
    "coordinen a través de las fronteras.</p>"
    "<p>El artículo ordena los efectos en tres niveles. La gravedad que figura en la tabla es una valoración de la "
    "redacción, no del artículo.</p>"
)

COOPERATION = (
    "<h2>Qué se recomienda</h2>"
    "<p>El primer grupo de recomendaciones del artículo se refiere a la cooperación entre Estados en materia de "
    "seguridad:</p>"
    "<ul>"
    "<li><strong>Alianzas.</strong> Establecer vínculos bilaterales y multilaterales para compartir inteligencia y "
    "coordinar operaciones.</li>"
    "<li><strong>Fuerzas de tarea conjuntas.</strong> Formar equipos que identifiquen y desarticulen redes de "
    "narcotráfico y actúen juntos contra los grupos extremistas que se lucran con la droga.</li>"
    "<li><strong>Capacitación.</strong> Ofrecer a policías y militares cursos en los que los países compartan lo que "
    "da resultado contra el narcotráfico y el terrorismo.</li>"
    "</ul>"
)

DEVELOPMENT = (
    "<h3>Desarrollo junto a la seguridad</h3>"
    "<p>El segundo grupo atiende las razones por las que se cultivan plantas destinadas a la droga o se trabaja en el "
    "negocio. Se pide a Gobiernos y organizaciones que involucren a las comunidades y ofrezcan alternativas "
    "económicas, con apoyo en educación, salud e infraestructura, para que menos lugares dependan de la droga como "
    "fuente de ingresos. Se sugieren tres programas. Ninguno tiene responsable, presupuesto ni fecha, por lo que todos "
    "figuran como propuestos.</p>"
)

UNKNOWN = (
    "<ul>"
    "<li>El artículo no indica la fecha de la solicitud, ni reproduce su texto, ni recoge la respuesta de los Estados "
    "a los que se dirigió.</li>"
    "<li>El artículo no dice de dónde procede su tabla. Sobre las detenciones por drogas no se dispone aquí de una "
    "serie oficial; la cifra policial de 12 706 en 2021 procede de la prensa.</li>"
    "<li>Los homicidios de 2023 son 8248 en los datos posteriores del ministerio, 8237 en su primer archivo de datos y "
    "8004 en una publicación de prensa de julio de 2024 que menciona a la vez a la Policía, al ministerio y al "
    "observatorio.</li>"
    "<li>Los decomisos pasaron de 220 toneladas, según lo publicado para 2023, a 294,6 toneladas en 2024. De ahí no se "
    "puede deducir si pasó más droga o si se encontró más.</li>"
    "<li>Las cifras penitenciarias proceden de fechas y métodos distintos: 40 108 personas en diciembre de 2021 según "
    "el servicio penitenciario y 31 319 según el censo de fines de 2022.</li>"
    "<li>No se dispone de ninguna cifra sobre la pérdida de inversión o de turismo.</li>"
    "</ul>"
)

CALLOUT = (
    "<p>El artículo en que se basa este informe no nombra ninguna fuente para sus números. Se conservan como una serie "
    "propia, con la calificación F6: no es posible valorar ni la fuente ni los números.</p>"
    "<ul>"
    "<li>2020: artículo, 2000 homicidios; ministerio, 1372</li>"
    "<li>2021: artículo, 3000; ministerio, 2495</li>"
    "<li>2022: artículo, 4500; ministerio, 4886</li>"
    "</ul>"
    "<p>El artículo está por encima del ministerio en los dos primeros años y por debajo en el tercero. Sus números se "
    "multiplican por 2,25 en dos años; los del ministerio, por cerca de 3,6. Para las detenciones por drogas de 2021 "
    "el artículo da 8500, y la dirección antinarcóticos de la Policía, 12 706, según publicó <em>El Universo</em> en "
    "2022.</p>"
)

BLOCKS = [
    {
        "key": "kf-homicides",
        "type": "key_figure",
        "indicator": "homicides",
        "area": "EC",
        "frequency": "A",
        "source": "mdi",
        "period": "2025",
        "compare_with": "2024",
        "label": "Homicidios intencionales",
    },
    {
        "key": "kf-rate",
        "type": "key_figure",
        "indicator": "homicide-rate",
        "area": "EC",
        "frequency": "A",
        "source": "worldbank",
        "period": "2023",
        "compare_with": "2022",
        "label": "Tasa de homicidios",
    },
    {
        "key": "kf-firearm",
        "type": "key_figure",
        "indicator": "homicides-firearm",
        "area": "EC",
        "frequency": "A",
        "source": "mdi",
        "period": "2023",
        "compare_with": "2022",
        "label": "Homicidios con arma de fuego",
    },
    {
        "key": "kf-seizures",
        "type": "key_figure",
        "indicator": "drug-seizures",
        "area": "EC",
        "frequency": "A",
        "source": "police-press",
        "period": "2024",
        "compare_with": "",
        "label": "Droga decomisada",
    },
    {"key": "introduction", "type": "rich_text", "html": INTRODUCTION},
    {"key": "factors", "type": "rich_text", "html": FACTORS},
    {"key": "figures", "type": "rich_text", "html": FIGURES.format(**JUNE)},
    {"key": "article-table", "type": "data_table", "table": "homicides-and-arrests-2020-2022", "show": "table"},
    {"key": "own-numbers", "type": "callout", "title": "Dos conteos que no coinciden", "html": CALLOUT},
    {"key": "homicide-chart", "type": "data_table", "table": "homicides-by-year-2014-2025", "show": "chart"},
    {"key": "national", "type": "rich_text", "html": NATIONAL},
    {"key": "regional", "type": "rich_text", "html": REGIONAL},
    {
        "key": "impacts",
        "type": "impact_table",
        "caption": "Posibles efectos del narcotráfico, por nivel",
        "impacts": ["trust-in-the-state", "spillover-to-neighbours", "investment-and-tourism"],
    },
    {"key": "recommendations", "type": "rich_text", "html": COOPERATION},
    {
        "key": "cooperation-table",
        "type": "initiative_table",
        "caption": "Medidas de cooperación y apoyo sugeridas",
        "initiatives": ["joint-task-forces", "intelligence-sharing", "training-programmes", "economic-alternatives"],
    },
    {"key": "development", "type": "rich_text", "html": DEVELOPMENT},
    {
        "key": "programmes-table",
        "type": "initiative_table",
        "caption": "Programas sugeridos",
        "initiatives": ["crop-substitution", "community-development", "educational-outreach"],
    },
    {"key": "summing-up", "type": "rich_text", "html": SUMMING_UP.format(**JUNE)},
    {"key": "unknown", "type": "unknown", "html": UNKNOWN},
    {
        "key": "sources",
        "type": "sources",
        "intro": "El relato de la solicitud, sus razones y las recomendaciones sigue el artículo en que se basa este "
        "informe. Las cifras proceden de las fuentes que se indican junto a ellas.",
        "sources": ["source-article", "mdi", "worldbank", "police-press", "oeco", "snai", "inec-census"],
        "places": {"source-article": ("source-article", ""), "worldbank": ("worldbank-2026-02", "VC.IHR.PSRC.P5")},
    },
]

ARTICLE = {
    "title": "La solicitud de apoyo militar del Ecuador: razones, efectos y propuestas",
    "slug": "solicitud-de-apoyo-militar-del-ecuador",
    "kind": "briefing",
    "summary": SUMMARY.format(**JUNE),
    "topics": ["organised-crime", "homicide", "drug-trafficking", "international-cooperation"],
    "bylines": ["Mesa de seguridad", "Mesa de datos"],
    "blocks": BLOCKS,
}

EDITION_2 = {
    "note": "Los datos abiertos del Ministerio del Interior de julio de 2026 elevan el conteo de homicidios de 2024 de "
    "7063 a 7065 y el de 2025 de 9281 a 9283. El texto, la cifra clave y el gráfico muestran ahora los nuevos "
    "conteos. No cambia ninguna conclusión.",
    "summary": SUMMARY.format(**JULY),
    "blocks": {
        "figures": {"html": FIGURES.format(**JULY)},
        "summing-up": {"html": SUMMING_UP.format(**JULY)},
    },
}
