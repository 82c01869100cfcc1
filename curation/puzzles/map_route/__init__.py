"""Maps of parks, zoos, towns and metros: questions about the shortest way between two places."""

from curation.puzzles.base import Family, Space

FAMILY = Family(
    name="map_route",
    version=3,
    category="cognitive_navigation",
    subtasks=("map",),
    title="Maps with named places: what the shortest way between two of them passes",
    levels={
        "easy": "8 to 10 named places, or 8 to 12 stations on 3 lines; the way passes 1 to 4 of them",
        "medium": "11 to 14 named places, or 11 to 16 stations on 4 lines; the way passes 1 to 5 of them",
        "hard": "15 to 19 named places, or 15 to 21 stations on 4 or 5 lines; the way passes 1 to 8 of them",
    },
    spaces={("map", "easy"): Space(450_000, counted=False)},
)
