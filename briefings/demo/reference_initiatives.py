"""INITIATIVES: those that the source article suggests are "proposed"; the others are reported by a source as made.

Each: slug, name_en, name_es, kind (programme, policy, cooperation, operation, training), status, description_en,
description_es, lead, partners (one a line), areas, starts, ends (ISO date or ""), source, milestones (title_en,
title_es, due, reached) and measured_by: the (indicator, area, frequency, source) of the series that would show
progress, or None. No source names a target, a measure or a step of the proposed ones: where this site suggests a
measure, the description says so.
"""

HOMICIDES = ("homicides", "EC", "A", "mdi")

PROPOSED = {
    "status": "proposed",
    "lead": "",
    "partners": "",
    "areas": ("EC",),
    "starts": "",
    "ends": "",
    "source": "source-article",
    "milestones": (),
    "measured_by": None,
}


MEASURE_EN = " The article names no measure of success; the homicide count as a measure is this site’s suggestion."
MEASURE_ES = (
    " El artículo no indica cómo medir el resultado; usar para ello el conteo de homicidios es una sugerencia de este "
    "sitio."
)

INITIATIVES = (
    PROPOSED
    | {
        "slug": "crop-substitution",
        "kind": "programme",
        "name_en": "Crop substitution programmes",
        "name_es": "Programas de sustitución de cultivos",
        "description_en": "Help farming households to move from coca and poppy to other crops that give a lasting "
        "income. The source article does not say where; the areas and the crops would have to be named first.",
        "description_es": "Ayudar a los agricultores a reemplazar la coca y la amapola por otros cultivos que den un "
        "ingreso duradero. El artículo en que se basa la propuesta no dice dónde; antes habría que definir las "
        "zonas y los cultivos.",
    },
    PROPOSED
    | {
        "slug": "community-development",
        "kind": "programme",
        "name_en": "Community development projects",
        "name_es": "Proyectos de desarrollo comunitario",
        "description_en": "Improve roads, utilities and public services where people live, so that living conditions "
        "improve and there is other work than the drug trade." + MEASURE_EN,
        "description_es": "Invertir en infraestructura y servicios locales para que mejoren las condiciones de vida y "
        "haya trabajo distinto del narcotráfico." + MEASURE_ES,
        "measured_by": HOMICIDES,
    },
    PROPOSED
    | {
        "slug": "educational-outreach",
        "kind": "programme",
        "name_en": "Educational outreach",
        "name_es": "Programas educativos",
        "description_en": "Offer training and schooling that give communities an alternative to depending on drugs, "
        "whether for income or in use.",
        "description_es": "Ofrecer capacitación y educación que den a las comunidades una alternativa a depender de "
        "las drogas, sea como fuente de ingresos o por consumo.",
    },
    PROPOSED
    | {
        "slug": "joint-task-forces",
        "kind": "operation",
        "name_en": "Joint task forces",
        "name_es": "Fuerzas de tarea conjuntas",
        "description_en": "Teams from several countries that identify and break up trafficking networks together. "
        "Mandate, command and oversight would need an agreement between the states." + MEASURE_EN,
        "description_es": "Equipos de varios países que identifiquen y desarticulen juntos las redes de tráfico. El "
        "mandato, el mando y el control requerirían un acuerdo entre los Estados." + MEASURE_ES,
        "measured_by": HOMICIDES,
    },
    PROPOSED
    | {
        "slug": "intelligence-sharing",
        "kind": "cooperation",
        "name_en": "Intelligence sharing",
        "name_es": "Intercambio de inteligencia",
        "description_en": "Bilateral and multilateral arrangements through which states exchange information on "
        "trafficking networks and coordinate operations.",
        "description_es": "Acuerdos bilaterales y multilaterales para intercambiar información sobre las redes de "
        "tráfico y coordinar operaciones.",
    },
    PROPOSED
    | {
        "slug": "training-programmes",
        "kind": "training",
        "name_en": "Training for police and armed forces",
        "name_es": "Capacitación para la Policía y las Fuerzas Armadas",
        "description_en": "Courses in which countries pass on what has worked in counter-narcotics and "
        "counter-terrorism work.",
        "description_es": "Cursos en los que los países comparten lo que ha dado resultado en la lucha contra el "
        "narcotráfico y el terrorismo.",
    },
    PROPOSED
    | {
        "slug": "economic-alternatives",
        "kind": "policy",
        "name_en": "Economic alternatives",
        "name_es": "Alternativas económicas",
        "description_en": "Support for people who live from the drug trade to earn their living otherwise, together "
        "with schooling, health care and infrastructure.",
        "description_es": "Apoyo a quienes viven del narcotráfico para que obtengan ingresos por otros medios, junto "
        "con educación, salud e infraestructura.",
    },
    PROPOSED
    | {
        "slug": "request-for-military-assistance",
        "kind": "cooperation",
        "status": "announced",
        "name_en": "Request for military assistance",
        "name_es": "Solicitud de asistencia militar",
        "description_en": "Ecuador’s government has formally asked the United States and other allies for military "
        "assistance against drug-trafficking groups. The source article gives no date and no text of the request, and "
        "no answer from the states that were asked.",
        "description_es": "El Gobierno del Ecuador pidió formalmente a los Estados Unidos y a otros aliados asistencia "
        "militar contra los grupos narcotraficantes. El artículo en que se basa el informe no da la fecha ni el texto "
        "de la solicitud, ni la respuesta de los Estados a los que se dirigió.",
        "lead": "Gobierno del Ecuador",
    },
    PROPOSED
    | {
        "slug": "open-data-on-homicides",
        "kind": "policy",
        "status": "under_way",
        "name_en": "Open data on intentional homicides",
        "name_es": "Datos abiertos de homicidios intencionales",
        "description_en": "The Ministry of the Interior publishes workbooks with one row per victim. The totals on "
        "this site are counted from them. Later workbooks give changed, usually higher, counts for the same months; "
        "the latest that is held here is of July 2026.",
        "description_es": "El Ministerio del Interior publica archivos de datos con una fila por víctima. De ellos se "
        "obtienen los totales de este sitio. Los archivos posteriores dan para los mismos meses conteos distintos, por "
        "lo general mayores; el último que se tiene aquí es de julio de 2026.",
        "lead": "Ministerio del Interior",
        "source": "mdi",
        "milestones": (
            {
                "title_en": "Counts for January and February 2026 published",
                "title_es": "Conteos de enero y febrero de 2026 publicados",
                "due": "",
                "reached": "2026-03-19",
            },
        ),
    },
    PROPOSED
    | {
        "slug": "prison-census-2022",
        "kind": "programme",
        "status": "completed",
        "name_en": "Prison census 2022",
        "name_es": "Censo penitenciario 2022",
        "description_en": "A count of everybody held in prison, taken from August to December 2022. As reported in "
        "2023 it found 31,319 people; before the results a newspaper had printed 31,940.",
        "description_es": "Conteo de todas las personas privadas de la libertad, levantado entre agosto y diciembre de "
        "2022. Según lo publicado en 2023 registró 31 319 personas; antes de los resultados un periódico había "
        "difundido 31 940.",
        "lead": "Instituto Nacional de Estadística y Censos (INEC)",
        "partners": "Servicio Nacional de Atención Integral a Personas Adultas Privadas de la Libertad (SNAI)",
        "source": "inec-census",
    },
)
