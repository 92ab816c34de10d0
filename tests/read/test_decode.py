import pytest

from kg.errors import InputError
from kg.read.decode import decode

short = "云港新区：2025年"
long = "全市地区生产总值增长5.6%，规模以上工业增加值增长7.1%。" * 20
traditional = "臺灣經濟發展與產業轉型，推動創新驅動。" * 3


@pytest.mark.parametrize("text", [short, long])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_decode_detects_the_encoding(text, encoding):
    found, _, odd = decode(text.encode(encoding))
    assert (found, odd) == (text, "")


@pytest.mark.parametrize("text", [traditional, "經濟發展"])
def test_decode_tells_big5_from_gb18030(text):
    assert decode(text.encode("big5"))[:2] == (text, "big5hkscs")


def test_decode_follows_a_declared_encoding_that_fits():
    assert decode("産業の発展を".encode("shift_jis"), "shift_jis")[0] == "産業の発展を"


def test_decode_reads_on_over_a_few_broken_bytes():
    found, name, odd = decode(long[:20].encode() + b"\xff" + long[20:].encode()[:-1])
    assert name == "utf-8"
    assert odd == f"{found.count(chr(0xFFFD))} characters cannot be read as utf-8"
    assert found.replace("\ufffd", "") == long[:-1]


def test_decode_counts_characters_lost_before():
    assert decode("产业\ufffd发展".encode())[2] == "1 characters were lost before it was saved"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
        long.encode().decode("cp1252", errors="ignore").encode(),
        ("锟斤拷" * 50).encode(),
        b"\xfa\x80\x81\xff" * 50,
    ],
)
def test_decode_refuses_what_is_no_text(data):
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.hint
