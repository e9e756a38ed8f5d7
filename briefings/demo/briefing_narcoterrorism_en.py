"""The main briefing in English; shapes in `briefing_narcoterrorism`."""

SUMMARY = (
    "Ecuador has asked the United States and other allies for military assistance against what its government calls "
    "narcoterrorism. The Ministry of the Interior counted {total} intentional homicides in 2025, against 1,372 in "
    "2020, as known in {known}. This briefing sets out the reasons given for the request, the effects at three levels "
    "and the measures suggested, and shows where the figures disagree."
)

FIGURES = (
    "<h2>What the figures say</h2>"
    "<p>The ministry’s count of intentional homicides stood at 1,372 in 2020, 2,495 in 2021 and 4,886 in 2022. It "
    "reached 8,248 in 2023, fell to {previous} in 2024 and rose by 31.4% to {total} in 2025, the highest number in a "
    "series that starts in 2014. These are the ministry’s open data as known in {known}; the last two years are "
    "provisional.</p>"
    "<p>The source article prints a table of its own for 2020 to 2022, in round numbers. It is shown here as the "
    "article gives it, with the ministry’s count beside it.</p>"
)

SUMMING_UP = (
    "<h2>In summary</h2>"
    "<p>The request for military support shows how serious the Ecuadorian state itself considers the violence to "
    "be. Its outcome depends on the answers of neighbours, partners and international organisations, and on "
    "whether immediate security measures are joined by work on the social and economic conditions behind the trade.</p>"
    "<p>For the reader of the figures, two things stand out: the ministry’s count for 2025, {total} as known in "
    "{known}, is more than six times that of 2020; and recent counts are still being revised upwards.</p>"
)

JUNE = {"total": "9,281", "previous": "7,063", "known": "June 2026"}
JULY = {"total": "9,283", "previous": "7,065", "known": "July 2026"}

INTRODUCTION = (
    "<h2>The request</h2>"
    "<p>According to the article on which this briefing is based, Ecuador’s government has formally asked the United "
    "States and other allies for military help against drug-trafficking groups. It uses the word "
    "<em>narcoterrorism</em> for their violence. The word is the government’s; this site reports it and "
    "does not adopt it as a finding.</p>"
    "<p>The article calls the step unprecedented and places it against rising crime, assassinations and widespread "
    "fear. It treats international cooperation as a condition for restoring order, and looks beyond immediate security "
    "to measures that would last.</p>"
)

FACTORS = (
    "<h2>What drives the crisis</h2>"
    "<p>The government links organised crime directly to the rise in violence. Three factors are named:</p>"
    "<ul>"
    "<li><strong>Cartels across borders.</strong> Trafficking groups that operate in more than one country have gained "
    "influence in Ecuador.</li>"
    "<li><strong>Fighting between groups.</strong> Violent confrontations between criminal organisations have become "
    "more frequent.</li>"
    "<li><strong>More traffic.</strong> International networks have helped to move larger quantities of drugs.</li>"
    "</ul>"
    "<p>Attacks on police officers and others who enforce the law add to concern about government and public order.</p>"
)

NATIONAL = (
    "<h2>National security</h2>"
    "<p>Ecuador lies between major drug-producing countries, and traffickers use that position. The "
    "article describes three consequences inside the country: more violence, more corruption, and a state whose "
    "authority is seen to weaken. People meet them in their own neighbourhoods, and many fear that law and order will "
    "not hold.</p>"
    "<p>The ministry’s data show how the violence is done. In 2023 a firearm was used in 7,119 of the 8,237 homicides "
    "in its first workbook for that year, or 86.4%; in 2019 it was 652 of 1,189, or 54.8%. Asking for outside military "
    "support is, on this reading, an admission of how deep the problem goes and an argument for one strategy rather "
    "than single operations.</p>"
)

REGIONAL = (
    "<h2>Regional stability</h2>"
    "<p>The effects do not stop at the border. As groups extend their reach, neighbouring countries may be drawn into "
    "the same disputes, and what begins as crime in one state can unsettle several. The article therefore sees the "
    "answer in joint work: police, and where needed armed forces, that coordinate across borders.</p>"
    "<p>It sorts the effects into three levels. The severity in the table is the editors’ judgement, not the "
    "article’s.</p>"
)

COOPERATION = (
    "<h2>What is recommended</h2>"
    "<p>The article’s first group of recommendations concerns security cooperation between states:</p>"
    "<ul>"
    "<li><strong>Partnerships.</strong> Build bilateral and multilateral ties that share intelligence and coordinate "
    "operations.</li>"
    "<li><strong>Joint task forces.</strong> Set up teams that identify and dismantle trafficking networks, and act "
    "together against extremist groups that live off drugs.</li>"
    "<li><strong>Training.</strong> Give police and military personnel courses in which countries pass on what works "
    "against trafficking and terrorism.</li>"
    "</ul>"
)

DEVELOPMENT = (
    "<h3>Development alongside security</h3>"
    "<p>The second group addresses why people grow drug crops or work in the trade. Governments and organisations are "
    "urged to involve communities and to offer economic alternatives, with support for education, health care and "
    "infrastructure, so that fewer places depend on drugs for income. Three programmes are suggested. None has a named "
    "lead, budget or date, so all are listed as proposed.</p>"
)

UNKNOWN = (
    "<ul>"
    "<li>The article gives no date for the request, no text of it and no answer from the states that were asked.</li>"
    "<li>The article does not say where its table comes from. For drug-related arrests no official series is held "
    "here; the police figure of 12,706 for 2021 comes from the press.</li>"
    "<li>Homicides in 2023 are 8,248 in the ministry’s later data, 8,237 in its first workbook and 8,004 in a press "
    "report of July 2024 that names police, ministry and observatory together.</li>"
    "<li>Seizures rose from 220 tonnes reported for 2023 to 294.6 tonnes for 2024. Whether more drugs passed through "
    "or more were found cannot be read from that.</li>"
    "<li>Prison figures come from different dates and methods: 40,108 people in December 2021 by the prison service, "
    "31,319 by the census of late 2022.</li>"
    "<li>No figure is held for lost investment or tourism.</li>"
    "</ul>"
)

CALLOUT = (
    "<p>The source article names no source for its numbers. They are kept as a series of their own, graded F6: "
    "neither the source nor the numbers can be judged.</p>"
    "<ul>"
    "<li>2020: article 2,000 homicides, ministry 1,372</li>"
    "<li>2021: article 3,000, ministry 2,495</li>"
    "<li>2022: article 4,500, ministry 4,886</li>"
    "</ul>"
    "<p>The article is above the ministry in the first two years and below it in the third. Its numbers multiply by "
    "2.25 in two years; the ministry’s by about 3.6. For drug-related arrests in 2021 the article gives 8,500, and the "
    "police anti-narcotics directorate 12,706, as <em>El Universo</em> reported in 2022.</p>"
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
        "label": "Intentional homicides",
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
        "label": "Homicide rate",
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
        "label": "Homicides with a firearm",
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
        "label": "Drugs seized",
    },
    {"key": "introduction", "type": "rich_text", "html": INTRODUCTION},
    {"key": "factors", "type": "rich_text", "html": FACTORS},
    {"key": "figures", "type": "rich_text", "html": FIGURES.format(**JUNE)},
    {"key": "article-table", "type": "data_table", "table": "homicides-and-arrests-2020-2022", "show": "table"},
    {"key": "own-numbers", "type": "callout", "title": "Two counts that differ", "html": CALLOUT},
    {"key": "homicide-chart", "type": "data_table", "table": "homicides-by-year-2014-2025", "show": "chart"},
    {"key": "national", "type": "rich_text", "html": NATIONAL},
    {"key": "regional", "type": "rich_text", "html": REGIONAL},
    {
        "key": "impacts",
        "type": "impact_table",
        "caption": "Possible effects of drug trafficking, by level",
        "impacts": ["trust-in-the-state", "spillover-to-neighbours", "investment-and-tourism"],
    },
    {"key": "recommendations", "type": "rich_text", "html": COOPERATION},
    {
        "key": "cooperation-table",
        "type": "initiative_table",
        "caption": "Suggested measures of cooperation and support",
        "initiatives": ["joint-task-forces", "intelligence-sharing", "training-programmes", "economic-alternatives"],
    },
    {"key": "development", "type": "rich_text", "html": DEVELOPMENT},
    {
        "key": "programmes-table",
        "type": "initiative_table",
        "caption": "Suggested programmes",
        "initiatives": ["crop-substitution", "community-development", "educational-outreach"],
    },
    {"key": "summing-up", "type": "rich_text", "html": SUMMING_UP.format(**JUNE)},
    {"key": "unknown", "type": "unknown", "html": UNKNOWN},
    {
        "key": "sources",
        "type": "sources",
        "intro": "The account of the request, its reasons and the recommendations follows the source article. Figures "
        "come from the sources named beside them.",
        "sources": ["source-article", "mdi", "worldbank", "police-press", "oeco", "snai", "inec-census"],
        "places": {"source-article": ("source-article", ""), "worldbank": ("worldbank-2026-02", "VC.IHR.PSRC.P5")},
    },
]

ARTICLE = {
    "title": "Ecuador’s request for military support: reasons, effects and proposals",
    "slug": "ecuador-request-for-military-support",
    "kind": "briefing",
    "summary": SUMMARY.format(**JUNE),
    "topics": ["organised-crime", "homicide", "drug-trafficking", "international-cooperation"],
    "bylines": ["Security desk", "Data desk"],
    "blocks": BLOCKS,
}

EDITION_2 = {
    "note": "The Ministry of the Interior’s open data of July 2026 raise the homicide count for 2024 from 7,063 to "
    "7,065 and for 2025 from 9,281 to 9,283. The text, the key figure and the chart now show the new counts. No "
    "conclusion changes.",
    "summary": SUMMARY.format(**JULY),
    "blocks": {
        "figures": {"html": FIGURES.format(**JULY)},
        "summing-up": {"html": SUMMING_UP.format(**JULY)},
    },
}
