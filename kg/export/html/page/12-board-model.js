// Acts (what is to be done or was) and the ladder (what was aimed at and what came of it), as the data holds them.

import { data, entities, language, live, sentences, stated, statuses, within, word, yearOf } from "./10-model.js";

/** @type {Name[]} */
export const names = data.names.map(function (row) {
  const entity = row[2] < 0 ? null : entities[row[2]];
  return { zh: row[0] || entity.label, en: row[1] || entity.en || entity.label, entity: entity, body: row[3] === 1 };
});
/** @type {Section[]} */
const sections = data.sections.map(function (row) {
  return { title: row[0], parent: row[1], period: row[2] };
});
/** @type {Act[]} */
export const acts = data.acts.map(function (row, id) {
  return {
    id: id, key: row[0], sentence: row[1], marks: [["s", row[5], row[6]], ["o", row[2], row[3]]], actor: row[4] < 0 ? null : names[row[4]],
    status: row[7], ended: row[8] === 1, due: row[9], period: row[10], section: row[11], confidence: row[12], area: row[13],
    parts: row[14].map(function (part) { return { role: part[0], name: names[part[1]] }; }), figures: row[15], words: row[16], year: row[9], cell: row[17], decided: row[18], firm: row[19] === 1,
  };
});
const actByKey = new Map(acts.map(function (act) { return [act.key, act]; }));

// The act that a key names; of a key from another file, longer or shorter, the only one that fits.
export function actOf(key) {
  if (actByKey.has(key)) {
    return actByKey.get(key);
  }
  const near = key && key.length > 4 ? acts.filter(function (act) { return act.key.indexOf(key) === 0 || key.indexOf(act.key) === 0; }) : [];
  return near.length === 1 ? near[0] : undefined;
}

/** @returns {Statement | null} */
function statementOf(row) {
  return row && {
    sentence: row[0], marks: [["s", row[1], row[2]], ["o", row[3], row[4]]], text: row[5], comparator: row[6], low: row[7], high: row[8],
    unit: row[9], reference: row[10], confidence: row[11], status: row[12], year: null, cell: row[13], nature: row[14], scale: row[15],
    base: row[16],
  };
}

/** @type {Rung[]} */
export const rungs = data.ladder.map(function (row, id) {
  return {
    id: id, region: row[0], indicator: row[1], extent: row[2], part: row[3], period: row[4], verdict: row[5],
    target: statementOf(row[6]), result: statementOf(row[7]), otherTargets: row[8].map(statementOf), otherResults: row[9].map(statementOf),
    revised: row[10] === 1, contradicted: row[11] === 1,
  };
});
export const hasBoard = acts.length > 0 || rungs.length > 0;
export const sure = 50; // per cent: what is less sure stands in no sentence, card or dot of the cover

export function statusName(one) {
  return statuses[one.status].name;
}

/** @param {Act} act */
export function actText(act) {
  if (act.words === null) {
    act.words = Array.from(sentences[act.sentence].text).slice(act.marks[1][1], act.marks[1][2]).join("");
  }
  return act.words;
}

// The titles that lead to a section, from the top.
export function headings(section) {
  const found = [];
  for (let at = section; at >= 0; at = sections[at].parent) {
    found.unshift(sections[at].title);
  }
  return found;
}

/** @param {Act} act @param [role] */
export function inRole(act, role) {
  if (role === "actor") {
    return act.actor ? [act.actor] : [];
  }
  return act.parts.filter(function (part) { return part.role === role; }).map(function (part) { return part.name; });
}

export function nameList(list) {
  return list.map(word).join(language === "en" ? ", " : "、");
}

export function regionOf(one) {
  return data.documents[sentences[one.sentence].document].region || "";
}

export function reportYear(one) {
  return yearOf(one.sentence);
}

// Ahead: planned in its region's newest document, and surely so.
/** @param {Act} act */
export function isAhead(act) {
  return live.act[act.id] && statusName(act) === "planned" && !act.ended && act.confidence >= sure && data.documents[sentences[act.sentence].document].current;
}

// Done, as its region's newest document surely says.
/** @param {Act} act */
export function isDone(act) {
  return live.act[act.id] && statusName(act) === "done" && !act.ended && act.confidence >= sure && data.documents[sentences[act.sentence].document].current;
}

// Ahead, and anyone can see whether it comes true.
/** @param {Act} act */
export function isFirm(act) {
  return isAhead(act) && act.firm;
}

// A year before the document was written is no deadline: it tells of which things the act speaks (2000年底前建成的小区).
/** @param {Act} act */
export function isDue(act) {
  return Boolean(act.due) && act.due.slice(0, 4) >= reportYear(act);
}

// What an act's own words set as its deadline; the year of its whole section is none.
/** @param {Act} act */
export function ownDue(act) {
  const period = act.period || (act.section >= 0 ? sections[act.section].period : null);
  return isDue(act) && (act.due.length > 4 || act.due !== period) ? act.due : "";
}

export function isLate(due) {
  return Boolean(due && data.asOf) && due < data.asOf.slice(0, due.length);
}

export function filterBoard(dueOn) {
  live.act = acts.map(function (act) { return stated(act) && (!dueOn || within((act.due || act.period || "").slice(0, 4))); });
  live.rung = rungs.map(function (rung) {
    return [rung.target, rung.result].some(function (one) { return one && stated(one); }) && (!dueOn || within(rung.period));
  });
}

// ---- the ladder

/** @param {Rung} rung */
export function rungName(rung) {
  const more = [rung.extent, rung.part].filter(Boolean).join(" · ");
  return word(data.indicators[rung.indicator]) + (more ? (language === "en" ? " (" + more + ")" : "（" + more + "）") : "");
}

/** @param {Rung} rung */
export function verdictWord(rung) {
  return word(data.verdicts[rung.verdict]);
}

// Met, missed …, and late: a year that is over, of which no result is told.
/** @param {Rung} rung */
export function verdictKind(rung) {
  return rung.verdict === "open" && rung.period < data.asOf.slice(0, 4) ? "late" : rung.verdict;
}

// The amount in the words of its text, with its bound where those are the bare number.
export function amountText(one) {
  if (one.low === null) {
    return one.text;
  }
  // a cell of a table has its unit in the head
  if (one.unit && !one.text.includes(one.unit) && /^[<>≥≤≈]?[-\d.]+(左右|以上|以内|以下)?$/.test(one.text)) {
    return one.text.replace(/(\d)(?!.*\d)/, "$1" + one.unit);
  }
  if (one.high === one.low && one.comparator !== "=" && one.text === one.low + one.unit && data.words.comparators[one.comparator]) {
    return word(data.words.comparators[one.comparator]) + one.text;
  }
  return one.low < 0 && one.text.indexOf("-") < 0 && one.text.indexOf(String(-one.low)) === 0 ? "-" + one.text : one.text;
}

const signs = { ">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈" };

// The amount in signs, where its words would be too long; empty where it has no number.
/** @param {Statement} one */
export function shortAmount(one) {
  return one.low === null ? "" : one.high === one.low ? (signs[one.comparator] || "") + one.low + one.unit : one.low + "–" + one.high + one.unit;
}

/** @param {Rung} rung */
export function isPlain(rung) {
  return !rung.extent && !rung.part;
}

export function isSure(one) {
  return one !== null && one.confidence >= sure && stated(one);
}

// The rungs of whole regions for headline indicators, in the order of these.
export function headlineRungs() {
  return rungs.filter(function (rung) { return live.rung[rung.id] && isPlain(rung) && data.indicators[rung.indicator].head >= 0; })
    .sort(function (a, b) { return data.indicators[a.indicator].head - data.indicators[b.indicator].head || a.id - b.id; });
}

// The number that stands for a statement, in its unit without 万 or 亿: the middle of a range.
/** @param {Statement} one */
export function middleOf(one) {
  return one.low === null ? null : (one.low + one.high) / 2 * one.scale;
}

// The unit in which most of these count, without 万 or 亿: a drawing shows these, and only these.
/** @param {Statement[]} list @returns {string | null} */
export function unitOf(list) {
  const counted = new Map();
  list.filter(function (one) { return one && middleOf(one) !== null; }).forEach(function (one) { counted.set(one.base, (counted.get(one.base) || 0) + 1); });
  return Array.from(counted.keys()).reduce(function (most, base) { return most === null || counted.get(base) > counted.get(most) ? base : most; }, null);
}

// The place of a statement on an axis of such a unit; none where it has no number or counts in another.
/** @param {Statement | null} one @param {string} unit */
export function placeOf(one, unit) {
  return one && one.base === unit ? middleOf(one) : null;
}

// For each region and indicator the last result and the last target: {region, indicator, result, target} of rungs.
// A result that counts in another unit than the target stands beside none: an older one in its unit does.
/** @returns {Pair[]} */
export function latest(chosen) {
  const found = new Map();
  chosen.forEach(function (rung) {
    const key = rung.region + "|" + rung.indicator;
    if (!found.has(key)) {
      found.set(key, { region: rung.region, indicator: rung.indicator, rungs: [] });
    }
    found.get(key).rungs.push(rung);
  });
  return Array.from(found.values()).map(function (one) {
    const target = newest(one.rungs, "target", null);
    return { region: one.region, indicator: one.indicator, result: newest(one.rungs, "result", target && target.target), target: target };
  }).filter(function (pair) { return pair.result || pair.target; });
}

// The rung of the latest period that surely has such a statement, in the unit of another where that has one.
function newest(list, kind, other) {
  return list.filter(function (rung) {
    return isSure(rung[kind]) && !(other && other.low !== null && rung[kind].low !== null && rung[kind].base !== other.base);
  }).reduce(function (last, rung) { return last === null || rung.period > last.period ? rung : last; }, null);
}

// Whether documents or targets are of several regions: no figure stands without the name of its own then.
export function severalRegions() {
  return boardRegions().length > 1 || new Set(rungs.map(function (r) { return r.region; })).size > 1;
}

export function boardRegions() {
  return Array.from(new Set(data.documents.map(function (d) { return d.region || ""; }))).filter(Boolean);
}
