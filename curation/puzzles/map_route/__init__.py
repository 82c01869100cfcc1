"""Maps of parks, zoos, towns and metros: questions about the shortest way between two places."""

from curation.puzzles.base import Family

FAMILY = Family(
    name="map_route",
    version=1,
    category="cognitive_navigation",
    subtasks=("map",),
    title="Maps with named places: what the shortest way between two of them passes",
    levels={
        "easy": "8 or 9 places, 2 to 4 stretches of way between the ends of the shortest way",
        "medium": "11 to 13 places, 3 to 5 stretches",
        "hard": "14 to 17 places, 4 to 7 stretches",
    },
)
