"""What it costs to follow the promises of a report: with the length of both, not with their product."""

import time

from kg.follow.promises import Follower
from kg.model import Annotated, Document, Findings, Section
from kg.ontology import Ontology

ONTOLOGY = Ontology()
SYLLABLES = "东南西北云海江河山林泉石金玉松柏春秋明远安宁德兴永泰长青宏达"


def name(number):
    """A name of four characters, other for each number."""
    letters: list[str] = []
    for _ in range(4):
        number, letter = divmod(number, len(SYLLABLES))
        letters.append(SYLLABLES[(letter + 7 * len(letters)) % len(SYLLABLES)])
    return "".join(letters)


def seconds(size):
    """CPU seconds to follow `size` promises through a report with a clause for each."""
    names = [name(137 * number) for number in range(size)]
    old = "".join(f"建设{one}工程。" for one in names)
    new = "一、工作回顾\n" + "".join(f"{one}工程建成投产。" for one in names)
    heading = Section(0, len(new), (0, 6), 1, "一、工作回顾", None, "review", "2025")
    start = time.process_time()
    follower = Follower(
        Annotated(Document("old", old), (), Findings()),
        Annotated(Document("new", new, sections=(heading,)), (), Findings()),
        ONTOLOGY,
    )
    found = [follower.follow(at, at + 8) for at in range(0, len(old), 9)]
    assert {one.outcome for one in found} == {"delivered"}
    return time.process_time() - start


def test_following_grows_with_the_reports():
    """Four times as many promises and clauses cost less than eight times as much; each with each would be 16 times."""
    seconds(50)
    few, many = min(seconds(200) for _ in range(3)), min(seconds(800) for _ in range(2))
    print(f"\n200 promises {few:.2f} s, 800 promises {many:.2f} s: {many / few:.1f} times")
    assert many / few < 8
