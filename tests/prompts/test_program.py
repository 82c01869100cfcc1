"""Programs: what the allow-list refuses never runs; both ways to run agree; everything is bounded."""

from __future__ import annotations

import ast
import warnings

import pytest

from curation.models import ChecklistItem
from curation.prompts.program import FAMILY
from curation.prompts.program.allowed import Program, RefusedProgram, allow
from curation.prompts.program.interpreter import interpret
from curation.prompts.program.solve import sandbox, solve, solve_all
from curation.prompts.program.template import templates
from curation.prompts.sandbox import Sandbox
from tests.prompts.samples import kept


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import os", "an import in line 1 is not allowed"),
        ("from os import system", "an import"),
        ("__import__('os')", "__import__"),
        ("print(().__class__)", "'__class__'"),
        ("print(f'{().__class__}')", "'__class__'"),
        ("x = 1\nprint(x.real)", "'real'"),
        ("print('{0.__class__}'.format(1))", "'format'"),
        ("print('%s' % 1 .__class__)", "'__class__'"),
        ("def f():\n    f()\nf()", "a function"),
        ("print((lambda: 1)())", "without a name"),
        ("class A: pass", "a class"),
        ("print(1 << 10**9)", "a shift"),
        ("open('/etc/passwd')", "'open'"),
        ("eval('1')", "'eval'"),
        ("x = print\nx(1)", "'print'"),
        ("print = 3", "'print'"),
        ("print(1, file=2)", "'file'"),
        ("print(f'{1:>999999999}')", "a format"),
        ("print(f'{1!r}')", "a format"),
        ("print(sum(x for x in [1]))", "a generator"),
        ("print({x: 1 for x in [1]})", "a dict comprehension"),
        ("print([a for a in [1] for b in [1] for c in [1]])", "more than two loops"),
        ("while True:\n    pass\nelse:\n    pass", "an else branch"),
        ("try:\n    pass\nexcept Exception:\n    pass", "a try statement"),
        ("x = [1]\ndel x[0]", "del"),
        ("print(*[1])", "unpacking"),
        ("print(b'x')", "type bytes"),
        ("print(1e300)", "too large"),
        ("print(sorted([1], key=len))", "'key'"),
        ("_x = 1", "'_x'"),
        ("print(", "not Python"),
        ("x = " + "[" * 60 + "]" * 60, "nested too deeply"),
        ("x = " + "(" * 3000 + ")" * 3000, "longer than"),
        ("x=1\n" * 900, "too large"),
        ("x = '\0'", "not Python"),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_one_reason(source: str, reason: str) -> None:
    with pytest.raises(RefusedProgram) as refused:
        allow(source)
    assert reason in str(refused.value) and "\n" not in str(refused.value)
    derived = solve(f"Draw it.\n\n{source}\nprint(1)", ())
    assert derived.answer is None and len(derived.words) < 200


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("while True:\n    pass", "steps"),
        ("for i in range(10**9):\n    pass", "steps"),
        ("print('a' * 10**6)", "too large"),
        ("x = 'a' * 10**11", "too large"),
        ("x = [0] * 10**11", "too large"),
        ("x = 10**9**9", "too large"),
        ("x = 2\nwhile True:\n    x = x * x", "too large"),
        ("x = 'ab'\nwhile True:\n    x = x + x", "too large"),
        ("x = [1]\nwhile True:\n    x.append(1)", "steps"),
        ("x = [1]\nfor i in x:\n    x.append(1)", "steps"),
        ("x = [[0] * 900 for a in range(900)]", "steps"),
        ("x = [a for a in range(10**12)]", "steps"),
        ("print(sum(range(10**12)))", "too large"),
        ("x = list(range(10**9))", "steps"),
        ("x = ','.join(['a' * 900] * 900)", "too large"),
        ("x = 'aa'.replace('a', 'b' * 900).replace('b', 'c' * 900)", "too large"),
        ("while True:\n    print('x')", "prints more than"),
        ("print(1 // 0)", "ZeroDivisionError"),
        ("print([1][5])", "IndexError"),
        ("print({}['a'])", "KeyError"),
        ("print('a' + 1)", "TypeError"),
        ("print(nothing)", "has no value"),
        ("break", "outside of a loop"),
        ("for a in {'x', 'y'}:\n    print(a)", "order of a set"),
        ("print({'x', 'y'})", "order of a set"),
        ("print(list({'x', 'y'}))", "order of a set"),
        ("a, b = 1, 2, 3", "wrong number of values"),
        ("print(-2 ** -1)", "too large"),
    ],
)
def test_the_interpreter_is_bounded(source: str, reason: str) -> None:
    with pytest.raises(RefusedProgram, match=reason):
        interpret(allow(source))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("while True:\n    pass", "ended by SIG"),
        ("while True:\n    print('x' * 1000)", "more than 16000 bytes"),
        ("x = 'a' * 10**11", "MemoryError"),
        ("def f(n):\n    return f(n + 1)\nf(0)", "RecursionError"),
        ("import os", "ImportError"),
        ("open('x', 'w')", "NameError"),
        ("raise SystemExit(3)", "fails"),
        ("().__class__.__base__.__subclasses__()[200000]", "IndexError"),
    ],
)
def test_the_sandbox_holds_even_without_the_allow_list(source: str, reason: str) -> None:
    outcome = sandbox().run(Program(source, ast.Module([], []), ()))
    assert outcome.output is None and reason in outcome.reason


def test_the_sandbox_can_neither_write_nor_open_nor_start_anything() -> None:
    # The classes of a real process are within reach of a program that no allow-list has seen.
    find = "[c for c in {}.__subclasses__() if c.__name__ == '{}'][0]"
    base = find.format("().__class__.__base__", "_IOBase")
    file = find.format(find.format(base, "_RawIOBase"), "FileIO")
    opened = f"{file}('/etc/hostname', 'rb')\nprint('open')"
    outcome = sandbox().run(Program(opened, ast.Module([], []), ()))
    assert outcome.output is None and "OSError" in outcome.reason


TOGETHER = ["x = 3\nprint(x)", "print('done', end='')", "print('a', 'ä', sep='\\n')", "y = [1]\ny.append(y)"]


def test_programs_that_share_a_child_print_what_each_prints_alone() -> None:
    programs = [allow(source) for source in TOGETHER] * 40
    outcomes = sandbox().run_all(programs)
    assert len(outcomes) == 160
    assert outcomes[:4] == [sandbox().run(one) for one in programs[:4]]
    assert outcomes == outcomes[:4] * 40
    assert [one.output for one in outcomes[:4]] == ["3\n", "done", "a\nä\n", ""]
    assert sandbox().run_all([]) == []


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("while True:\n    pass", "ended by SIG"),
        ("while True:\n    print('x' * 1000)", "prints more than"),
        ("x = 'a' * 10**9\nx = [x + 'b' for one in range(9)]", "MemoryError"),
        ("print(1 // 0)", "ZeroDivisionError"),
        ("print(x)", "NameError"),
        ("print('\\ud800')", "UnicodeEncodeError"),
    ],
)
def test_a_bad_program_among_others_fails_alone(source: str, reason: str) -> None:
    good, bad = allow("x = 3\nprint(x)"), Program(source, ast.Module([], []), ())
    before, found, after = sandbox().run_all([good, bad, good])
    assert (before.output, after.output) == ("3\n", "3\n")
    assert found.output is None and reason in found.reason


@pytest.mark.parametrize(
    "source",
    [
        "len = 5\nprint(len)",
        "__builtins__['len'] = 5\nprint(5)",
        "x = y = z = 5\nprint(5)",
    ],
)
def test_nothing_of_one_program_reaches_the_next(source: str) -> None:
    """Even where no allow-list has seen it: names and built-ins are each one's own."""
    first = Program(source, ast.Module([], []), ())
    outcomes = sandbox().run_all([first, allow("print(len([1, 2]))"), first])
    assert [one.output for one in outcomes] == ["5\n", "2\n", "5\n"]
    outcomes = sandbox().run_all([first, allow("print(x)"), first])
    assert [one.output for one in outcomes] == ["5\n", None, "5\n"] and "NameError" in outcomes[1].reason


def test_the_sandbox_starts_again_where_it_dies_under_many() -> None:
    programs = [allow("print(1)"), allow("print(2)")]
    box = Sandbox()
    assert [one.output for one in box.run_all(programs)] == ["1\n", "2\n"]
    assert box._helper is not None
    box._helper.kill()
    assert [one.output for one in box.run_all(programs)] == ["1\n", "2\n"]
    box.close()


def test_many_prompts_are_solved_as_one_by_one() -> None:
    asked = [(one.prompt.prompt, one.prompt.checklist) for one in kept("program", "loops")]
    asked += [("Draw it.\n\nimport os\nprint(1)", ()), ("Draw it.", ()), ("Draw it.\n\nprint(1 // 0)", ())]
    assert solve_all(asked) == [solve(*one) for one in asked]


@pytest.mark.parametrize("source", ["print(10and 3)", "print('\\d')", "print(1 if 1else 2)"])
def test_what_python_warns_about_is_refused_without_a_warning(source: str) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with pytest.raises(RefusedProgram, match="not Python"):
            allow(source)
    assert said == []


def test_programs_do_not_see_each_other() -> None:
    assert sandbox().run(allow("x = 3\nprint(x)")).output == "3\n"
    assert "NameError" in sandbox().run(allow("print(x)")).reason
    assert sandbox().run(allow("print('done')")).output == "done\n"


def test_a_sandbox_that_was_killed_starts_again() -> None:
    box = sandbox()
    assert box.run(allow("print(1)")).output == "1\n"
    assert box._helper is not None
    box._helper.kill()
    box._helper.wait()
    assert box.run(allow("print(2)")).output == "2\n"


AGREE = [
    "x = 7\nx -= 2\nx *= 3\nprint(x // 2, x % 4, -x // 2, 2 ** 5, x > 3 and x or 1, not x)",
    "for i in range(10, 0, -3):\n    if i == 4:\n        continue\n    print(i, end=' ')\nprint()",
    "d = {'b': 1}\nd['a'] = 2\nd.update({'c': 3})\nfor k, v in d.items():\n    print(k,"
    " v)\nprint(d.pop('a'), d.get('z', 9), d)",
    "s = {3, 1, 2}\ns.discard(1)\ns.add(5)\nprint(sorted(s), len(s), 5 in s, max(s))",
    "x = [3, 1, 2]\nx.sort(reverse=True)\nx.insert(1, 9)\nx += [4]\nprint(x, x[::-1], x[1:3],"
    " x.index(9), x.count(4))",
    "x = [1, 2]\ny = x\ny.append(3)\nprint(x, y, [a * b for a in x for b in y if a != b])",
    "w = 'Level'\nprint(w.lower() == w.lower()[::-1], w.upper(), w.replace('e', 'o'), 'v' in w, w.find('z'))",
    "n = 3\nprint(f'{n} {n + 1} {\"a\" * n} {n > 2}', 'yes' if n > 2 else 'no', 1 < n < 5, sep='|')",
    "a, (b, c) = 1, [2, 3]\na, b = b, a\nprint(a, b, c, 7 / 1 if False else 0)".replace("7 / 1", "7 // 1"),
    "print(sum([1, 2]), min(3, 1), abs(-4), any([0, 1]), all([]), str(5) + '!', int('12'), list('ab'))",
    "for i, (a, b) in enumerate(zip([1, 2], 'xy')):\n    print(i, a, b)\nprint(list(reversed([1, 2])), tuple([1]))",
    "x = 0\nwhile x < 5:\n    x += 2\n    if x == 4:\n        break\nprint(x, 2.5 > 2, 1 == 1.0, True + 1)",
    "m = [[1, 2], [3, 4]]\nm[0], m[1] = m[1], m[0]\nm[1][0] -= 5\nprint(m)\n[x for x in [7]]\nprint('x' in 'xyz')",
]


@pytest.mark.parametrize("source", AGREE)
def test_interpreter_and_cpython_agree(source: str) -> None:
    program = allow(source)
    assert interpret(program) == sandbox().run(program).output


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_twenty_templates_and_four_to_fifteen_lines(subtask: str) -> None:
    assert len(templates(subtask)) >= 20
    assert all(4 <= len(one.code.splitlines()) <= 15 for one in templates(subtask))
    for one in kept("program", subtask):
        code = one.prompt.prompt.split("\n\n")[1]
        assert 4 <= len(code.splitlines()) <= 15
        assert all(len(line) <= 110 for line in code.splitlines())
        assert not code.endswith("\n") and "\n\n" not in code


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_a_wrong_checklist_is_noticed(subtask: str) -> None:
    for one in kept("program", subtask):
        text, checklist = one.prompt.prompt, one.prompt.checklist
        counted = next(place for place, item in enumerate(checklist) if "exactly" in item.question)
        turned = list(checklist)
        turned[counted] = turned[counted].model_copy(update={"answer": "no"})
        if not any(char.isdigit() for char in str(one.prompt.answer)) or "exactly" in checklist[0].question:
            assert solve(text, tuple(turned)).answer is None
        agreeing = tuple(item for item in checklist if item.answer == "yes")
        assert solve(text, agreeing).answer is None
        if len(checklist) > 2:
            no = next(item for item in checklist if item.answer == "no")
            wrong = tuple(item.model_copy(update={"answer": "yes"}) if item is no else item for item in checklist)
            other = ChecklistItem(question="Is there a submarine?", answer="no")
            assert solve(text, (*wrong, other)).answer is None


def test_a_prompt_without_a_program_is_refused() -> None:
    for text in ("Draw a horse.", "Draw it.\n\nx = 1", "", "Draw it.\n\nprint('a'"):
        assert solve(text, ()).answer is None
