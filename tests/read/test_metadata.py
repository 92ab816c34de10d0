import pytest

body = "港口二期工程完工，海洋装备产业链上企业达到26家，全年产值增长12%，就业岗位新增3000个。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"向海图强\n本报记者 林一帆 王 方\n{body}", {"author": ["林一帆", "王方"]}),
        (f"向海图强\n□本报记者 林一帆\n{body}", {"author": ["林一帆"]}),
        (f"向海图强\n{body}\n（记者 林一帆 通讯员 卓玛）", {"author": ["林一帆", "卓玛"]}),
        (f"云港市市长 林 帆\n{body}", {"author": ["林帆"], "office": ["云港市市长"]}),
        (f"政府工作报告\n——2026年1月26日在云港市第十五届人民代表大会第六次会议上\n市长 林一帆\n{body}", {"date": ["2026-01-26"], "office": ["市长"]}),
        (f"向海图强\n本报讯（记者林一帆 通讯员王方）{body}", {"author": ["林一帆", "王方"], "source": []}),
        (f"向海图强\n云港日报讯（记者林一帆）{body}", {"source": ["云港日报"]}),
        (f"向海图强\n《临江晚报》云港3月2日电（记者 林一帆）{body}", {"source": ["临江晚报"]}),
        (f"2026年云港市政府工作报告\n{body}", {"date": ["2026"], "title": ["2026年云港市政府工作报告"]}),
        (f"2026年云港市政府工作报告\n来源：云港日报\n时间：2026-02-03\n{body}", {"date": ["2026-02-03"], "source": ["云港日报"]}),
        (f"云港市人民政府关于支持港口发展的意见\n云政发〔2023〕12号\n各区人民政府：\n{body}\n云港市人民政府\n二〇二三年五月二十八日",
         {"issuer": ["云港市人民政府"], "number": ["云政发〔2023〕12号"], "date": ["2023-05-28"]}),
        (f"【春城观察】\n向海图强\n——云港见闻\n{body}", {"title": ["向海图强"], "subtitle": ["【春城观察】", "——云港见闻"]}),
        (f"{body}\n{body}", {"title": [], "author": []}),
        (f"向海图强\n{body}\n（作者：林一帆，系云港大学教授）", {"office": ["云港大学教授"]}),
        (f"向海图强\n{body}\n（作者单位：云港市发展和改革委员会）", {"office": ["云港市发展和改革委员会"]}),
    ],
)  # fmt: skip
def test_metadata_is_found_with_its_place(document, text, expected):
    found = document(text)
    for key, values in expected.items():
        items = [m for m in found.metadata if m.key == key and m.by != "name"]
        assert [m.value for m in items] == values
        for item in items:
            said = found.text[slice(*item.span)]
            assert said.replace(" ", "") == item.value or key == "date"


def test_metadata_declared_beside_the_text_wins_and_keeps_its_place(tmp_path, ontology, discovered):
    from kg.read import read

    (tmp_path / "a.txt").write_text(f"向海图强\n林一帆\n{body}", encoding="utf-8")
    (tmp_path / "m.csv").write_text(
        "file,title,author,date,region\na.txt,向海图强,王方,2024/3/2,青湾市\n", encoding="utf-8"
    )
    found = read(discovered(tmp_path)[0], ontology)
    declared = {m.key: (m.value, m.by) for m in found.metadata}
    assert declared == {
        "title": ("向海图强", "table"),
        "author": ("王方", "table"),
        "date": ("2024-03-02", "table"),
        "region": ("青湾市", "table"),
        "language": ("zh-Hans", "text"),
    }
    assert next(m.span for m in found.metadata if m.key == "title") == (0, 4)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024年07月08日 星期一", "2024-07-08"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("2024/7/8 0:00", "2024-07-08"),
        ("2024.7", "2024-07"),
        ("20240708", "2024-07-08"),
        ("2024年13月40日", None),
        ("7月8日", None),
        ("增长2024.5万吨", None),
    ],
)
def test_dates_become_iso(written, iso):
    from kg.text import dates

    assert dates.iso(written) == iso


def test_a_day_in_a_list_of_links_is_not_the_articles(document):
    page = (
        "<html><head><title>云港港口更忙</title></head><body><div class='main'><h1>云港港口更忙</h1>"
        "<div class='info'><span>2025-03-04 07:57:40</span> 来源： 云港日报</div>"
        "<p>云港市建成港口二期，引进企业十二家，完成投资九亿元，岸电覆盖所有泊位。</p></div>"
        "<div class='hot'><a href='1'>旧闻一则</a><div class='t'>2018-03-02 08:58:39</div></div></body></html>"
    )
    assert document(page, "a.html").date == "2025-03-04"
