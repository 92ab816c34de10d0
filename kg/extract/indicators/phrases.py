"""A quantity in its sentence to the words that say what it measures."""

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.extract.indicators.quantities import Quantity
from kg.model import Mention
from kg.text.alternation import alternation
from kg.text.function_words import pattern, words_of

_LONGEST = 24
"""More letters than these are no part of a name that comes after them."""
_PAIR = 2
_STOPS = "，。；：！？,;:!?…"
_N = "".join(words_of("ordinal", "two"))
_JOINTS = "".join(("、", *words_of("and")))
(_OF,), (_DONE,) = words_of("of"), words_of("done")
_LEAD_TIME = pattern(
    r"<sets a time>?(?:(?:\d{4}年|[今去]年|前)?\d{1,2}月?[-—–~～<to>]\d{1,2}月份?|前\d{1,2}个?月"
    r"|<since the year began>|(?:19|20)\d{6}日?|“(?:<earlier plan>|<ten><digit>?)五”<within a plan>?"
    r"|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:<part of a year>|中(?=[，,、]|$))?"
    r"|<a near year>(?:以来)?|<lately>|[近过这]?[<ordinal|two>\d]{1,3}年(?:<lasting so long>|(?=<done in years>|$))"
    r"|<years ahead>[<ordinal|two>\d]{1,3}年|[今去]?年?前?[<ordinal|two>\d]{1,2}个?(?:季度|月)(?:<end>|份)?(?!度)"
    r"|[今去]?年?<half>半年|第<quarter>季度)(?:[，,、]|<behind a time>)?"
)
_ASIDE = re.compile("[（(][^（()）]{1,12}[）)]")
_UNKNOWN = re.compile(r"\d[\d.]*[^，。；、\d]{1,2}(?=[，。；、])")
_THROUGH = pattern(r"(?:水质)?连续[<ordinal|two>\d]{1,2}[年季月个]")
_ABLE = re.compile("(?<=能力)的.*")
_ESPECIALLY = re.compile("[^，。；、]{1,8}(?:特别是|尤其是)")
_CALLED = re.compile("[（(](?:以?下|简|统)称?")
_ROW = re.compile(r"\d{1,2}(?=[\u4e00-\u9fff])")
_HEADING = pattern(
    r"\d{1,3}[.．、]|\d{1,2}[）)]|[（(]?<ordinal>{1,3}[）)]"
    r"|<ordinal>{1,3}(?:、(?![二三](?:、|次?产))|是(?!.{0,2}年))"
)
_THAN = pattern(
    r"(?:<on the period>|<than>(?:<last year|year before last|same period|year's beginning>|\d{4}年)"
    r"<same period|end>{0,2})(?=.)"
)
_SINCE = pattern(
    r"(?:(?:<kind of growth>|(?<![<says which year>\d])[近这]?[<ordinal|two>\d]{1,2}年|<than|with|compared>"
    r"(?:<last year|year before last|same period|year's beginning>|前<ordinal|two>年|\d{4}年|“<ten><digit>五”))"
    r"<same period|end|compared|period>{0,2}|<to>?(?:19|20)\d\d年<end>?|[在以]\d{4}年<on the basis|as the base>)$"
)


class Wording:
    """Finds what is measured, by tables of verbs, fillers, quantities and shared heads; built once."""

    def __init__(
        self,
        verbs: Mapping[str, bool],
        fillers: Iterable[tuple[str, str]],
        quantities: Mapping[str, tuple[str, bool]],
        changes: Iterable[str],
        weak: Iterable[str],
        words: Mapping[str, Sequence[str]],
    ) -> None:
        self.verbs = dict(verbs)
        self._words = {says: tuple(those) for says, those in words.items()}
        any_of = {says: alternation(those) for says, those in words.items()}
        self._aside = re.compile("[^，。；：、]{0,8}" + any_of["aside"])
        self._steps = re.compile(rf"[{_N}\d]{{0,2}}[个大]{{0,2}}{any_of['step']}")
        self._preposition = re.compile(any_of["preposition"] + "$")
        means = "".join(f"(?<!{word[0]})" for word in (*words["mean"], *words["no each"]))
        self._each = re.compile(means + any_of["each"] + any_of["each verb"] + "{0,3}$")
        set_by = any_of["set by"] + "{0,6}"
        self._set_before = re.compile(f"{any_of['course adverb']}{{0,2}}{any_of['goal verb']}?了?{set_by}")
        self._goal_after = re.compile(f"(?:左右|以上)?的?{set_by}{any_of['goal']}")
        self._share_of = re.compile(r"对[^，]{2,14}贡献率")
        lead = [w for w, place in fillers if place == "lead"]
        trail = [w for w, place in fillers if place == "trail"]
        self._lead = re.compile(f"(?!{any_of['no lead']}){alternation(lead)}")
        self._trail = re.compile(alternation(trail) + "".join(f"(?<!{word})" for word in words["mean"]) + "$")
        self._change = re.compile("负?" + alternation(changes) + f"{_DONE}?$")
        self._listed_change = re.compile(alternation(changes) + "、")
        self._verb_end = re.compile(alternation(self.verbs) + f"{_DONE}?$")
        self._any_begin = re.compile(
            alternation(v for v in self.verbs if len(v) > 1) + f"(?=.{{2}})(?!{any_of['no verb before']})"
        )
        self._any_verb = re.compile(alternation(v for v in self.verbs if len(v) > 1))
        self._noun_end = re.compile(any_of["noun verb"] + "+$")
        self._course = re.compile(any_of["course adverb"] + "{1,2}" + any_of["course verb"] + "{1,2}$")
        self._cut = re.compile(f"{any_of['cut']}|{any_of['cut list']}")
        self._said = re.compile(
            f"{any_of['cut before more']}(?=[^{_STOPS}])(?!{any_of['no cut before']})"
            f"|{any_of['cut at end']}{{1,3}}(?=$|[{_STOPS}]|[或并、和及])"
        )
        self._before_cut = re.compile(f"(?:{any_of['course adverb']}|{any_of['cut adverb']})+$")
        self._totalled = re.compile(any_of["totalled"])
        self._newly = re.compile(any_of["newly"])
        self._measures = tuple(sorted(quantities, key=lambda w: (-len(w), w)))
        self._goes = re.compile(rf"(?P<what>[^、]{{1,20}}?{alternation(self._measures)}){any_of['goes']}")
        self._grown = re.compile(f"(?<=..)(?:{any_of['newly']}增|净增)$")
        self._no_noun = frozenset(words["no noun alone"])
        self._another = {w for w, (relative, _) in quantities.items() if relative != "no"} - set(
            words["whole"]
        )
        self._sums = {w for w, (relative, _) in quantities.items() if relative == "project"}
        self._weak = re.compile(alternation(weak) + "+")
        self.relative = {w for w, (relative, _) in quantities.items() if relative != "no"}
        self.shares = {w for w, (_, share) in quantities.items() if share}

    def left(self, text: str, begin: int, one: Quantity, names: Sequence[Mention] = ()) -> tuple[str, int]:
        """The words between `begin` and the figure without time, fillers and the verb of change; where they begin.

        A region (`names` are the mentions of the sentence) that more words follow is none of them either.
        """
        start, end = begin, one.left
        regions = {m.start: m.end for m in names if m.type == "Region" and m.start >= begin}
        while end > start:
            m = self._trail.search(text, max(start, end - 8), end)
            if m is None and one.change:
                m = self._change.search(text, max(start, end - 6), end)
            if m is None:
                m = _SINCE.search(text, max(start, end - 14), end)
            if m is None or m.start() == end:
                break
            end = m.start()
        while start < end:
            m = (
                _LEAD_TIME.match(text, start, end)
                or self._lead.match(text, start, end)
                or _THAN.match(text, start, end)
                or _HEADING.match(text, start, end)
                or self._listed_change.match(text, start, end)
            )
            if m is not None:
                start = m.end()
            elif text[start] in "、 ，,（(":
                start += 1
            elif m := _UNKNOWN.match(text, start, end) or (_ROW.match(text, 0, end) if not start else None):
                start = m.end()
            elif regions.get(start, end) < end - 1 and text[regions[start]] not in _JOINTS + "籍":
                start = regions[start]
            else:
                break
        if (m := _ESPECIALLY.match(text, start, end)) is not None:
            start = m.end()
        return text[start:end].rstrip("、，, 的"), start

    def right(self, text: str, begin: int, stop: int, mentions: Sequence[Mention] = ()) -> str:
        """The noun that follows a figure, up to the end of its clause or how it goes; nothing where a list goes on.

        What the clause says of the noun stands before it then, as in a name: 5家企业入驻X is 入驻X企业.
        """
        if (aside := _ASIDE.match(text, begin, stop)) is not None:
            begin = aside.end()
        if (called := _CALLED.search(text, begin, stop)) is not None:
            stop = called.start()
        if (
            text[begin : begin + 1] in tuple(_JOINTS + " ")
            or _UNKNOWN.match(text, begin, stop)
            or self._steps.match(text, begin)
        ):
            return ""
        end = begin
        while end < stop and text[end] not in _STOPS:
            if text[end] == "、" and self._aside.match(text, end + 1, stop):
                break
            if (
                end > begin + 1
                and any(cut.match(text, end, stop) for cut in (self._cut, self._said, _THROUGH))
                and not any(m.start < end < m.end for m in mentions)
            ):
                break
            end += 1
        noun = _ABLE.sub("", text[begin:end].rstrip(_JOINTS + "等 ").removeprefix(_OF).strip())
        if end < stop and self._said.match(text, end, stop):
            noun = self._turned(text, noun, end, stop)
        return "" if noun in self._no_noun else self._course.sub("", noun) or noun

    def _turned(self, text: str, noun: str, begin: int, stop: int) -> str:
        """A noun behind what its clause says of it, or alone where that is long."""
        end = next((i for i in range(begin, stop) if text[i] in _STOPS), stop)
        said = text[begin:end].rstrip(_JOINTS + "等 ")
        how = m[0] if (m := self._before_cut.search(noun)) else ""
        bare = noun[: len(noun) - len(how)] or noun
        return how + said + bare if len(said) <= _LONGEST else bare

    def coursed(
        self, text: str, begin: int, one: Quantity, names: Sequence[Mention]
    ) -> tuple[str, int] | None:
        """The quantity whose course the words before a figure tell (余额稳步提升), and where it begins."""
        words, start = self.left(text, begin, one, names)
        m = self._goes.match(words)
        return (self.unchanged(m["what"]), start) if m is not None else None

    def verb_at_end(self, spoken: str, words: str) -> str:
        """The verb or preposition that ends the words before a figure, or an empty string."""
        m = self._verb_end.search(words[-12:]) or self._preposition.search(spoken)
        return m[0].removesuffix(_DONE) if m else ""

    def is_verb(self, words: str) -> bool:
        """Whether words are a verb alone: 开工."""
        return self.verb_at_end("", words) == words

    def without_verb(self, noun: str) -> str:
        """A noun without the verb that it ends with: 标准厂房开工."""
        m = self._verb_end.search(noun[-12:])
        bare = noun[: len(noun) - len(m[0])] if m else noun
        return bare if len(bare) > 1 else noun

    def without_verbs(self, noun: str) -> str:
        """A noun without the verbs that it begins with: 新建、改扩建学校."""
        while (m := self._any_begin.match(noun)) is not None:
            noun = noun[m.end() :].lstrip(_JOINTS)
        return noun

    def is_goal(self, text: str, begin: int, one: Quantity) -> bool:
        """Whether a figure is what was set for the one before it: 未完成年初确定的6%的目标."""
        return (
            (begin < one.left or one.comparator in "<>")
            and self._set_before.fullmatch(text, begin, one.left) is not None
            and self._goal_after.match(text, one.end) is not None
        )

    def is_noun(self, words: str) -> bool:
        """Whether words begin with no verb and no filler: what a name in front of them only qualifies."""
        return self._any_begin.match(words) is None and self._lead.match(words) is None

    def keeps(self, verb: str) -> bool:
        """Whether a verb belongs to what is measured (新增) or only says that it is done (建设)."""
        return self.verbs.get(verb, False)

    def parted(self, words: str) -> tuple[str, str]:
        """The words without the verb at their begin, and that verb."""
        m = self._any_begin.match(words)
        return (words[m.end() :].removeprefix(_DONE), m[0]) if m else (words, "")

    def ever(self, verb: str, spoken: str) -> str | None:
        """The verb that a total has after what was new (新增5个、累计12个), mostly none; None where it is no total."""
        m = self._newly.match(verb) if self._totalled.search(spoken) else None
        if m is None:
            return None
        rest = verb[m.end() :]
        return rest if self.keeps(rest) else ""

    def before_growth(self, noun: str) -> str:
        """What a growth is of, where the noun ends with its verb (市场主体新增); else nothing."""
        return noun[: m.start()] if (m := self._grown.search(noun)) is not None else ""

    def without_mean(self, words: str) -> str:
        """The words without one for a mean at their end: 分别平均."""
        return words.removesuffix(next((w for w in self._words["mean"] if words == w), ""))

    def last_verb(self, words: str) -> str:
        """The last verb of the table among the words, or an empty string."""
        found = self._any_verb.findall(words)
        return found[-1] if found else ""

    def without_end(self, noun: str) -> str:
        """A noun without the verb that follows it in its clause: 产业基地提质升级."""
        return self._noun_end.sub("", noun) or noun

    def is_each(self, spoken: str) -> bool:
        """Whether one figure is said of each thing of a list: A、B产量均突破百万吨."""
        return bool(self._each.search(spoken)) and any(joint in spoken for joint in _JOINTS)

    def refers_back(self, words: str) -> bool:
        """Whether the words only make sense with those of the figure before: 占比, 总量, 占全国, 高于全国."""
        back = words.startswith(self._words["back"]) and not words.startswith(self._words["no back"])
        alone = words in self.relative or words in self._words["back alone"]
        return back or alone or self._share_of.match(words) is not None

    def is_measure(self, words: str) -> bool:
        """Whether the words end in a quantity that a figure may follow: 产值, 总投资, 面积."""
        return words.endswith(self._measures)

    def aspect(self, words: str) -> str:
        """The word for a quantity that the words end in, or an empty string."""
        return next((w for w in self._measures if words.endswith(w)), "")

    def entity(self, noun: str, words: str, *, apart: bool = False) -> str:
        """What the words of a figure add to: the noun before them, without its own quantity where they name another.

        Nothing where both are quantities of their own (入园率, then 税收), or a sum is none of what was counted
        (惠及居民, then 总投资). With `apart`, nothing either where only the noun is one (覆盖率, then 研发投入).
        """
        if words in self._sums and not noun.endswith(self._words["spent on"]):
            return ""
        if words not in self._another:
            return "" if apart and noun.endswith(self._words["quantity end"]) else noun
        aspect = self.aspect(noun)
        return noun.removesuffix(aspect) if aspect or not noun.endswith(self._words["quantity end"]) else ""

    def unchanged(self, words: str) -> str:
        """The words without the change that they end with: 粮食产量增加."""
        return self._change.sub("", words) or words

    def restated(self, words: str, currency: str) -> str:
        """What a name gets where the words before an amount say that it is told again in a currency."""
        return self._words["restated in"][0].format(currency) if words in self._words["restated"] else ""

    def shared(self, words: str, noun: str) -> str:
        """The quantity that an item of a list, named without one, shares with the item before it; else nothing."""
        aspect = self.aspect(noun)
        end = next((end for end in self._words["shared end"] if words.endswith(end) and words != end), "")
        return aspect if end and end in noun.removesuffix(aspect) and not self.is_measure(words) else ""

    def is_phrase(self, words: str) -> bool:
        """Whether words can say what is measured: not if they are verbs, adverbs and measure words alone."""
        return self.is_measure(words) or not self._weak.fullmatch(words)

    def is_quantity(self, words: str) -> bool:
        """Whether the words end as names of quantities do: 失业率."""
        return len(words) > _PAIR and words.endswith(self._words["quantity end"])

    def is_filler(self, words: str) -> bool:
        """Whether the words only lead to a figure: 升至, 提高到约."""
        end = len(words)
        while end and (m := self._trail.search(words, max(0, end - 8), end)) is not None and m.start() < end:
            end = m.start()
        return end == 0

    def led(self, words: str) -> str:
        """The words without the fillers at their begin."""
        start = 0
        while (m := self._lead.match(words, start)) is not None and m.end() > start:
            start = m.end()
        return words[start:]

    def is_share(self, words: str) -> bool:
        """Whether the words end in a word for a share."""
        return words.endswith(tuple(self.shares))
