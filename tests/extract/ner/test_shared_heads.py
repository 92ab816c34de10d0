"""Items of a list that share one head are the things that they name with it."""

import pytest

from kg.extract.ner.shared_heads import SharedHeads
from kg.model import Document, Findings, Mention
from kg.ontology import Ontology


@pytest.fixture(scope="module")
def part(ontology: Ontology) -> SharedHeads:
    return SharedHeads(ontology)


def _read(part: SharedHeads, text: str, *items: tuple[str, str]) -> list[tuple[str, str, str]]:
    at, mentions = 0, []
    for item, kind in items:
        at = text.index(item, at)
        mentions.append(Mention("d", at, at + len(item), item, kind, item, 0.9, "test"))
        at += len(item)
    found = part.extract(Document("d", text), (), Findings(mentions=tuple(mentions)))
    return [(m.text, m.type, m.name) for m in found.mentions]


def test_a_counted_list_gives_its_head_to_each_item_and_the_head_alone_is_nothing(part: SharedHeads) -> None:
    text = "支持绿源、宏达两个化工园区扩区"
    assert _read(part, text, ("绿源", "Technology"), ("宏达", "Zone"), ("化工园区", "Zone")) == [
        ("绿源", "Zone", "绿源化工园区"),
        ("宏达", "Zone", "宏达化工园区"),
    ]


def test_a_mention_over_the_count_is_its_item(part: SharedHeads) -> None:
    text = "建好粮食、药材、茶叶3个区域交易中心"
    items = ("粮食", "Industry"), ("药材", "Industry"), ("茶叶3个区域交易中心", "Project")
    assert _read(part, text, *items) == [
        ("粮食", "Organization", "粮食区域交易中心"),
        ("药材", "Organization", "药材区域交易中心"),
        ("茶叶", "Organization", "茶叶区域交易中心"),
    ]


def test_a_zone_lends_its_ending_to_cities_of_its_level(part: SharedHeads) -> None:
    items = ("洛阳", "Region"), ("平顶山", "Region"), ("焦作高新区", "Zone")
    assert [(kind, name) for _, kind, name in _read(part, "推动洛阳、平顶山、焦作高新区联动", *items)][
        :2
    ] == [
        ("Zone", "洛阳高新技术产业开发区"),
        ("Zone", "平顶山高新技术产业开发区"),
    ]


def test_an_ending_in_full_is_lent_to_cities_and_counties_alike(part: SharedHeads) -> None:
    items = ("洛阳", "Region"), ("昌吉", "Region"), ("石河子高新技术产业开发区", "Zone")
    assert [name for _, _, name in _read(part, "洛阳、昌吉、石河子高新技术产业开发区扩区", *items)] == [
        "洛阳高新技术产业开发区",
        "昌吉高新技术产业开发区",
        "石河子高新技术产业开发区",
    ]
    short = ("洛阳", "Region"), ("昌吉", "Region"), ("石河子高新区", "Zone")
    assert [kind for _, kind, _ in _read(part, "洛阳、昌吉、石河子高新区扩区", *short)] == [
        "Region",
        "Region",
        "Zone",
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "北京、天津、雄安新区协同",
            (("北京", "Region"), ("天津", "Region"), ("雄安新区", "Zone")),
        ),  # three names
        ("河南、焦作高新区合作", (("河南", "Region"), ("焦作高新区", "Zone"))),  # a province and a zone
        ("绿源、宏达三个化工园区", (("绿源", "Zone"), ("宏达", "Zone"))),  # the count is another
        (
            "东湖公园、西山公园两个园区",
            (("东湖公园", "Zone"), ("西山公园", "Zone")),
        ),  # items with their own head
        ("装备、轻工两大产业", (("装备", "Industry"), ("轻工", "Industry"))),  # a head that makes no place
    ],
)
def test_other_lists_stay_as_they_are(
    part: SharedHeads, text: str, items: tuple[tuple[str, str], ...]
) -> None:
    assert [(kind, name) for _, kind, name in _read(part, text, *items)] == [(k, i) for i, k in items]


def test_a_list_that_is_the_name_of_one_sector_is_one_thing(part: SharedHeads) -> None:
    text = "交通运输、仓储和邮政业增加值120亿元，通信设备、计算机及其他电子设备制造业增长9.1%"
    items = ("交通运输", "Industry"), ("仓储", "Industry"), ("邮政业", "Industry"), ("计算机", "Industry")
    assert _read(part, text, *items) == [
        ("交通运输、仓储和邮政业", "Industry", "交通运输、仓储和邮政业"),
        ("通信设备、计算机及其他电子设备制造业", "Industry", "计算机、通信和其他电子设备制造业"),
    ]


def test_a_list_within_a_longer_name_is_no_name_of_its_own(part: SharedHeads) -> None:
    text = "印发《云港市交通运输、仓储和邮政业统计办法》"
    title = ("《云港市交通运输、仓储和邮政业统计办法》", "Document")
    assert _read(part, text, title) == [(title[0], "Document", title[0])]


def test_two_known_sectors_are_two_and_known_together_one(part: SharedHeads) -> None:
    text = "壮大医药和医疗器械，做强软件和信息技术服务业，培育氢能及储能"
    items = ("医药和医疗器械", "Industry"), ("软件和信息技术服务业", "Industry"), ("氢能及储能", "Industry")
    assert [words for words, _, _ in _read(part, text, *items)] == [
        "医药", "医疗器械", "软件和信息技术服务业", "氢能及储能",
    ]  # fmt: skip
