"""Names of places for every kind of map. No name begins with another one of its list."""

from __future__ import annotations

from typing import Final

PARK: Final = (
    "Aviary", "Bamboo Grove", "Band Stage", "Beech Walk", "Bird Hide", "Boat House", "Bonsai Yard",
    "Butterfly Dome", "Cactus House", "Carousel", "Cedar Lawn", "Cherry Walk", "Chess Tables", "Dog Meadow",
    "Duck Jetty", "Fern Valley", "Fountain", "Fox Hollow", "Glass House", "Herb Garden", "Ice Stand", "Kite Hill",
    "Lily Terrace", "Lookout", "Lotus Court", "Maple Grove", "Maze Garden", "Moon Gate", "Observatory",
    "Olive Grove", "Open Theatre", "Orchard", "Palm House", "Pavilion", "Picnic Lawn", "Pine Ridge", "Playground",
    "Rock Garden", "Rose Arch", "Skate Ring", "Sundial", "Swing Field", "Tea House", "Tulip Field", "Water Wheel",
    "Willow Bank", "Yoga Lawn",
)  # fmt: skip
ZOO: Final = (
    "Alpacas", "Anteaters", "Baboons", "Beavers", "Bison", "Camels", "Capybaras", "Chameleons", "Cheetahs",
    "Cranes", "Crocodiles", "Elephants", "Emus", "Falcons", "Flamingos", "Gazelles", "Geckos", "Gibbons",
    "Giraffes", "Gorillas", "Hippos", "Hyenas", "Ibises", "Jaguars", "Kangaroos", "Kiwis", "Koalas", "Lemurs",
    "Leopards", "Lions", "Llamas", "Macaws", "Meerkats", "Okapis", "Ostriches", "Otters", "Pandas", "Peacocks",
    "Pelicans", "Penguins", "Porcupines", "Quokkas", "Rhinos", "Sea Lions", "Sloths", "Tapirs", "Tigers",
    "Tortoises", "Toucans", "Turtles", "Walruses", "Wolves", "Wombats", "Yaks", "Zebras",
)  # fmt: skip
TOWN: Final = (
    "Aquarium", "Art Gallery", "Bakery", "Bath House", "Book Shop", "Bus Station", "Cafe", "Chapel", "Cinema",
    "City Hall", "Clinic", "Clock Tower", "Concert Hall", "Court House", "Dance School", "Embassy", "Ferry Dock",
    "Fire Station", "Fish Market", "Flower Shop", "Gurdwara", "Gym", "Harbour", "Hospital", "Hotel", "Ice Rink",
    "Kiosk", "Laundry", "Library", "Mosque", "Museum", "Noodle Bar", "Opera", "Pagoda", "Pharmacy", "Police",
    "Post Office", "School", "Spice Bazaar", "Stadium", "Synagogue", "Tailor", "Taqueria", "Temple", "Theatre",
    "Toy Shop", "University", "Workshop",
)  # fmt: skip
METRO: Final = (
    "Acacia", "Almond", "Amber", "Anchor", "Arena", "Bamboo", "Baobab", "Basilica", "Bazaar", "Canal", "Castle",
    "Cedar", "Citadel", "Cotton", "Delta", "Dragon", "Falcon", "Garnet", "Ginger", "Granite", "Harbour", "Heron",
    "Indigo", "Island", "Ivory", "Jasmine", "Juniper", "Kestrel", "Lantern", "Laurel", "Linden", "Lotus",
    "Magnolia", "Mango", "Maple", "Marble", "Meadow", "Monsoon", "Mosaic", "Nutmeg", "Oasis", "Olive", "Orchid",
    "Palace", "Papaya", "Pepper", "Plaza", "Quarry", "Raven", "Saffron", "Sakura", "Savanna", "Sierra", "Tamarind",
    "Temple", "Tundra", "Valley", "Velvet", "Willow", "Zenith",
)  # fmt: skip
