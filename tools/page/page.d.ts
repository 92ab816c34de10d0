// What the scripts of the briefing hold: the records of `kg/export/html/data.py` as `10-model.js` and `12-board-model.js` read them.

declare const vis: any;

type Language = "zh" | "en";
interface Words { zh: string; en: string }
/** Kind of mark ("s" subject, "o" object), and its span in characters of the sentence, null where it lies elsewhere. */
type Mark = [string, number | null, number | null];

interface Type extends Words { name: string; color: string; shape: string }
interface Relation extends Words { name: string; inverse: Words; symmetric: boolean }
interface Named extends Words { name: string }
interface Document_ {
  id: number; title: string; date: string; source: string; author: string; region: string; url: string; sentences: number; current: boolean;
}
interface Theme {
  id: number; key: string; name: Words; leaders: number[]; type: number; standing: number[]; members: number[]; links: number;
  near: Record<number, number>; types: Record<number, number>;
}
interface Finding {
  key: string; heading: Words; text: Words; number: string; unit: Words; nodes: number[]; links: number[]; figures: number[]; acts: number[];
  rungs: number[]; year: string;
}

interface PageData {
  version: string; language: Language; title: Words; subtitle: Words; stamp: string; counts: [string, number][]; words: any;
  types: Type[]; shapes: Record<string, number[][]>; kinds: Record<string, Words>; relations: Relation[]; statuses: Named[];
  natures: Record<string, Words>; stages: Named[]; documents: Document_[]; sounds: Record<string, string>; themes: Theme[];
  sentences: any[][]; entities: any[][]; links: any[][]; figures: any[][]; names: any[][]; sections: any[][]; acts: any[][]; ladder: any[][];
  kept: any[][]; overview: { nodes: any[]; edges: any[] }; scenes: { nodes: any[]; edges: any[] }[]; findings: Finding[]; notes: Words[];
  asOf: string; areas: Named[]; indicators: (Named & { head: number; dots: number })[]; outcomes: Record<string, Words>;
  tiles: [string, string, string, number, number][]; verdicts: Record<string, Words>; roles: Record<string, Words>; changes: Record<string, Words>;
}

interface Sentence { document: number; start: number; text: string; page: number | null }
/** What has a sentence, a status and a confidence in per cent. */
interface Stated { sentence: number; status: number; confidence: number; marks: Mark[]; cell: string }
interface Claim extends Stated { stage: number | null; year: string }
interface Link { id: number; source: number; target: number; relation: number; count: number; claims: Claim[] }
interface Figure extends Stated {
  id: number; subject: number; indicator: string; comparator: string; value: string; unit: string; base: string; year: string; nature: string;
}
interface Entity {
  id: number; key: string; label: string; en: string; type: number; kind: string | null; code: string; scope: string; aliases: string[];
  mentions: number; theme: number; pinyin: string; links: Link[]; figures: Figure[];
}
interface Name extends Words { entity: Entity | null; body: boolean }
interface Section { title: string; parent: number; period: string | null }
interface Act extends Stated {
  id: number; key: string; actor: Name | null; ended: boolean; due: string; period: string; section: number; area: number;
  parts: { role: string; name: Name }[]; figures: number[]; words: string | null; year: string; decided: string[]; firm: boolean;
}
interface Statement extends Stated {
  text: string; comparator: string; low: number | null; high: number | null; unit: string; reference: string; year: null; nature: string;
  scale: number; base: string;
}
interface Rung {
  id: number; region: number; indicator: number; extent: string; part: string; period: string; verdict: string; target: Statement | null;
  result: Statement | null; otherTargets: Statement[]; otherResults: Statement[]; revised: boolean; contradicted: boolean;
}
/** The last result and the last target of a region and indicator. */
interface Pair { region: number; indicator: number; result: Rung | null; target: Rung | null }
/** A table: columns as keys of words, or as heads where `heads` says so. */
interface Twin { heads?: boolean; columns: string[]; rows: string[][] }
/** What stands in place of the graph: its elements, its drawing (null where it has none), its table. */
interface BoardView {
  title: string; make(width: number): any[]; chart(width: number): SVGSVGElement | null; twin(): Twin; panel?(): any[]; number?: number;
  act?: Act; key?: string; lists?(): { title: string; rows: string[][] }[];
}
