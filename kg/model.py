"""The records that the steps of the pipeline hand on: frozen, of plain types, each knowing where it came from.

Offsets count Unicode code points of `Document.text`, end excluded. A change is a new record
(`dataclasses.replace`); an empty collection is `()`.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]
Role = Literal["title", "subtitle", "byline", "heading", "body", "caption", "table"]
Severity = Literal["warning", "refused"]
SectionKind = Literal["review", "outlook", "tasks", "goals", "problems", "background", "other"]
RelativeComparator = Literal[
    "same-as", "faster-than", "slower-than", "growing", "flat", "as-set", "qualitative"
]  # fmt: skip
TargetNature = Literal["binding", "anticipatory"]
Verdict = Literal["met", "exceeded", "missed", "open", "unclear", "not-stated"]
MeasureRole = Literal[
    "object", "place", "means", "partner", "field", "beneficiary", "lead", "support", "about"
]  # fmt: skip
RISE, FALL, POINT = "增长", "下降", "个百分点"
"""How units tell a change (%增长), and the unit of shares that change."""
SIGNS = {">=": "≥", "<=": "≤", "=": "", ">": ">", "<": "<", "~": "≈"}
"""How people read the bound of a figure."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one input, while the run goes on with the rest.

    `severity` tells whether the input went in with a loss ("warning") or not at all ("refused").
    """

    where: str
    fact: str
    hint: str = ""
    severity: Severity = "refused"


@dataclass(frozen=True, slots=True)
class Metadata:
    """One thing known of a document, and where it is stated.

    `key` is one of title, subtitle, author, office, date, source, page, issuer, number, region, url,
    language, kind (of document: work-report, bulletin, opinion …). `span` is its place in the text, or
    None where it was declared beside the text or inferred. `by` names the way it was found ("table",
    "front-matter", "option", "title", "issuer", "byline", "text", "html", "pdf", "docx", "name" …),
    `confidence` how sure it is, from 0 to 1.
    """

    key: str
    value: str
    span: Span | None = None
    by: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document: a stretch of its text without line breaks, and what it serves as.

    `level` is the level of a heading where the format tells it (1 the highest), else 0. `confidence` is below 1
    where the text was recognised on a picture: that of its least sure line. `page` is the page on which it begins
    where the format has pages (1 the first), else 0.
    """

    start: int
    end: int
    role: Role = "body"
    level: int = 0
    confidence: float = 1.0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, down to the next heading of its level or a higher one.

    `heading` is the span of the heading itself, `parent` the place of the section above in
    `Document.sections`, None at the top. The frame, `kind` and `period`, tells what its statements speak
    of: the period is a year ("2025"), a span of years ("2026-2030"), or None.
    """

    start: int
    end: int
    heading: Span
    level: int
    title: str
    parent: int | None = None
    kind: SectionKind = "other"
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that is not empty: its place in the grid, how much of it it spans, its place in the text.

    `indent` tells how far its text stands from the left, in half widths of a character: parts stand to the right.
    """

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid beside the text, where its rows stand as paragraphs, cells parted by tabs.

    `heads` is the number of rows at the top that hold the heads of columns; a merged cell stands once, at its
    first row and column. `caption` and `notes` are spans of the text, `unit` is what caption, corner or a line
    of its own say of all cells ("亿元", "亿元、%"), as printed.
    """

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...] = ()
    heads: int = 1
    caption: Span | None = None
    unit: str = ""
    notes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An article, cleaned once and never changed after.

    `path` is the file as it was named to us, `raw_hash` the SHA-256 of its bytes. Paragraphs cover
    the text but for the line breaks between them.
    """

    id: str
    text: str
    path: str = ""
    raw_hash: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    problems: tuple[Problem, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()

    def page(self, at: int) -> int:
        """The page on which a place of the text stands, as its paragraph begins; 0 where none is known."""
        place = bisect_right(self.paragraphs, at, key=lambda paragraph: paragraph.start)
        return self.paragraphs[place - 1].page if place else 0

    def get(self, key: str) -> str | None:
        """The first value known for a key of the metadata, or None."""
        return next((m.value for m in self.metadata if m.key == key), None)

    @property
    def region(self) -> str | None:
        """The name of the region that the document speaks for."""
        return self.get("region")

    @property
    def title(self) -> str | None:
        """The title as printed."""
        return self.get("title")

    @property
    def date(self) -> str | None:
        """The day (2024-07-08), month (2024-07) or year (2024) of publication."""
        return self.get("date")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: never across two paragraphs; its text is `Document.text[start:end]`."""

    document: str
    index: int
    start: int
    end: int
    text: str
    paragraph: int
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a document that names something.

    `name` is the canonical name within the document (the full form of a short one), `by` the part
    and rule that found it, `confidence` a precision observed on annotated text.
    """

    document: str
    start: int
    end: int
    text: str
    type: str
    name: str
    confidence: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A sentence's statement that one thing stands in a relation to another.

    Head and tail are canonical names of the document's mentions, or the name of the document's
    region. A span is that of the mention meant, None where the end is inferred and not said in
    the sentence. `evidence` is the span of the sentence, `year` the year by which it is to hold ("2027"),
    where the sentence sets one. `cell` names the table, the row and the column where a table states it.
    """

    document: str
    head: str
    relation: str
    tail: str
    status: str
    evidence: Span
    stage: str | None = None
    head_span: Span | None = None
    tail_span: Span | None = None
    confidence: float = 1.0
    by: str = ""
    year: str | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that measures an outcome or sets a target.

    `value` counts in `unit` (1.5 and 万亿元), `text` is the figure as written and `span` its place.
    A change carries it in the unit (%增长, 个百分点下降, 倍增长, 番增长). Years are "2027" or None. `cell` names
    the table, the row and the column that a figure of a table stands in (表2 › 出口额：汽车 › 2025年). `concept`
    is the canonical indicator (`ontology/indicators.yaml`) where the words name one; `scope` are the words of
    extent beside it (全社会, 名义, 上半年), `part` what is left of them: the part that is measured. A range is
    one indicator: `low` and `high` count in `unit` too, `value` is the low one, the comparator `>=`.
    `base_value` is what the value rose or fell from. `period` is the part of a year or the span of years that
    it covers, where it is not the year: 2024-Q1, 2024-H1, 2024-03, 2024-01/2024-11, 2021-2025.
    `nature` tells whether a target binds (约束性) or is expected (预期性), where its table says so; `cumulative` that
    the value is a sum over the years that end in `year` (〔〕, 累计).
    """

    document: str
    subject: str
    indicator: str
    comparator: str
    value: Decimal
    unit: str
    year: str | None
    status: str
    evidence: Span
    base_year: str | None = None
    subject_span: Span | None = None
    span: Span | None = None
    text: str = ""
    confidence: float = 1.0
    by: str = ""
    cell: str = ""
    concept: str | None = None
    scope: tuple[str, ...] = ()
    part: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    base_value: Decimal | None = None
    period: str | None = None
    nature: TargetNature | None = None
    cumulative: bool = False

    @property
    def bounds(self) -> "tuple[Indicator, ...]":
        """The indicator as annotators write it: itself, or of a range its low (>=) and its high (<=) bound."""
        if self.high is None:
            return (self,)
        bare = replace(self, low=None, high=None)
        return bare, replace(bare, comparator="<=", value=self.high)


@dataclass(frozen=True, slots=True)
class Relative:
    """What a sentence says of an indicator without a number of its own.

    Relative to another (居民收入增长与经济增长同步: same-as, reference 经济增长), to what was set (完成省定目标:
    as-set), to zero (正增长: growing; 持平: flat), or in words (保持合理水平: qualitative). `text` is the predicate as
    written and `span` its place, `against` the canonical indicator that the reference names, if it names one; the other
    fields are those of `Indicator`.
    """

    document: str
    subject: str
    indicator: str
    comparator: RelativeComparator
    reference: str
    year: str | None
    status: str
    evidence: Span
    subject_span: Span | None = None
    span: Span | None = None
    text: str = ""
    confidence: float = 1.0
    by: str = ""
    concept: str | None = None
    scope: tuple[str, ...] = ()
    part: str = ""
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Unused:
    """A figure of a document that is no indicator, and why: the name of a reason (`figure_reasons.tsv`)."""

    document: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """Who or what takes part in a measure, and as what: a canonical name of the document, and its mention."""

    role: MeasureRole
    name: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """An act of a plan, a report or an essay: one verb group with what it governs; its words are its label.

    `evidence` is the span of its sentence, `actor_span` None where the actor is inferred. `year` is what
    the sentence or the lead of its paragraph says, `period` what its section tells, `due` a deadline to the
    month ("2026-12"). An act that is negated, ended or refused has `ended`. `section` is its place in
    `Document.sections`, `figures` the places of its figures among the document's indicators. `cell` names the table
    and the row where a table states it.
    """

    document: str
    start: int
    end: int
    text: str
    actor: str
    status: str
    evidence: Span
    actor_span: Span | None = None
    ended: bool = False
    stage: str | None = None
    year: str | None = None
    period: str | None = None
    due: str | None = None
    roles: tuple[Part, ...] = ()
    section: int | None = None
    figures: tuple[int, ...] = ()
    confidence: float = 1.0
    by: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ListedProject:
    """A row of a list of projects, its cells as printed; what the list does not tell is None.

    `builder` is the body that builds it, or in whose charge it is where the list names no other; `investment`
    counts in `unit`; `start` and `end` are years, or years and months, `section` the row above that parts the list.
    """

    document: str
    name: str
    span: Span
    evidence: Span
    builder: str | None = None
    location: str | None = None
    content: str | None = None
    investment: Decimal | None = None
    unit: str | None = None
    start: str | None = None
    end: str | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A row of a table that shares out tasks: what, who leads, who assists, by when, as printed."""

    document: str
    task: str
    span: Span
    evidence: Span
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    due: str | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """That a document names another, and how it stands to it.

    `relation` is one of `citations` in `relations.yaml` (basedOn, implements, cites, repeals, repliesTo, editionOf),
    `name` the other's canonical name in this document, or its number where it is named by that alone; `number`
    (国发〔2018〕12号) and `date` are what stands beside it. `span` is the place of the name, None where the
    document's own title tells it.
    """

    document: str
    relation: str
    name: str
    evidence: Span
    span: Span | None = None
    number: str | None = None
    date: str | None = None
    confidence: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What extractors found in one document, so far."""

    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    problems: tuple[Problem, ...] = ()
    unused: tuple[Unused, ...] = ()
    measures: tuple[Measure, ...] = ()
    relatives: tuple[Relative, ...] = ()
    projects: tuple[ListedProject, ...] = ()
    tasks: tuple[ListedTask, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its sentences and all that was found in it, names and types made consistent."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    findings: Findings = Findings()


@dataclass(frozen=True, slots=True)
class Name:
    """A thing as one document names it: the canonical name, its type, its other names there.

    What `resolve` needs of a document, and all it sees. `region` is the document's own region;
    `count` the number of mentions. `behind` is what stands right before a region's name, where it is
    no blank or mark: 南京市 before 鼓楼区 tells which one is meant. `number` is that of a document (国发〔2018〕12号).
    """

    document: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    region: str | None = None
    count: int = 0
    behind: tuple[str, ...] = ()
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Titled:
    """A document of the graph as others may name it: its id, title, number and date."""

    document: str
    title: str = ""
    number: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a document's name was taken for a thing: the rule, and the two names it brought together."""

    document: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it is cited: what a reader needs to find it again; `spatial` is the IRI of its region.

    `kind` is that of `ontology/lexicon/document_kinds.tsv` (work-report, notice), where its words tell one.
    """

    iri: str
    id: str
    title: str = ""
    date: str | None = None
    source: str | None = None
    author: str | None = None
    region: str | None = None
    url: str | None = None
    path: str = ""
    spatial: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name or a register tells of a thing, beside what texts say: its place, its field, the class above it.

    `subject` and `object` are IRIs, `predicate` the name of a property (inPlace, or skos:broader), `by` the rule or
    register, `words` those of the name, or the entry of the register, that tell it.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    by: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph: one IRI, one main type, a label, and every name it goes by.

    `kind` is the finer class (Municipality, University …) or None, `code` the division or catalogue
    code, `scope` the IRI of the region that makes a generic name particular, `label_en` the known
    English name. `merges` tell why names of documents were taken for this thing, `references` what names and
    registers tell of it.
    """

    iri: str
    type: str
    label: str
    label_en: str | None = None
    kind: str | None = None
    code: str | None = None
    scope: str | None = None
    aliases: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a document states, resolved: where it says so, who found it, and how sure that is.

    `iri` and `document` are IRIs, spans count in the document; `quote` is the sentence, letter by letter, `page` its
    page (0 where none is known), `by` the rule or model, `confidence` its precision.
    """

    iri: str
    document: str
    evidence: Span
    quote: str
    confidence: float = 1.0
    by: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Factual(Statement):
    """A statement of what is, was done or is to be done.

    `year` is the year by which it is to hold, where the sentence sets one; `subject_span` where the sentence names its
    subject, `cell` the cell of a table that it stands in.
    """

    status: str
    year: str | None = None
    subject_span: Span | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Factual):
    """A resolved relation: an edge between two entities, and the sentence of one document that states it.

    `subject`, `object` and `act` (the measure that states it) are IRIs, `predicate` is the relation's name (develops).
    """

    subject: str
    predicate: str
    object: str
    stage: str | None = None
    object_span: Span | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Factual):
    """What is said of an indicator of an entity: its words, which canonical one that is, the place of the value."""

    subject: str
    indicator: str
    comparator: str
    text: str = ""
    span: Span | None = None
    concept: str | None = None
    scope: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Measured):
    """A resolved indicator: what is measured of which entity, how much, by when, and who says so.

    `low`, `high`, `base_value`, `period`, `nature` and `cumulative` are as in `Indicator`.
    """

    value: Decimal
    unit: str
    base_year: str | None = None
    act: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    base_value: Decimal | None = None
    period: str | None = None
    nature: TargetNature | None = None
    cumulative: bool = False

    @property
    def bound(self) -> str:
        """How the amount bounds what is measured: the comparator, or = for a range, which says both its bounds."""
        return self.comparator if self.high is None else "="

    @property
    def amount(self) -> str:
        """The value as people write it, without its unit: no exponent, no zeros at the end; 4.5–5 for a range."""
        ends = (self.value,) if self.high is None else (self.value, self.high)
        return "–".join(f"{end.normalize():f}" for end in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeFigure(Measured):
    """A resolved relative: what is said of an entity's indicator without a number, and who says so."""

    reference: str
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What one sentence states of a rung, as target or result: a number, a bound, a range, or relative to something.

    `comparator` is that of figures, or range, or that of relative figures; `low` and `high` are None without a
    number. `report` is the year of the document, `figure` the IRI of what it rests on, `nature` whether a target binds.
    """

    kind: Literal["target", "result"]
    comparator: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    reference: str
    against: str | None
    text: str
    indicator: str
    manner: tuple[str, ...]
    document: str
    report: str | None
    quote: str
    start: int
    figure: str
    weight: int = 0
    nature: TargetNature | None = None

    def says(self) -> tuple[str, Decimal | None, Decimal | None, str]:
        """What it says, to compare with what another says."""
        return self.comparator, self.low, self.high, self.reference


@dataclass(frozen=True, slots=True)
class Rung:
    """An indicator of a region in a period: what was aimed at, what came of it.

    `extent` are words that narrow the indicator (上半年, 民营, 年均), `part` the part that is measured; both empty
    for the indicator of the whole region. `target` and `result` are the statements that count, `targets` and
    `results` all of them, by document and place. `revised`: a later document sets another target;
    `contradicted`: two statements of the result do not agree.
    """

    region: str
    indicator: str
    extent: tuple[str, ...]
    part: str
    period: str
    target: Stated | None
    result: Stated | None
    verdict: Verdict
    targets: tuple[Stated, ...] = ()
    results: tuple[Stated, ...] = ()
    revised: bool = False
    contradicted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Factual):
    """A resolved measure: who does what, with what and whom, by when, and the sentence that says so.

    `actor` (None where nothing tells who acts) and the ends of `roles` are IRIs, `label` is the phrase, letter by
    letter, `span` its place. `section` is the IRI of the section that it stands in, `area` the name of its policy area.
    `decided` names what a person set (lead, due …); words that a person wrote need not stand in the text.
    """

    label: str
    actor: str | None
    span: Span
    ended: bool = False
    stage: str | None = None
    period: str | None = None
    due: str | None = None
    roles: tuple[tuple[MeasureRole, str], ...] = ()
    section: str | None = None
    decided: tuple[str, ...] = ()
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Statement):
    """A resolved citation: how a document stands to another, and the sentence that says so.

    `document` is the IRI of the one that speaks, `cited` that of the document entity that it names.
    """

    relation: str
    cited: str
    span: Span | None = None
    number: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of a document as the graph holds it: its heading, what it speaks of, and what it is part of.

    `parent` is the IRI of the section above, or of the document.
    """

    iri: str
    document: str
    title: str
    span: Span
    level: int
    parent: str
    kind: str = "other"
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A resolved mention: where a document names an entity, in which words, and as what type."""

    entity: str
    document: str
    start: int
    end: int
    text: str
    type: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """What one document adds to the graph; retracting the document takes exactly this away.

    `region` is the IRI of the region that the document speaks for.
    """

    document: Document
    iri: str
    occurrences: tuple[Occurrence, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    region: str | None = None
    relatives: tuple[RelativeFigure, ...] = ()
    acts: tuple[Act, ...] = ()
    sections: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided of a measure: what of it changes (`workspace.decisions.CHANGES`), and to what.

    The measure is the one of that IRI in that document; where the text has changed since, the one whose
    `sentence` and `words` read so. `words` are those that were read, whatever a person made of them.
    """

    task: str
    document: str
    sentence: str
    words: str
    change: str
    to: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A statement that a person added to what was read of a document, with its sentence, letter by letter.

    `subject` and `object` are names of the document. Where `relation` is empty it is a measure: `subject` is its
    actor ("" for nobody known), `object` its words.
    """

    document: str
    sentence: str
    subject: str
    relation: str
    object: str
    status: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided, keyed by IRIs; every rebuild honours it.

    `merges` are pairs (this entity, is that one), `splits` pairs (entity, document whose use of the name
    is another thing), `renames` pairs (entity, label). `rejected` and `confirmed` are IRIs of claims,
    `retracted` ids of documents, `distinct` pairs of entities that only look like one, `tasks` corrections of
    measures in the order in which they were made, `additions` statements that were added.
    """

    merges: tuple[tuple[str, str], ...] = ()
    splits: tuple[tuple[str, str], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    rejected: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    retracted: frozenset[str] = frozenset()
    distinct: tuple[tuple[str, str], ...] = ()
    tasks: tuple[Correction, ...] = ()
    additions: tuple[Addition, ...] = ()
