"""What the desk shows in Spanish: a withdrawn text, and texts that are not public; shapes in `desk_en`."""

ELEVEN_MONTHS = {
    "name": "eleven-months",
    "language": "es",
    "title": "Enero a noviembre de 2024 y de 2025: una comparación",
    "slug": "enero-a-noviembre-de-2024-y-2025",
    "kind": "data_note",
    "summary": "De enero a noviembre de 2025 el Ministerio del Interior contó 8479 homicidios intencionales, un 35,1 % "
    "más que los 6275 de los mismos meses de 2024.",
    "topics": ["homicide"],
    "bylines": ["Mesa de datos"],
    "blocks": [
        {
            "key": "kf-eleven-months",
            "type": "key_figure",
            "indicator": "homicides",
            "area": "EC",
            "frequency": "A",
            "source": "mdi",
            "period": "2025-01-01/P11M",
            "compare_with": "",
            "label": "Homicidios intencionales, enero a noviembre",
        },
        {
            "key": "comparison",
            "type": "rich_text",
            "html": "<h2>La comparación</h2>"
            "<p>Para 2024 se toma el conteo que se publicó en diciembre de ese año, 6275; para 2025, el de julio de "
            "2026, 8479. Son once meses en ambos casos y no se pueden comparar con años completos.</p>",
        },
        {"key": "sources", "type": "sources", "intro": "", "sources": ["mdi"]},
    ],
}

WITHDRAWAL_REASON = (
    "La nota comparaba el primer conteo de 2024 (6275) con un conteo revisado de 2025 (8479). Con los conteos "
    "revisados de ambos años, 6352 y 8479, el aumento es del 33,5 %, no del 35,1 %."
)

ARRESTS = {
    "name": "arrests",
    "language": "es",
    "title": "Detenciones por drogas en 2021: dos cifras que no coinciden",
    "slug": "detenciones-por-drogas-en-2021",
    "kind": "explainer",
    "summary": "Para 2021 la dirección antinarcóticos de la Policía contó 12 706 detenciones por drogas, según publicó "
    "El Universo en 2022. El artículo en que se basa el informe principal da 8500 y no nombra ninguna fuente.",
    "topics": ["drug-trafficking", "data-and-methods"],
    "bylines": ["Mesa de datos"],
    "blocks": [
        {
            "key": "kf-arrests",
            "type": "key_figure",
            "indicator": "drug-arrests",
            "area": "EC",
            "frequency": "A",
            "source": "police-press",
            "period": "2021",
            "compare_with": "",
            "label": "Detenciones por drogas",
        },
        {
            "key": "two-figures",
            "type": "rich_text",
            "html": "<h2>Qué se sabe de cada cifra</h2>"
            "<ul>"
            "<li>La cifra policial, 12 706, abarca cualquier actividad con sustancias controladas.</li>"
            "<li>La del artículo, 8500, es un número redondo sin fuente y lleva la calificación F6.</li>"
            "</ul>"
            "<p>Con lo que aquí se conoce no se puede explicar la diferencia.</p>",
        },
        {"key": "sources", "type": "sources", "intro": "", "sources": ["police-press", "source-article"]},
    ],
}

PRISONS = {
    "name": "prisons",
    "language": "es",
    "title": "Población penitenciaria: conteos y censo",
    "slug": "poblacion-penitenciaria-conteos-y-censo",
    "kind": "data_note",
    "summary": "El servicio penitenciario informó de 40 108 personas privadas de la libertad en diciembre de 2021. El "
    "censo levantado entre agosto y diciembre de 2022 registró 31 319.",
    "topics": ["data-and-methods"],
    "bylines": ["Mesa de datos"],
    "blocks": [
        {
            "key": "counts",
            "type": "rich_text",
            "html": "<h2>Cuatro cifras</h2>"
            "<p>El servicio penitenciario dio 38 693 personas en febrero de 2021, 40 108 en diciembre de ese año y "
            "31 869 en marzo de 2024. El censo de 2022 registró 31 319.</p>",
        },
        {"key": "sources", "type": "sources", "intro": "", "sources": ["snai", "inec-census"]},
    ],
}

RETURNED_WITH = (
    "Las cifras del servicio penitenciario y la del censo se obtienen de manera distinta. Sepárelas en dos párrafos e "
    "indique de qué publicación procede cada una."
)

MONTHS_IN_SPANISH = {
    "title": "El primer semestre de 2026, mes a mes",
    "summary": "Los datos del Ministerio del Interior de julio de 2026 registran 4154 homicidios intencionales de "
    "enero a junio de 2026.",
}
