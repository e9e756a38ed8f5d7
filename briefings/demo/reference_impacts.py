"""IMPACTS: what the crisis does, one assessment at each of three levels. Each: slug, level (national, regional,
economic), severity (1 low, 2 moderate, 3 serious, 4 severe; the editors' judgement), name_en, name_es,
description_en, description_es, area, source.
"""

IMPACTS = (
    {
        "slug": "trust-in-the-state",
        "level": "national",
        "severity": 4,
        "name_en": "Trust in the state",
        "name_es": "Confianza en el Estado",
        "description_en": "More violence and more crime weaken people’s trust that the state can protect them, and put "
        "police officers, prosecutors and local authorities under direct pressure.",
        "description_es": "El aumento de la violencia y del delito debilita la confianza en la capacidad del Estado "
        "para proteger a la población y somete a presión directa a policías, fiscales y autoridades locales.",
        "area": "EC",
        "source": "source-article",
    },
    {
        "slug": "spillover-to-neighbours",
        "level": "regional",
        "severity": 3,
        "name_en": "Spillover to neighbouring countries",
        "name_es": "Efectos en los países vecinos",
        "description_en": "Groups that work on both sides of a border can draw neighbouring countries into the same "
        "disputes. The risk is of incidents across borders and of less stable neighbours.",
        "description_es": "Los grupos que operan a ambos lados de una frontera pueden arrastrar a los países vecinos a "
        "las mismas disputas. El riesgo es de incidentes transfronterizos y de vecinos menos estables.",
        "area": "EC",
        "source": "source-article",
    },
    {
        "slug": "investment-and-tourism",
        "level": "economic",
        "severity": 2,
        "name_en": "Investment and tourism",
        "name_es": "Inversión y turismo",
        "description_en": "Concern for safety keeps away foreign investors and visitors. The source article gives no "
        "amount, and this site holds no series that would measure it.",
        "description_es": "La preocupación por la seguridad aleja a inversionistas extranjeros y visitantes. El "
        "artículo en que se basa la evaluación no da ningún monto y este sitio no cuenta con una serie que lo mida.",
        "area": "EC",
        "source": "source-article",
    },
)
