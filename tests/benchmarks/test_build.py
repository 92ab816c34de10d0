"""What a build costs: memory and time of many documents, an increment against the whole, rules against jieba."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from kg.extract import extract
from kg.ontology import Ontology
from kg.pipeline.reading import load_extractors
from kg.plugins import costly, extractors
from kg.read import discover, read
from kg.text.sentences import split

pytestmark = pytest.mark.timeout(7200)
COPIES = int(os.environ.get("KG_COPIES", "20"))


def measured(*arguments):
    """Seconds, CPU seconds and the highest memory (MiB) of one call of kg: of all processes together (PSS), of the largest."""
    start = time.perf_counter()
    peak = largest = cpu = 0.0
    with subprocess.Popen(
        [sys.executable, "-m", "kg", *map(str, arguments)], stdout=subprocess.DEVNULL
    ) as ran:
        top = psutil.Process(ran.pid)
        seconds = {}
        while ran.poll() is None:
            total = 0
            for process in [top, *top.children(recursive=True)]:
                try:
                    memory = process.memory_full_info()
                    total += memory.pss
                    largest = max(largest, memory.rss)
                    seconds[process.pid] = sum(process.cpu_times()[:2])
                except psutil.NoSuchProcess:
                    continue
            peak = max(peak, total)
            cpu = sum(seconds.values())
            try:
                ran.wait(0.25)
            except subprocess.TimeoutExpired:
                continue
    assert ran.returncode in (0, 1)
    return time.perf_counter() - start, cpu, peak / 2**20, largest / 2**20


@pytest.fixture(scope="module")
def corpus(shared):
    return sorted((shared / "corpus").rglob("*.txt"))


def test_twenty_copies(corpus, tmp_path):
    """20 copies of the corpus, made different by a line: memory flat, no more per document than one copy."""
    costs = {}
    for copies in (1, COPIES):
        folder = tmp_path / f"{copies}"
        for copy in range(copies):
            for path in corpus:
                target = folder / f"{copy}" / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes() + f"\n本文为第{copy}份。\n".encode())
        seconds, cpu, memory, _ = measured("build", folder, "-w", tmp_path / f"{copies}.kg", "--fast")
        number = copies * len(corpus)
        costs[copies] = seconds / number, cpu / number, memory
        size = sum(path.stat().st_size for path in (tmp_path / f"{copies}.kg").rglob("*") if path.is_file())
        print(
            f"\n{number} documents: {seconds:.0f} s, {cpu:.0f} s CPU, {memory:.0f} MiB at the most,"
            f" {1000 * seconds / number:.0f} ms and {1000 * cpu / number:.0f} ms CPU a document, {size / 2**20:.0f} MiB kept"
        )
    assert costs[COPIES][2] < 3 * 1024
    assert costs[COPIES][1] < 1.1 * costs[1][1]


def test_memory_of_a_process(corpus, tmp_path):
    """With the tagger and two workers no process takes 400 MiB, the longest articles and the writing of the graph included."""
    together, largest = measured("build", *corpus, "-w", tmp_path / "a.kg", "--jobs", 2)[2:]
    print(
        f"\n{len(corpus)} documents: {largest:.0f} MiB the largest process, {together:.0f} MiB all together"
    )
    assert largest < 400


def test_loading():
    """All parts of extraction are loaded in less than a second of CPU, in a fresh process and after imports."""
    code = (
        "import time; from kg import plugins; from kg.ontology import Ontology; from kg.pipeline.reading import *\n"
        "found = [plugins.find('extractors', name, plugins.extractors) for name in plugins.extractors]\n"
        "start = time.process_time(); load_extractors(Ontology(), plugins.extractors); print(time.process_time() - start)"
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    print(f"\nloaded in {min(runs):.2f} to {max(runs):.2f} s")
    assert min(runs) < 1


def test_one_of_a_thousand(corpus, tmp_path):
    """An increment after a change of one document of a thousand is at least 10 times quicker than the whole."""
    folder = tmp_path / "articles"
    folder.mkdir()
    text = [
        line
        for path in corpus
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if line
    ]
    size = sum(map(len, text)) // 1000
    part, number = [], 0
    for line in text:
        part.append(line)
        if sum(map(len, part)) >= size and number < 1000:
            (folder / f"{number:04}.txt").write_text(
                f"工作报告之{number}\n" + "\n".join(part), encoding="utf-8"
            )
            part, number = [], number + 1
    whole, *_ = measured("build", folder, "-w", tmp_path / "a.kg", "--fast")
    changed = folder / "0500.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n甲市大力发展新材料产业。", encoding="utf-8")
    increment, *_ = measured("build", folder, "-w", tmp_path / "a.kg", "--fast")
    print(
        f"\n{number} documents: whole {whole:.1f} s, increment {increment:.1f} s, {whole / increment:.0f} times quicker"
    )
    assert whole / increment >= 10


def test_rules_against_jieba(corpus):
    """What needs no trained model is at least as fast per character as jieba.posseg on the same text in the same run."""
    jieba = pytest.importorskip("jieba.posseg")
    ontology = Ontology()
    inputs, _ = discover([str(path) for path in corpus if "english" not in path.parts][:10])
    rules = load_extractors(ontology, ["lexicon", "indicators"])
    fast = load_extractors(ontology, [name for name in extractors if name not in costly])
    documents = [read(item, ontology) for item in inputs]
    size = sum(len(document.text) for document in documents)
    list(jieba.cut("预热"))

    def speed(work):
        start = time.process_time()
        work()
        return size / (time.process_time() - start)

    def ours(parts):
        for item in inputs:
            document = read(item, ontology)
            extract(document, split(document), parts, ontology)

    ours(fast)  # what is built on first use
    theirs = speed(lambda: [list(jieba.cut(document.text)) for document in documents])
    alone, whole = speed(lambda: ours(rules)), speed(lambda: ours(fast))
    print(
        f"\njieba.posseg {theirs:,.0f} characters a second; lexicon and indicators {alone:,.0f} ({alone / theirs:.2f} of it);"
        f" all that --fast runs {whole:,.0f} ({whole / theirs:.2f} of it)"
    )
    assert alone >= theirs
