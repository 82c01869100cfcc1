"""Authored instances that ship with the project, and the readers for files of users.

`curate import PATH...` takes packs, tables, and folders in RealUnify's layout. Every row stands alone: it is taken
whole or refused with one line that names file, line, problem and remedy. Importing again changes nothing; a row
that changed becomes a new revision of its instance, which review sees again.

# Packs (.yaml, .yml)

    pack: my-pack                      # lower-case letters, digits, ".", "_" and "-"
    version: 1                         # raise it whenever the pack changes
    status: authored, unreviewed       # always these words: approvals are made in review, never in a file
    licence: CC-BY-4.0                 # of the texts, and of images that say nothing else
    attribution: Who wrote it
    instances:
      - id: my-food-001                # unique in the workspace; it keeps its instance through all changes
        category: world_knowledge      # one of the profile's
        subtask: food                  # one of the category's
        prompt: The bread that is named after the French word for stick, on a blue plate.
        refined_prompt: One baguette on a blue plate.
        checklist:
          - {question: "Is there a baguette in the image?", answer: "yes", aspect: presence}
          - {question: "Is the plate white?", answer: "no", aspect: attribute}
        rationale: Baguette is the French word for stick.

      - id: my-maze-001
        category: cognitive_navigation
        subtask: maze
        image: mazes/001.png           # below the folder of the pack; PNG, JPEG or WebP
        oracle: mazes/001-path.png
        question: Which letter is closest to the goal on the path from start to goal?
        options: ["Red", "Blue", "Green", "Black"]
        key: B
        regions: [{x: 10, y: 20, width: 40, height: 40, label: goal}]

UEG instances need id, category, subtask, prompt and checklist; refined_prompt, rationale and each aspect
(presence, count, attribute or relation) may be left out. GEU instances need id, category, subtask, image, question,
options (four) and key; oracle, regions (pixels of the image), and licence and attribution of the one instance may
be left out. Answers are yes or no, in lower case. Texts neither begin nor end with white space.

YAML is read as text: `yes`, `007` and `null` are what is written. Anchors, aliases and tags are refused, and a
field that is given twice. Text that holds `: ` or ` #`, or begins with a sign that means something in YAML, goes
in quotes.

# Packs (.jsonl)

The same, with the header as JSON on the first line and one instance on each line after it:

    {"pack": "my-pack", "version": 1, "status": "authored, unreviewed", "licence": "CC0-1.0", "attribution": "Me"}
    {"id": "my-food-001", "category": "world_knowledge", "subtask": "food", "prompt": "...", "checklist": [...]}

# Tables (.csv)

For those who write in a spreadsheet; save as "CSV UTF-8", with commas or semicolons. The first row names the
columns, in any order:

    column                                                 for            needed
    id, category, subtask                                  all            yes
    prompt                                                 UEG            yes
    refined_prompt, rationale                              UEG            no
    question_1, answer_1, aspect_1 ... up to question_20   UEG            question_1 and answer_1
    image, question, option_a ... option_d, key            GEU            yes

Cells that do not belong to a row's category stay empty. A cell that a spreadsheet would run as a formula (it begins
with =, @, a tab, or with + or - and is no number) is refused.

# RealUnify's layout

A folder with UEG_direct.json, UEG_step.json, GEU_direct.json and GEU_step.json, or some of them, and the images
that they name. The direct files make the instances, with ids such as `ru-world-knowledge-17`; GEU instances get the
subtask that their image path names; the files hold no subtask for UEG and no refined prompts. A step row that is
missing or differs is reported.

All documents are UTF-8 and at most 16 MB.
"""
