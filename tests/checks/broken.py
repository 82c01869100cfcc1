"""For each code a way to break a clean workspace so that exactly that is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from curation.canonical import canonical_json
from curation.models import ChecklistItem, Imported
from curation.workspace import Workspace
from tests.checks.makers import PROMPTS, maze, photo, prompt, put, put_source, puzzle

Break = Callable[[Workspace], None]
BREAKS: dict[str, list[Break]] = {}

YES = ChecklistItem(question="Is it night?", answer="yes")


def breaks(code: str) -> Callable[[Break], Break]:
    """Register a way to break a workspace."""

    def register(function: Break) -> Break:
        BREAKS.setdefault(code, []).append(function)
        return function

    return register


def tamper(workspace: Workspace, sql: str, *parameters: object) -> None:
    """Change the database behind its back."""
    with sqlite3.connect(workspace.store.path) as database:
        for table in ("revisions", "events"):
            for verb in ("update", "delete"):
                database.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        changed = database.execute(sql, parameters)
        assert changed.rowcount > 0
    database.close()


def source_file(workspace: Workspace) -> Path:
    """The file of the photo, which no key depends on."""
    return workspace.assets.path(workspace.store.sources()[0].image)


def spots(workspace: Workspace, **changes: Any) -> None:
    """Change the authored question."""
    put(workspace, puzzle("spots-1", workspace.assets.put(photo(3)).image, **changes))


CLOCKS = "The Eiffel Tower with exactly three clocks on it."


def asked(workspace: Workspace, *more: tuple[str, str], **changes: Any) -> None:
    """Ask more about the first prompt."""
    items = [ChecklistItem.model_validate({"question": question, "answer": answer}) for question, answer in more]
    put(workspace, prompt(0, checklist=(*prompt(0).checklist, *items), **changes))


def clocks(workspace: Workspace, *more: tuple[str, str]) -> None:
    """Ask for three clocks on the tower, and more."""
    asked(workspace, ("Are there exactly three clocks on the tower?", "yes"), *more, refined_prompt=CLOCKS)


def computing(workspace: Workspace, category: str, subtask: str, text: str, things: str, number: str) -> None:
    """Add a prompt that computes a number, and expect one."""
    items = ((f"Are there exactly {number} {things}?", "yes"), (f"Are the {things} flying?", "no"))
    checklist = tuple(
        ChecklistItem.model_validate({"question": asked, "answer": answer}) for asked, answer in items
    )
    place = {"category": category, "subtask": subtask}
    refined = f"A field with exactly {number} {things}."
    put(workspace, prompt(0, uid="prompt-x", prompt=text, refined_prompt=refined, checklist=checklist, **place))


def another(workspace: Workspace, image: Image.Image) -> None:
    """Add an approved question about an image."""
    put(workspace, puzzle("spots-2", workspace.assets.put(image).image))


@breaks("SCH001")
def _no_json(workspace: Workspace) -> None:
    tamper(workspace, "UPDATE revisions SET record = '{' WHERE uid = 'prompt-0'")


@breaks("SCH001")
def _another_prompt(workspace: Workspace) -> None:
    tamper(workspace, "UPDATE revisions SET record = replace(record, 'Paris', 'Lyons') WHERE uid = 'prompt-0'")


@breaks("SCH001")
def _another_category(workspace: Workspace) -> None:
    tamper(workspace, "UPDATE instances SET category = 'logical_reasoning' WHERE uid = 'prompt-0'")


@breaks("SCH001")
def _asset_record(workspace: Workspace) -> None:
    tamper(workspace, "INSERT INTO assets VALUES (?, '{}')", "0" * 64)


@breaks("SCH002")
def _unknown_category(workspace: Workspace) -> None:
    put(workspace, prompt(0, category="cooking"))


@breaks("SCH002")
def _unknown_subtask(workspace: Workspace) -> None:
    put(workspace, prompt(0, subtask="maze"))


@breaks("SCH002")
def _other_axis(workspace: Workspace) -> None:
    put(workspace, prompt(0, category="cognitive_navigation", subtask="maze"))


@breaks("SCH003")
def _no_subtask(workspace: Workspace) -> None:
    put(workspace, prompt(0, subtask=None))


@breaks("FIL001")
def _missing(workspace: Workspace) -> None:
    source_file(workspace).unlink()


@breaks("FIL001")
def _no_record(workspace: Workspace) -> None:
    tamper(workspace, "DELETE FROM assets WHERE pixels = ?", workspace.store.sources()[0].image.pixels)


@breaks("FIL002")
def _other_bytes(workspace: Workspace) -> None:
    path = source_file(workspace)
    Image.open(path).save(path, compress_level=9)


@breaks("FIL003")
def _cut_off(workspace: Workspace) -> None:
    path = source_file(workspace)
    path.write_bytes(path.read_bytes()[:-200])


@breaks("FIL003")
def _no_image(workspace: Workspace) -> None:
    source_file(workspace).write_text("no image")


@breaks("FIL004")
def _other_pixels(workspace: Workspace) -> None:
    photo(9).save(source_file(workspace))


@breaks("FIL004")
def _other_size(workspace: Workspace) -> None:
    image = workspace.assets.put(photo(3)).image
    put(workspace, puzzle("spots-1", image.model_copy(update={"width": 7})))


@breaks("FIL005")
def _left_over(workspace: Workspace) -> None:
    workspace.assets.put(photo(9))


@breaks("FIL005")
def _no_asset(workspace: Workspace) -> None:
    (workspace.assets.root / "notes.txt").write_text("buy milk")


@breaks("FIL006")
def _link(workspace: Workspace) -> None:
    path = source_file(workspace)
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))
    path.with_name("elsewhere").rename(workspace.root / "elsewhere")


@breaks("FIL006")
def _linked_folder(workspace: Workspace) -> None:
    folder = source_file(workspace).parent
    folder.rename(workspace.root / "elsewhere")
    folder.symlink_to(workspace.root / "elsewhere")


@breaks("KEY001")
def _wrong_key(workspace: Workspace) -> None:
    right = maze(workspace, 0)
    put(workspace, right.model_copy(update={"key": "B" if right.key == "A" else "A"}))


@breaks("KEY002")
def _unknown_question(workspace: Workspace) -> None:
    put(workspace, maze(workspace, 0, question="What is the meaning of life?"))


@breaks("KEY003")
def _nobody_approved(workspace: Workspace) -> None:
    image = workspace.assets.put(photo(3)).image
    put(workspace, puzzle("spots-1", image, question="How many spots are there?"), approve=False)


@breaks("KEY004")
def _no_proof(workspace: Workspace) -> None:
    put(workspace, maze(workspace, 0, proof=None))


@breaks("KEY004")
def _other_answer(workspace: Workspace) -> None:
    right = maze(workspace, 0)
    assert right.proof is not None
    put(workspace, right.model_copy(update={"proof": right.proof.model_copy(update={"answer": "by a miracle"})}))


@breaks("KEY005")
def _old_solver(workspace: Workspace) -> None:
    right = maze(workspace, 0)
    assert right.proof is not None
    put(workspace, right.model_copy(update={"proof": right.proof.model_copy(update={"solver": "maze/0"})}))


@breaks("OPT001")
def _same_options(workspace: Workspace) -> None:
    spots(workspace, options=("two", "three", "3.0", "five"))


@breaks("OPT002")
def _lettered_options(workspace: Workspace) -> None:
    spots(workspace, options=("A. two", "three", "four", "five"))


@breaks("OPT003")
def _evasive_option(workspace: Workspace) -> None:
    spots(workspace, options=("two", "three", "four", "None of the above"))


@breaks("OPT004")
def _named_option(workspace: Workspace) -> None:
    spots(workspace, question="How many of the four spots have a plain colour?")


@breaks("OPT005")
def _long_option(workspace: Workspace) -> None:
    spots(workspace, options=("two", "three", "four, because one is hidden by another", "five"))


@breaks("OPT006")
def _letter_option(workspace: Workspace) -> None:
    spots(workspace, options=("B", "H", "M", "K"))


@breaks("CHK001")
def _one_question(workspace: Workspace) -> None:
    put(workspace, prompt(0, checklist=prompt(0).checklist[1:]))


@breaks("CHK002")
def _twice(workspace: Workspace) -> None:
    again = ChecklistItem(question="Can the Eiffel Tower be seen?", answer="yes")
    put(workspace, prompt(0, checklist=(*prompt(0).checklist, again)))


@breaks("CHK002")
def _in_another_order(workspace: Workspace) -> None:
    items = (
        ChecklistItem(question="Is the dog beside the cat?", answer="yes"),
        ChecklistItem(question="Is the cat beside the dog?", answer="yes"),
        ChecklistItem(question="Is there a bird?", answer="no"),
    )
    put(workspace, prompt(0, checklist=items, refined_prompt="A dog beside a cat."))


@breaks("CHK003")
def _no_question(workspace: Workspace) -> None:
    item = ChecklistItem(question="Say whether it is night.", answer="yes")
    put(workspace, prompt(0, checklist=(*prompt(0).checklist, item)))


@breaks("CHK004")
def _only_yes(workspace: Workspace) -> None:
    for number in range(len(PROMPTS)):
        put(workspace, prompt(number, checklist=(prompt(number).checklist[0], YES)))


@breaks("CHK005")
def _not_refined(workspace: Workspace) -> None:
    put(workspace, prompt(0, refined_prompt=None))


@breaks("CHK006")
def _contradiction(workspace: Workspace) -> None:
    again = ChecklistItem(question="Is there no person in the image?", answer="no")
    put(workspace, prompt(0, checklist=(*prompt(0).checklist, again)))


@breaks("CHK002")
def _in_other_words(workspace: Workspace) -> None:
    asked(workspace, ("Is there an Eiffel Tower visible?", "yes"), refined_prompt="The Eiffel Tower at night.")


@breaks("CHK002")
def _the_same_number(workspace: Workspace) -> None:
    clocks(workspace, ("Are there three clocks on the tower?", "yes"))


@breaks("CHK006")
def _two_numbers(workspace: Workspace) -> None:
    clocks(workspace, ("Are there more than six clocks on the tower?", "yes"))


@breaks("CHK007")
def _count_not_asked(workspace: Workspace) -> None:
    asked(workspace, ("Are there clocks on the tower?", "yes"), refined_prompt=CLOCKS)


@breaks("CHK008")
def _object_not_asked(workspace: Workspace) -> None:
    put(workspace, prompt(0, refined_prompt="The Eiffel Tower and a lamp post, at night."))


@breaks("CHK009")
def _two_colours(workspace: Workspace) -> None:
    colours = [(f"Is the sky behind the tower {colour}?", "yes") for colour in ("black", "green")]
    asked(workspace, *colours, refined_prompt="The Eiffel Tower before a black or green sky.")


@breaks("CHK010")
def _not_to_be_seen(workspace: Workspace) -> None:
    asked(workspace, ("Was the tower famous?", "yes"))


@breaks("CHK010")
def _why(workspace: Workspace) -> None:
    asked(workspace, ("Why is the tower dark?", "no"))


@breaks("CHK011")
def _answer_named(workspace: Workspace) -> None:
    put(workspace, prompt(0, prompt="The Eiffel Tower in Paris, at night.", refined_prompt="The Eiffel Tower."))


@breaks("CHK012")
def _not_in_the_refined_prompt(workspace: Workspace) -> None:
    asked(workspace, ("Is there a lamp post?", "yes"))


@breaks("CHK012")
def _another_number_in_the_refined_prompt(workspace: Workspace) -> None:
    asked(workspace, ("Are there exactly four clocks on the tower?", "yes"), refined_prompt=CLOCKS)


@breaks("KEY006")
def _wrong_sum(workspace: Workspace) -> None:
    text = "Two cranes were standing in a flooded rice field when six more landed beside them. Draw all the cranes."
    computing(workspace, "mathematical_reasoning", "numerical_calculation", text, "cranes", "nine")


@breaks("KEY006")
def _wrong_output(workspace: Workspace) -> None:
    text = "Draw what is printed:\n\ncranes = 2\nfor step in range(3):\n    cranes += 2\nprint(f'{cranes} cranes')"
    computing(workspace, "code_to_image", "loops", text, "cranes", "six")


def refused_program(workspace: Workspace, program: str) -> None:
    text = f"Draw what is printed:\n\n{program}"
    computing(workspace, "code_to_image", "loops", text, "cranes", "six")


@breaks("KEY007")
def _an_import(workspace: Workspace) -> None:
    refused_program(workspace, "import os\nprint(os.listdir())")


@breaks("KEY007")
def _an_endless_loop(workspace: Workspace) -> None:
    refused_program(workspace, "while True:\n    cranes = 1")


@breaks("KEY007")
def _an_endless_loop_that_prints(workspace: Workspace) -> None:
    refused_program(workspace, "while True:\n    print('crane')")


@breaks("KEY007")
def _a_megabyte(workspace: Workspace) -> None:
    refused_program(workspace, "for step in range(200000):\n    print('crane')")


@breaks("KEY007")
def _division_by_zero(workspace: Workspace) -> None:
    refused_program(workspace, "print(6 // 0)")


@breaks("KEY007")
def _a_file(workspace: Workspace) -> None:
    refused_program(workspace, "print(open('/etc/passwd').read())")


@breaks("KEY007")
def _a_number_without_end(workspace: Workspace) -> None:
    refused_program(workspace, "print(10 ** 10 ** 10)")


@breaks("KEY007")
def _no_python(workspace: Workspace) -> None:
    refused_program(workspace, "print((6")


@breaks("QUO001")
@breaks("QUO002")
@breaks("QUO003")
def _nothing(_: Workspace) -> None:
    """A clean workspace is far from a release, and its photo puzzle waits for a question."""


@breaks("BAL001")
def _always_c(workspace: Workspace) -> None:
    for number in range(12):
        put(workspace, puzzle(f"more-{number}", workspace.assets.put(photo(50 + number)).image))


@breaks("DUP001")
def _same_image(workspace: Workspace) -> None:
    another(workspace, photo(3))


@breaks("DUP001")
def _oracle_elsewhere(workspace: Workspace) -> None:
    spots(workspace, oracle=workspace.assets.put(photo(4)).image)
    another(workspace, photo(4))


@breaks("DUP002")
def _smaller_copy(workspace: Workspace) -> None:
    another(workspace, photo(3).resize((200, 150)))


@breaks("DUP003")
def _mirrored_copy(workspace: Workspace) -> None:
    another(workspace, photo(3).transpose(Image.Transpose.FLIP_LEFT_RIGHT))


@breaks("DUP003")
def _shuffled_copy(workspace: Workspace) -> None:
    another(workspace, shuffled(photo(3), gutter=6))


@breaks("DUP003")
def _restored_the_same(workspace: Workspace) -> None:
    oracle = workspace.assets.put(photo(6)).image
    for number in range(2):
        image = workspace.assets.put(photo(60 + number)).image
        place = {"category": "mental_reconstruction", "subtask": "coarse_grid"}
        put(workspace, puzzle(f"tiles-{number}", image, oracle=oracle, **place))


@breaks("DUP004")
def _same_prompt(workspace: Workspace) -> None:
    put(workspace, prompt(0, uid="prompt-x", prompt=f"{PROMPTS[0][0].upper()}", refined_prompt="An iron tower."))


@breaks("DUP005")
def _near_prompt(workspace: Workspace) -> None:
    text = PROMPTS[0][0].replace("at night", "by day")
    put(workspace, prompt(0, uid="prompt-x", prompt=text, refined_prompt="An iron tower."))


@breaks("DUP005")
def _same_meaning(workspace: Workspace) -> None:
    put(workspace, prompt(0, uid="prompt-x", prompt="The iron lady beside the Seine."))


@breaks("DUP006")
def _same_canonical_key(workspace: Workspace) -> None:
    put(workspace, prompt(0, canonical_key=prompt(1).canonical_key))


@breaks("DUP007")
def _same_source(workspace: Workspace) -> None:
    source = workspace.store.sources()[0].uid
    spots(workspace, sources=(source,))


@breaks("DUP008")
def _oracle_is_input(workspace: Workspace) -> None:
    spots(workspace, oracle=workspace.assets.put(photo(3)).image)


@breaks("SRC001")
def _unknown_source(workspace: Workspace) -> None:
    spots(workspace, sources=("src-0000000000000000",))


@breaks("SRC002")
def _licence_in_words(workspace: Workspace) -> None:
    put_source(workspace, photo(1), licence="free for all")


@breaks("SRC003")
def _no_source(workspace: Workspace) -> None:
    spots(workspace, provenance=Imported(format="csv", file="table.csv", row="2"))


@breaks("SRC003")
def _waits_without_source(workspace: Workspace) -> None:
    put(workspace, maze(workspace, 0, question=None, options=None, key=None, proof=None))


@breaks("SRC004")
def _no_derivatives(workspace: Workspace) -> None:
    put_source(workspace, photo(1), licence="CC-BY-ND-4.0")


@breaks("LOG001")
def _event_altered(workspace: Workspace) -> None:
    tamper(workspace, "UPDATE events SET reason = 'no reason' WHERE seq = 2")


@breaks("LOG001")
def _details_altered(workspace: Workspace) -> None:
    workspace.store.event("workspace.moved", "workspace", actor="test", reason="test")
    tamper(workspace, "UPDATE events SET details = '{' WHERE subject = 'workspace'")


@breaks("LOG002")
def _consistent_forgery(workspace: Workspace) -> None:
    forged = prompt(0, rationale="It is so.", canonical_key=prompt(0).canonical_key)
    record, digest = canonical_json(forged.plain()).decode(), forged.digest()
    tamper(workspace, "UPDATE revisions SET record = ?, digest = ? WHERE uid = 'prompt-0'", record, digest)
    tamper(workspace, "UPDATE instances SET digest = ? WHERE uid = 'prompt-0'", digest)


@breaks("LOG002")
def _older_revision_altered(workspace: Workspace) -> None:
    put(workspace, prompt(0, rationale="It is so."))
    tamper(workspace, "UPDATE revisions SET record = '{}' WHERE uid = 'prompt-0' AND revision = 1")


@breaks("LOG002")
def _gone(workspace: Workspace) -> None:
    for table in ("instances", "revisions"):
        tamper(workspace, f"DELETE FROM {table} WHERE uid = 'prompt-0'")


@breaks("LOG003")
def _forged_approval(workspace: Workspace) -> None:
    tamper(
        workspace, "INSERT INTO decisions (uid, revision, outcome, record) VALUES ('maze-0', 1, 'approved', '{}')"
    )


@breaks("LOG003")
def _forged_licence(workspace: Workspace) -> None:
    tamper(workspace, "UPDATE sources SET record = replace(record, 'Somebody', 'Nobody')")


def shuffled(image: Image.Image, *, grid: int = 3, gutter: int = 0) -> Image.Image:
    """Lay a picture's tiles in the opposite order, parted by white."""
    width, height = image.width // grid, image.height // grid
    size = (grid * (width + gutter) + gutter, grid * (height + gutter) + gutter)
    result = Image.new("RGB", size, "white")
    for place in range(grid * grid):
        row, column = divmod(grid * grid - 1 - place, grid)
        box = (column * width, row * height, (column + 1) * width, (row + 1) * height)
        row, column = divmod(place, grid)
        result.paste(image.crop(box), (gutter + column * (width + gutter), gutter + row * (height + gutter)))
    return result
