"""The quantities of a sentence to drafts of indicators: what each measures, and of which entity."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kg.extract.indicators.context import Draft, FigurePlace, SentenceContext
from kg.extract.indicators.lists import Lists
from kg.extract.indicators.phrases import Wording
from kg.extract.indicators.quantities import RATES, Quantity
from kg.gazetteer.keys import SECTORS
from kg.model import Mention
from kg.text.alternation import alternation
from kg.text.function_words import pattern, words_of

_STOPS = "，。；：！？,;:!?…"
_JOINERS = "".join(("、", *words_of("and")))
_COUNTED = ("count", "person")
_ACTORS = ("Zone", "Enterprise", "Research", "Organization", "Project", "Government", "Program")
_OWNERS = ("Organization", "Project", "Zone", "Program", "Research")
_SIZE, _AREA, _ADDED, _YEARLY, _SEVERALLY = "规模", "面积", "增加值", "年均增长", "分别"
(_OF,), (_ETC,), (_RANK,) = words_of("of"), words_of("etc"), words_of("rank")
_SHARE, _MEAN, _INCREASE = "占", "年均", "增量"
_ASPECTS = dict.fromkeys(("money", "power", "compute", "mass"), _SIZE) | {"area": _AREA, "length": "长度"}
_REACH = 300
"""No clause is looked at further back than this: what is longer is no clause, and time stays linear."""
_LONGEST = 12
"""No list of figures is longer than this."""
_ASIDE = re.compile("^[（(][^）)]{1,30}[）)]")
_JOINED = pattern(r"\s*(?:、|<and|as well>)(?:每人)?(?:每[年月日天])?\s*")
_COMPARED = pattern(r"<than>(?:(?:19|20)\d\d年|<last year>|“<ordinal>{1,2}五”)<same period|end>?的$")
_FIRST = re.compile("[居位]?全[国省市区州县]第")
_ANNUAL = pattern("年均<how it grows>?(?:<grows yearly>|$)")
_RISE = pattern(r"(?:(?:\d{4}年|<now or a year ago>)的?)?$")
_FROM = pattern(r"<from>[^，。；、<from>]{0,8}$")


def _is_scale(one: Quantity) -> bool:
    """Whether a figure tells how large something is to be: 千亿级, 百亿元级."""
    return one.suffix == _RANK and (one.way == "scale" or one.kind == "money")


def is_base(text: str, one: Quantity) -> bool:
    """Whether a figure is the one that another is compared with: 比2015年的3亿吨增加5%."""
    return _COMPARED.search(text, max(0, one.left - 14), one.left) is not None


class Drafter:
    """Finds what the quantities of a sentence measure."""

    def __init__(self, wording: Wording, lists: Lists, words: Mapping[str, Sequence[str]]) -> None:
        self.wording, self.lists = wording, lists
        self.no_noun, self.bare = tuple(words["no noun"]), frozenset(("", *words["bare noun"]))
        self.of = re.compile(f"{alternation(words['of'])}?的?")
        self.sized = tuple(words["sized"])
        self.becomes = re.compile(f"{alternation(words['becomes'])}[^，。；、]{{0,6}}$")
        self.towards = re.compile(f"(?:规模)?{alternation(words['towards'])}?$")

    def drafts(self, text: str, good: Sequence[Quantity], mentions: Sequence[Mention]) -> list[Draft]:
        """The indicators of a sentence in the order of its figures."""
        context = SentenceContext(text, good, mentions)
        i = past = 0
        ahead = False
        while i < len(good):
            if is_base(text, good[i]):
                i += 1
                continue
            group = self._group(context, i)
            begin, joined = self._begin(context, i)
            begin = max(begin, past)
            found = self._rises(context, i, begin) or self._shared(context, group, begin)
            if found:
                used = len(found) if found[0].way == "rise" else len(group)
                context.drafts.extend(found)
                i += used
                ahead = False
                continue
            pair = 2 if good[i].range == "low" and i + 1 < len(good) else 1
            if ahead and joined and not past and begin > 0 and text[begin - 1] in _JOINERS:
                begin = good[i].left
            after = good[i + pair] if i + pair < len(good) else None
            end = good[i + pair - 1].end
            beyond = good[i + pair + 1].left if i + pair + 1 < len(good) else len(text)
            place = FigurePlace(
                good[i], end, begin, after.left if after else len(text), joined, after, beyond
            )
            found = self._one(context, place)
            context.drafts.extend(replace(d, begin=begin) for d in found)
            if pair == 2 and found:
                context.drafts.append(replace(found[-1], figure=good[i + 1], begin=begin))
            ahead = bool(found) and found[-1].way == "right"
            noun = found[-1].noun if ahead else ""
            goes_on = noun and text.startswith(noun + "、", end)  # 5个项目、群众20户
            past = end + len(noun) + 1 if goes_on else 0
            i += pair
        return [d for d in context.drafts if d.figure.way != "steps"]

    def _begin(self, context: SentenceContext, i: int) -> tuple[int, bool]:
        """Where the words before a figure begin: after a stop, or after the figure before it."""
        text, left = context.text, context.good[i].left
        window = max(0, left - _REACH)
        begin = max(max(text.rfind(c, window, left) for c in _STOPS) + 1, window)
        if i and context.good[i - 1].end >= begin:
            begin = context.good[i - 1].end
            joiner = left - 1 >= begin and text[left - 1] in _JOINERS
            if joiner and not self.wording.verb_at_end("", text[begin:left]):  # 惠及20万人
                return left, True
            return min(begin, left), True
        return min(begin, left), False

    def _group(self, context: SentenceContext, i: int) -> list[Quantity]:
        """The figures that follow each other as a list: 5%、6.5%和7%."""
        group = [context.good[i]]
        for two in islice(context.good, i + 1, i + _LONGEST):
            one = group[-1]
            if not _JOINED.fullmatch(context.text, one.end, two.left) or one.range or two.range:
                break
            group.append(two)
        return group

    def _shared(self, context: SentenceContext, group: list[Quantity], begin: int) -> list[Draft]:
        """The drafts of a list of quantities before a list of figures, or before one that is said of each."""
        spoken = context.text[begin : group[0].left]
        words, start = self.wording.left(context.text, begin, group[0], context.mentions)
        words, _, verb = words.partition(_SEVERALLY)
        verb = self.wording.without_mean(verb)
        inside = context.inside(start, start + len(words))
        names = [m.text for m in inside]
        if len(group) == 1:
            each, first = self.wording.is_each(spoken), _SEVERALLY in spoken
            items = self._full(self.lists.items(words, names)) if each or first else []
            if len(items) < 2:
                return []
            items = items if each else items[:1]  # the others have figures of another form: 分别为7‰、18/10万
            group = group * len(items)
        elif _SEVERALLY in spoken and (not words or words in self.wording.relative):
            past = [d for d in context.drafts if d.way != "carried"][-len(group) :]
            if len(past) < len(group):
                return self._ahead(context, group, begin, words)
            nouns = [self.wording.entity(d.noun, words) + words for d in past]
            return [
                replace(d, figure=q, noun=noun, words=noun if words else d.words)
                for d, q, noun in zip(past, group, nouns, strict=True)
            ]
        elif not words and all(d.way == "list" for d in context.drafts[-len(group) :]):
            past = context.drafts[-len(group) :]  # 分别达6万元和3万元、增长5%和7%
            return [replace(d, figure=q) for d, q in zip(past, group, strict=True)] if len(past) > 1 else []
        elif _SEVERALLY in spoken or self.lists.is_short(words, len(group)) or "、" in words:
            items = self._full(self.lists.items(words, names, len(group)))
        else:
            return []
        if not items or len(items) != len(group):
            return []
        bound = next((q.comparator for q in group if q.comparator != "="), "=")
        annual = _YEARLY if group[0].change and _ANNUAL.search(spoken) else ""
        drafts = []
        lead = ""
        for item, figure in zip(items, group, strict=True):
            noun, own = self.wording.parted(item)
            lead = own or lead
            place = next((m for m in inside if m.text == item and m.type == "Region"), None)
            if place is not None and context.last is not None:
                noun = ("" if context.last.noun.startswith(verb) else verb) + context.last.noun
            elif figure.change and context.last is not None and item in names:
                noun += self.wording.aspect(context.last.noun)
            words = (
                (lead if self.wording.keeps(lead) else "")
                + noun
                + ("" if place or noun.endswith(verb) else verb)
            )
            subject = place or next(
                (m for m in inside if m.text in item and m.type in (*SECTORS, *_ACTORS)), None
            )
            bounded = replace(figure, comparator=bound) if figure.comparator == "=" else figure
            drafts.append(
                Draft(bounded, words.removesuffix(_MEAN) + annual, noun, lead, subject, "list", begin)
            )
        return drafts

    def _full(self, items: list[str]) -> list[str]:
        """Items of a list, a verb alone with the noun that it shares: 新签约、新落地项目, 厂房开工、建成."""
        if len(items) < 2:
            return items
        noun, verb = self.wording.parted(items[-1])
        first = self.wording.without_verb(items[0])
        if verb and noun and all(map(self.wording.is_verb, items[:-1])):
            return [item + noun for item in items[:-1]] + items[-1:]
        if first != items[0] and all(map(self.wording.is_verb, items[1:])):
            return items[:1] + [first + item for item in items[1:]]
        return items

    def _ahead(self, context: SentenceContext, group: list[Quantity], begin: int, words: str) -> list[Draft]:
        """The drafts of figures said of each sector of the clause before: A、B势头强劲，增速分别达8%、7%."""
        stop = max(0, begin - 1)
        start = max(context.text.rfind(c, 0, stop) for c in _STOPS) + 1
        sectors = [m for m in context.inside(start, stop) if m.type in SECTORS]
        if len(sectors) != len(group):
            return []
        measure = words if words and not group[0].change else ""
        measure = measure or (self.wording.aspect(context.last.noun) if context.last else "") or _ADDED
        return [
            Draft(q, m.text + measure, m.text + measure, "", m, "list", begin)
            for q, m in zip(group, sectors, strict=True)
        ]

    def _rises(self, context: SentenceContext, i: int, begin: int) -> list[Draft]:
        """The drafts of rises or falls, two of each: 由35%升至52%, A、B由3家和8家增加到5家和9家."""
        first = self._group(context, i)
        if i + len(first) >= len(context.good):
            return []
        then = self._group(context, i + len(first))
        start = _FROM.search(context.text, begin, first[0].left)
        between = context.text[first[-1].end : then[0].left]
        if start is None or first[-1].kind != then[0].kind or len(between) > 12:
            return []
        stem = between[: m.start()] if (m := _RISE.search(between)) else between
        if not self.wording.is_filler(stem):
            return []
        if len(first) == 1:
            return self._rise(context, first[0], then[0], begin, start.start())
        pairs = [(one, two) for one, two in zip(first, then, strict=False) if one.kind == two.kind]
        if len(pairs) != len(first) or len(first) != len(then):
            return []
        words, at = self.wording.left(
            context.text, begin, replace(first[0], left=start.start()), context.mentions
        )
        words = words.partition(_SEVERALLY)[0]
        inside = context.inside(at, at + len(words))
        items = self._full(self.lists.items(words, [m.text for m in inside], len(first)))
        if len(items) != len(first):
            return []
        drafts = []
        for item, pair in zip(items, pairs, strict=True):
            noun, verb = self.wording.parted(item)
            subject = next((m for m in inside if m.text in item and m.type in (*SECTORS, *_ACTORS)), None)
            drafts += [Draft(q, noun, noun, verb, subject, "rise", begin) for q in pair]
        return drafts

    def _rise(
        self, context: SentenceContext, one: Quantity, two: Quantity, begin: int, start: int
    ) -> list[Draft]:
        """The two drafts of the rise or fall of one thing, whose words end at `start`."""
        words, at = self.wording.left(context.text, begin, replace(one, left=start), context.mentions)
        noun, verb = self.wording.parted(words)
        subject = self._measured(context, at, one)
        if context.last is not None and (not words or self.wording.refers_back(words)):
            noun = self.wording.entity(context.last.noun, words) + words
            subject = subject or context.last.subject
        if not noun:
            return []
        return [Draft(q, noun, noun, verb, subject, "rise", begin) for q in (one, two)]

    def _one(self, context: SentenceContext, place: FigurePlace) -> list[Draft]:
        one, text, last = place.figure, context.text, context.last
        words, start = self._words(context, place)
        right = self._right(context, place.end, place.stop)
        again = None if last is None else self._again(last, one, words, text, place.begin)
        if again is not None:
            return [again]
        if one.way == "ratio":
            return self._ratio(context, one, words, start)
        if _is_scale(one):
            return self._scale(context, place, right)
        if one.base == "大":
            return [] if right in self.bare else [Draft(one, right, right, "", None, "right")]
        return self._beside(context, place, words, start, right)

    def _words(self, context: SentenceContext, place: FigurePlace) -> tuple[str, int]:
        """The words before a figure, and where they begin; those of a share alone: 6个县入选试点、占全省一半."""
        words, start = self.wording.left(context.text, place.begin, place.figure, context.mentions)
        tail = words.rpartition("、")[2]
        if context.last is not None and tail.startswith(_SHARE) and self.wording.refers_back(tail):
            return tail, start + len(words) - len(tail)
        return words, start

    def _beside(
        self, context: SentenceContext, place: FigurePlace, words: str, start: int, right: str
    ) -> list[Draft]:
        """The draft of a figure by the words before it and the noun behind it."""
        one, text, last = place.figure, context.text, context.last
        if not right and place.after is not None and _is_scale(place.after) and place.after.left == place.end:
            right = self.wording.without_end(self._right(context, place.after.end, place.beyond))
        if not right and self._told_twice(context, place):
            right = self._right(context, place.after.end, place.beyond) if place.after else ""
        owned = self._owner(context, place)
        if owned is not None:
            noun = self.wording.aspect(words) or _ASPECTS[one.kind]
            return [Draft(one, owned.text + noun, noun, "", owned, "owner")]
        verb = self.wording.verb_at_end(text[place.begin : one.left], words)
        free = not words or verb or words.endswith(_ETC) or not self.wording.is_measure(words)
        joined = place.joined and not words
        right = self._counted(context, place, right)
        if one.kind in _COUNTED and self._runs_on(place, right):
            return []
        none = context.text[place.end : place.stop].removeprefix(_OF).startswith(self.no_noun)
        if right and not one.change and not none and (free or joined):
            if one.kind in _COUNTED or one.kind not in RATES:
                lead = verb or (last.verb if joined and last is not None else "")
                noun = right
                if place.after is not None and place.after.left == place.end + len(right):
                    noun = right.removesuffix(self.wording.aspect(right)) or right
                if one.kind == "area" and not right.endswith(_AREA):
                    noun += _AREA
                kept = lead if self.wording.keeps(lead) else ""
                return [Draft(one, kept + noun, noun, lead, self._actor(context, place), "right")]
            if one.kind == "percent" and (not words or verb) and not self.wording.is_quantity(words):
                return [Draft(one, right, right, "", self._actor(context, place), "right")]
        if one.kind in _COUNTED and words.endswith("方面"):
            return []
        gone = None if words else self._gone_on(context, place)
        if gone is not None:
            return [self._left(context, place, *gone, right)]
        acted = self._acted(last, one, words, joined=place.joined)
        if not words or not self.wording.is_phrase(words):
            spoken = text[place.begin : one.left]
            return [acted or self._carried(last, one, words, spoken)] if last is not None else []
        return [acted or self._left(context, place, words, start, right)]

    def _again(self, last: Draft, one: Quantity, words: str, text: str, begin: int) -> Draft | None:
        """The draft of what was set for the figure before, or of the same amount in another currency."""
        if self.wording.is_goal(text, begin, one):
            return replace(last, figure=replace(one, comparator="=", change=last.figure.change), way="goal")
        currency = self.wording.restated(words, one.base)
        return replace(last, figure=one, words=last.words + currency, way="carried") if currency else None

    def _acted(self, last: Draft | None, one: Quantity, words: str, *, joined: bool) -> Draft | None:
        """The draft of a count behind a verb alone: of the works that a sum is spent on, of what was counted.

        重大项目投资50亿元，其中新开工5项; 制定规章6件、废止2件.
        """
        if last is None or one.kind not in _COUNTED or not self.wording.is_verb(words):
            return None
        if last.figure.kind not in _COUNTED:
            at = max((last.noun.rfind(w) + len(w) for w in self.sized if w in last.noun), default=0)
            noun = last.noun[:at]
        else:
            same = joined and last.verb and one.base == last.figure.base
            noun = self.wording.without_verbs(last.noun.lstrip(_JOINERS)) if same else ""
        return (
            replace(last, figure=one, words=words + noun, noun=noun, verb=words, way="back") if noun else None
        )

    @staticmethod
    def _told_twice(context: SentenceContext, place: FigurePlace) -> bool:
        """Whether the next figure counts the same in another unit: 30户、120人搬迁任务."""
        one, two = place.figure, place.after
        if two is None or two.left != two.start or one.kind not in _COUNTED or two.kind not in _COUNTED:
            return False
        return context.text[place.end : two.left] == "、" and one.base != two.base

    def _carried(self, last: Draft, one: Quantity, words: str, spoken: str) -> Draft:
        """The draft of a figure that says more of what the one before it measured; `words` are a verb at most."""
        told = replace(last, figure=one, way="carried")
        if one.change and _ANNUAL.search(spoken):
            return replace(told, words=last.words.removesuffix(_YEARLY) + _YEARLY)
        if words == _SHARE and one.kind == "percent":
            return replace(told, words=self.wording.entity(last.noun, "占比") + "占比")
        if not one.change:  # 年均增长8%、突破2亿元: an amount is no yearly mean
            last = replace(last, words=last.words.removesuffix(_YEARLY) or last.words)
            told = replace(last, figure=one, way="carried")
        if one.change and last.way == "back":  # 粮食产量6万吨，比上年增加1万吨，增产2%
            return replace(told, words=self.wording.unchanged(last.words))
        if not one.change and not words and one.base == last.figure.base:  # 户数新增5万户、达到60万户
            bare = self.wording.before_growth(last.noun)
            told = replace(told, words=bare, noun=bare) if bare else told
        ever = self.wording.ever(last.verb, spoken)
        if ever is not None and one.base == last.figure.base and not one.change:
            return replace(told, words=ever + last.noun, verb=ever)
        if one.change or not words or words == last.verb or not self.wording.is_verb(words):
            return told
        noun = (
            self.wording.without_verbs(last.noun.lstrip(_JOINERS))
            if last.verb
            else self.wording.without_verb(last.noun)
        )
        if one.kind == "person" and last.figure.kind != "person":
            words += "人数"
        words = noun + words if not last.verb or one.base != last.figure.base else words + noun
        return replace(told, words=words)

    def _gone_on(self, context: SentenceContext, place: FigurePlace) -> tuple[str, int] | None:
        """What the clause before, without a figure, tells the course of, and where that begins: 余额提升，达30亿元."""
        text, last, stop = context.text, context.last, place.begin - 1
        if stop <= 0 or text[stop] != "，":
            return None
        start = max(max(text.rfind(c, max(0, stop - _REACH), stop) for c in _STOPS) + 1, 0)
        if last is not None and last.figure.end > start:
            return None
        return self.wording.coursed(text, start, replace(place.figure, left=stop), context.mentions)

    def _topic(self, context: SentenceContext, begin: int) -> Mention | None:
        """The sector that heads a clause between the figure before and a clause that begins here."""
        start = context.last.figure.end if context.last is not None else 0
        heads = (
            m
            for m in context.inside(start, begin)
            if m.type in SECTORS and context.text[m.start - 1] in _STOPS
        )
        return max(heads, key=lambda m: m.start, default=None)

    def _left(
        self, context: SentenceContext, place: FigurePlace, words: str, start: int, right: str
    ) -> Draft:
        """The draft of a figure that stands after what it measures."""
        one, last = place.figure, context.last
        subject = self._measured(context, start, one)
        spoken = context.text[place.begin : one.left]
        back = self.wording.refers_back(words)
        if back and subject is None and (topic := self._topic(context, place.begin)) is not None:
            return Draft(one, topic.text + words, topic.text + words, "", topic, "back")
        if last is not None and back:
            if words.startswith(_SHARE) and not self.wording.is_share(words):
                words += "比重"
            words = words.replace("了", "").removeprefix("其中")
            if one.kind == "percent" and right.endswith(_INCREASE):
                words += _INCREASE
            own = subject is not None and not words.startswith((_SHARE, "对"))
            base = "" if own else self.wording.entity(last.noun, words)
            return Draft(one, base + words, base + words, last.verb, subject if own else last.subject, "back")
        bare = context.at(start)
        if (
            bare is not None
            and bare.text == words
            and bare.type == "Industry"
            and one.kind == "percent"
            and one.change
        ):
            measure = self.wording.aspect(last.noun) if last is not None else ""
            noun = words + (measure or _ADDED)
            return Draft(one, noun, noun, "", bare, "left")
        if last is not None and one.kind in ("percent", "money"):
            words += self.wording.shared(words, last.noun)
        noun, verb = self._trimmed(context, words, start)
        words = (verb if self.wording.keeps(verb) else "") + noun
        if place.joined and last is not None and last.way in ("left", "list", "right"):
            if one.kind in _COUNTED and not verb and self.wording.keeps(last.verb):
                verb = last.verb
                words = verb + noun
            elif (
                subject is None
                and last.subject is not None
                and last.subject.type in SECTORS
                and one.kind not in _COUNTED
            ):
                subject = last.subject
                words = noun = self.wording.entity(last.noun, words, apart=True) + noun
        if one.change and _ANNUAL.search(spoken):
            words = words.removesuffix(_MEAN) + _YEARLY
        return Draft(one, words, noun, verb, subject, "left")

    def _trimmed(self, context: SentenceContext, words: str, start: int) -> tuple[str, str]:
        """The words without the actor they begin with and the list before 等, and the verb they began with."""
        for m in context.mentions:
            if (
                m.start == start
                and m.type in _ACTORS
                and m.type != "Government"
                and len(words) > len(m.text) + 1
                and not (m.type == "Program" and self.wording.is_noun(words[len(m.text) :]))
            ):
                rest = self.wording.led(_ASIDE.sub("", words[len(m.text) :]).removeprefix(_OF))
                start += len(words) - len(rest)
                words = rest
                break
        noun, verb = self.wording.parted(words)
        name = context.at(start)
        if name is not None and len(name.text) > len(verb):
            noun, verb = words, ""
        head, among, tail = noun.rpartition(_ETC)
        if among and len(tail) > 1 and ("、" in head or self._named(context, start, head, words)):
            noun = tail.rpartition(_OF)[2] or tail
            verb = self.wording.last_verb(verb + head) or verb
        return noun, verb

    def _named(self, context: SentenceContext, start: int, head: str, words: str) -> bool:
        """Whether the words before 等 end in a name."""
        end = start + words.find(head) + len(head)
        return any(m.end == end for m in context.inside(max(0, end - 40), end + 1))

    def _ratio(self, context: SentenceContext, one: Quantity, words: str, start: int) -> list[Draft]:
        number = words_of("digit")[int(one.range) - 1]
        last = context.last
        if last is not None and last.way == "ratio":
            base, subject = last.noun, last.subject
        else:
            base, subject = words or "三次产业结构", self._measured(context, start, one)
        return [Draft(one, f"{base}第{number}产业占比", base, "", subject, "ratio")]

    def _scale(self, context: SentenceContext, place: FigurePlace, right: str) -> list[Draft]:
        """千亿级产业集群: the scale of what follows, of each where a list of sectors stands before."""
        one, at = place.figure, place.end
        if not right:
            later = place.after
            if later is None or not _is_scale(later) or context.text[one.end : later.left] != "、":
                return []
            at = later.end
            right = self._right(context, at, place.beyond)
        right = self.wording.without_end(right)
        if not right or right in words_of("scale reached") or right.endswith(self.sized):  # 百亿级项目
            return []
        becomes = right in self.bare and self.becomes.search(context.text, place.begin, one.left)
        if becomes or self.towards.match(right):  # A、B产业向千亿级迈进, A成为首个千亿级产业
            sectors = [m for m in context.inside(place.begin, one.left) if m.type in SECTORS]
            if sectors or not becomes:
                return [Draft(one, f"{m.text}产业{_SIZE}", m.text, "", m, "scale") for m in sectors]
        if context.text[place.begin : one.left].endswith(_ETC):
            sectors = [m for m in context.inside(place.begin, one.left) if m.type in SECTORS]
            if sectors:
                return [Draft(one, f"{m.text}{right}{_SIZE}", right, "", m, "scale") for m in sectors]
        subject = sector if (sector := context.at(at)) is not None and sector.type in SECTORS else None
        return [Draft(one, right.removesuffix(_SIZE) + _SIZE, right, "", subject, "scale")]

    def _right(self, context: SentenceContext, begin: int, stop: int) -> str:
        """The noun after a figure."""
        stop = min(stop, begin + _REACH)
        return self.wording.right(context.text, begin, stop, context.inside(begin, stop))

    def _runs_on(self, place: FigurePlace, right: str) -> bool:
        """Whether what a count is of has a measure that the next figure tells: 9个断面优良比例、处置率均为100%."""
        if self.wording.is_share(right.partition("、")[0]):
            return True
        if (right.endswith("中") and place.after is not None) or _FIRST.match(right):  # 12项工作中5项全省第一
            return True
        change = place.after is not None and place.after.change
        return bool(change) and self.wording.unchanged(right) != right

    def _counted(self, context: SentenceContext, place: FigurePlace, right: str) -> str:
        """What a figure counts of words that run on to the next: 5个项目、群众20户, 8支总规模28亿元的母基金."""
        if not right or place.after is None or place.after.left != place.end + len(right):
            return right
        right = right.rpartition("、")[0] or right
        if self.wording.aspect(right) == right:
            return self._right(context, place.after.end, place.beyond)
        return right

    def _owner(self, context: SentenceContext, place: FigurePlace) -> Mention | None:
        """The thing that a figure before its name describes: 总规模50亿元的X基金."""
        if place.figure.kind not in _ASPECTS:
            return None
        at = place.end + len(m[0] if (m := self.of.match(context.text, place.end)) else "")
        owner = context.at(at)
        return owner if owner is not None and owner.type in _OWNERS else None

    def _measured(self, context: SentenceContext, start: int, one: Quantity) -> Mention | None:
        """The mention among the words before a figure that it is about."""
        share = context.text.find(_SHARE, start, one.left)
        inside = context.inside(start, share if share > start else one.left)
        if one.kind in _COUNTED:
            return inside[0] if inside and inside[0].start == start and inside[0].type in _ACTORS else None
        sectors = [m for m in inside if m.type in SECTORS]
        if len(sectors) > 1 and "、" in context.text[sectors[0].end : sectors[-1].start]:
            return None
        return sectors[0] if sectors else inside[0] if inside else None

    def _actor(self, context: SentenceContext, place: FigurePlace) -> Mention | None:
        """The actor that the clause of a figure begins with."""
        inside = context.inside(place.begin, place.figure.left)
        return next((m for m in inside if m.start < place.begin + 3 and m.type in _ACTORS), None)
