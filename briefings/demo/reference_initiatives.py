"""INITIATIVES: suggested by the source article, so all are "proposed" and have no lead and no dates.

Each: slug, name_en, name_es, kind (programme, policy, cooperation, operation, training), status, description_en,
description_es, lead, partners (one a line), areas, starts, ends (ISO date or ""), source, milestones (title_en,
title_es, due, reached) and measured_by: the (indicator, area, frequency, source) of the series that would show
progress, or None where no published series does. No target value has been named for any of them.
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


def _steps(*titles):
    """Planned steps without dates, in order, from (English, Spanish) pairs."""
    return tuple({"title_en": en, "title_es": es, "due": "", "reached": ""} for en, es in titles)


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
        "milestones": _steps(
            ("Areas and farming households identified", "Zonas y hogares agrícolas identificados"),
            ("Replacement crops and buyers agreed", "Cultivos alternativos y compradores acordados"),
            ("First harvest sold", "Primera cosecha vendida"),
        ),
    },
    PROPOSED
    | {
        "slug": "community-development",
        "kind": "programme",
        "name_en": "Community development projects",
        "name_es": "Proyectos de desarrollo comunitario",
        "description_en": "Improve roads, utilities and public services where people live, so that living conditions "
        "improve and there is other work than the drug trade.",
        "description_es": "Invertir en infraestructura y servicios locales para que mejoren las condiciones de vida y "
        "haya trabajo distinto del narcotráfico.",
        "milestones": _steps(
            ("Communities chosen by published criteria", "Comunidades elegidas con criterios públicos"),
            ("First works handed over", "Primeras obras entregadas"),
        ),
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
        "milestones": _steps(
            ("Curriculum and teachers ready", "Contenidos y docentes listos"),
            ("First courses completed", "Primeros cursos concluidos"),
        ),
    },
    PROPOSED
    | {
        "slug": "joint-task-forces",
        "kind": "operation",
        "name_en": "Joint task forces",
        "name_es": "Fuerzas de tarea conjuntas",
        "description_en": "Teams from several countries that identify and break up trafficking networks together. "
        "Mandate, command and oversight would need an agreement between the states.",
        "description_es": "Equipos de varios países que identifiquen y desarticulen juntos las redes de tráfico. El "
        "mandato, el mando y el control requerirían un acuerdo entre los Estados.",
        "milestones": _steps(
            ("Agreement on mandate and oversight signed", "Acuerdo sobre mandato y control firmado"),
            ("First joint team at work", "Primer equipo conjunto en funciones"),
        ),
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
)
