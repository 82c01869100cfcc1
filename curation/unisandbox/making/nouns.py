"""Things to draw, singular and plural: each shows its number at a glance and is one word."""

from __future__ import annotations

_PAIRS = """
cup cups|apple apples|ball balls|bird birds|boat boats|book books|bottle bottles|box boxes|brush brushes
bus buses|butterfly butterflies|cake cakes|candle candles|car cars|carrot carrots|cat cats|chair chairs
cherry cherries|clock clocks|cow cows|crab crabs|crown crowns|daisy daisies|dog dogs|donut donuts|drum drums
duck ducks|egg eggs|elephant elephants|feather feathers|flag flags|fork forks|fox foxes|frog frogs|glove gloves
goat goats|guitar guitars|hammer hammers|hat hats|helmet helmets|horse horses|house houses|jar jars
kettle kettles|key keys|kite kites|ladder ladders|lamp lamps|leaf leaves|lemon lemons|lion lions|mango mangoes
mask masks|mouse mice|mug mugs|mushroom mushrooms|nest nests|notebook notebooks|onion onions|orange oranges
owl owls|peach peaches|pear pears|pencil pencils|penguin penguins|piano pianos|pillow pillows
pineapple pineapples|plate plates|potato potatoes|pumpkin pumpkins|rabbit rabbits|ring rings|robot robots
rocket rockets|rose roses|sandwich sandwiches|shell shells|shoe shoes|shovel shovels|snail snails|sock socks
spoon spoons|star stars|strawberry strawberries|suitcase suitcases|table tables|teapot teapots|tent tents
tiger tigers|tomato tomatoes|train trains|tree trees|truck trucks|trumpet trumpets|tulip tulips|turtle turtles
umbrella umbrellas|vase vases|violin violins|watch watches|whale whales|wheel wheels|window windows|zebra zebras
airplane airplanes|backpack backpacks|balloon balloons|banana bananas|basket baskets|bell bells|bicycle bicycles
bucket buckets|button buttons|camel camels|camera cameras|coin coins
"""

NOUNS: tuple[tuple[str, str], ...] = tuple(
    (words[0], words[1]) for words in (pair.split() for pair in _PAIRS.replace("\n", "|").split("|")) if words
)
