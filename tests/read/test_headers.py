import pytest

from kg.read.headers import front_matter, gold_header


@pytest.mark.parametrize(
    ("text", "fields", "below"),
    [
        (
            "---\ntitle: 向海图强\ntags: [港口, 物流]\n---\n正文。",
            {"title": "向海图强", "tags": "港口、物流"},
            "正文。",
        ),
        (
            "---\ntitle: 向海:图强: 港\ndate: 2024-01-02\n---\n正文。",
            {"title": "向海:图强: 港", "date": "2024-01-02"},
            "正文。",
        ),
        ("正文。\n---\n", {}, "正文。\n---\n"),
        ("---\n没有收尾。", {}, "---\n没有收尾。"),
        ("---\n- 1\n---\n正文。", {}, "正文。"),
    ],
)
def test_front_matter_is_read_and_taken_off(text, fields, below):
    found, rest = front_matter(text)
    assert ({name: value.strip() for name, value in found.items()}, rest) == (fields, below)


def test_front_matter_does_not_unfold_references():
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 20)]
    fields, _ = front_matter("---\n" + "\n".join(rows) + "\n---\n正文。")
    assert sum(map(len, fields.values())) < 100
    assert front_matter("---\n" + "[" * 5000 + "\n---\n正文。")[1] == "正文。"


def test_gold_header_ends_where_the_text_begins():
    assert gold_header("# id: a\n# region: 云港市\nP 正文。\n# id: b\n") == {"id": "a", "region": "云港市"}
