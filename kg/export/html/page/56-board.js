// The first screen and the views beside the graph: headline figures, tasks by policy area, matrix, timeline, ladder, one task.
// Each is {title, make(width) -> elements of the screen, chart(width) -> drawing or null, twin -> [columns, rows] of its table}.

import { append, byId, data, el, figures, links, live, round, say, sentences, svg, types, word } from "./10-model.js";
import {
  actOf, actText, acts, amountText, boardRegions, headings, headlineRungs, inRole, isAhead, isDone, isDue, isFirm, isLate, isPlain,
  isSure, latest, middleOf, nameList, names, ownDue, regionOf, reportYear, rungName, rungs, severalRegions, shortAmount, statusName, sure,
  verdictKind, verdictWord,
} from "./12-board-model.js";
import { entityButton, figureLine, item, statement, statusTag } from "./40-evidence.js";
import {
  cellChart, chartLink, chartRoot, dotPanels, dotPlot, indicatorAddress, ladderChart, letters, resultMark, targetMark, toldRung, tone,
  widthOf, wrapped,
} from "./44-charts.js";
import { heading } from "./50-panels.js";
import { followBlock, followCounts } from "./57-follow.js";
import { actCells, actPrinted, documentOf } from "./70-table.js";
import { address } from "./99-main.js";

export const board = { view: null };

export function boardWidth() {
  return Math.max(320, byId("board").clientWidth - 44);
}

export function tally(list, of) {
  const found = new Map();
  list.forEach(function (one) { found.set(of(one), (found.get(of(one)) || 0) + 1); });
  return found;
}

// ---- first screen

export function coverView() {
  const many = boardRegions().length > 1 && dotPanels().length > 0;
  return {
    title: word(data.title),
    make: function (width) {
      return [many ? comparison(width) : headlineCards(), el("div", { class: "columns" }, areaList(), el("div", {}, besideAreas()))];
    },
    chart: function (width) { return many ? dotPlot(width) : coverLadder(width); },
    twin: function () { return ladderTwin(headlineRungs()); },
    lists: coverLists,
  };
}

// The lists of the first screen for paper: title and rows of each.
function coverLists() {
  const due = dueItems();
  const late = due.filter(function (one) { return one.late; }).reverse();
  const next = due.filter(function (one) { return !one.late; });
  const fresh = acts.filter(isNew);
  const told = followCounts();
  function lines(found) {
    return found.map(function (one) {
      return [one.due, one.rung ? word(names[one.rung.region]) + " " + rungName(one.rung) + " " + amountText(one.rung.target) : actText(one.act)];
    });
  }
  return [
    { title: say("due_next", { n: next.length, month: data.asOf }), rows: lines(next) },
    { title: told.title, rows: told.rows },
    { title: say("new_n", { n: fresh.length }), rows: fresh.map(function (act) { return [actText(act)]; }) },
    { title: say("due_late", { n: late.length }), rows: lines(late) },
  ].filter(function (list) { return list.rows.length > 0; });
}

function comparison(width) {
  return el("section", { class: "block" },
    el("h2", {}, say("dot_plot"), " ", el("a", { class: "aside", href: address(["table", "ladder"]) }, say("show_table"))), dotPlot(width));
}

// Five pairs of last result and next target; a document without headline indicators has its surest targets there.
function cardPairs() {
  const own = latest(headlineRungs());
  const newest = own.reduce(function (year, p) { return p.target && p.target.period > year ? p.target.period : year; }, "");
  function worth(pair) {
    const numbers = ["result", "target"].filter(function (kind) { return pair[kind] && middleOf(pair[kind][kind]) !== null; }).length;
    return numbers + (pair.target && pair.target.period === newest ? 2 : 0);
  }
  const full = own.slice().sort(function (a, b) { return worth(b) - worth(a) || data.indicators[a.indicator].head - data.indicators[b.indicator].head || a.region - b.region; });
  if (full.length >= 5) {
    return full.slice(0, 5).sort(function (a, b) { return data.indicators[a.indicator].head - data.indicators[b.indicator].head; });
  }
  const rest = latest(rungs.filter(function (r) { return live.rung[r.id] && isPlain(r) && r.target && data.indicators[r.indicator].head < 0; }));
  return full.concat(rest).slice(0, 5);
}

function headlineCards() {
  const pairs = cardPairs();
  const many = severalRegions();
  return pairs.length === 0 ? null : el("section", { class: "cards", "aria-label": say("headlines") }, pairs.map(function (pair) {
    const shown = pair.result || pair.target;
    return el("a", { class: "card", href: indicatorAddress(shown) },
      el("h3", {}, many ? word(names[pair.region]) + " " : "", rungName(shown)),
      pair.result ? el("p", {}, amountBold(pair.result.result), " ", el("span", {}, say("in_year", { year: pair.result.period }))) : el("p", {}, el("b", {}, "—"), " ", el("span", {}, say("no_result"))),
      pair.result && isSure(pair.result.target) ? el("p", { class: "small" }, verdictTag(pair.result), " ", say("target"), " ", el("span", { lang: "zh-CN" }, amountText(pair.result.target))) : null,
      pair.target && pair.target !== pair.result ? el("p", { class: "ahead" }, "→ ", amountBold(pair.target.target), " ", el("span", {}, say("target_of", { year: pair.target.period }))) : null);
  }));
}

function amountBold(one) {
  const text = amountText(one);
  return el("b", { lang: "zh-CN", class: Array.from(text).length > 7 ? "long" : null }, text);
}

/** @param {Rung} rung */
export function verdictTag(rung) {
  return el("span", { class: "tag verdict-" + verdictKind(rung) }, verdictKind(rung) === "late" ? say("late") : verdictWord(rung));
}

function coverLadder(width) {
  const pairs = cardPairs();
  return pairs.length === 0 ? null : cellChart([say("indicator"), say("result"), say("verdict"), say("target")], pairs.map(function (pair) {
    return [word(names[pair.region]) + " " + rungName(pair.result || pair.target), pair.result ? amountText(pair.result.result) + " (" + pair.result.period + ")" : "—",
      pair.result && pair.result.target ? verdictWord(pair.result) : "", pair.target ? amountText(pair.target.target) + " (" + pair.target.period + ")" : "—"];
  }), width, say("headlines"));
}

function areaList() {
  const ahead = acts.filter(isAhead);
  const firm = ahead.filter(isFirm);
  const counts = tally(firm, function (act) { return act.area; });
  const order = Array.from(counts.keys()).sort(function (a, b) {
    return Number(data.areas[a].name === "other") - Number(data.areas[b].name === "other") || counts.get(b) - counts.get(a) || a - b;
  });
  const most = Math.max.apply(null, order.map(function (a) { return counts.get(a); }).concat(1));
  return ahead.length === 0 ? null : el("section", { class: "block" },
    el("h2", {}, el("a", { href: address(["table", "acts"], { firm: 1 }) }, say("firm_n", { n: firm.length })), " ", el("span", { class: "quiet" }, say("by_area"))),
    el("ul", { class: "bars" }, order.map(function (area) {
      return el("li", {}, el("a", { class: "bar-link", href: address(["table", "acts"], { firm: 1, area: data.areas[area].name }) },
        el("span", { class: "label" }, word(data.areas[area])), barOf(counts.get(area) / most), el("span", { class: "count" }, counts.get(area))));
    })),
    ahead.length === firm.length ? null : el("p", { class: "note" }, say("firm_rest", { n: ahead.length - firm.length }), " ",
      el("a", { href: address(["table", "acts"], { ahead: 1 }) }, say("ahead_n", { n: ahead.length }))));
}

export function barOf(share) {
  return svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { width: round(100 * share), height: 10, class: "bar-fill" }));
}

export const listed = 7;
const glanced = 4; // what a list of the first screen shows, where others stand beside it

// What is due, kept, new, late and done; where nothing is, the tasks themselves.
function besideAreas() {
  const due = dueItems();
  const late = due.filter(function (one) { return one.late; });
  const found = [dueBlock("due_next", due.filter(function (one) { return !one.late; }), glanced), followBlock(), newList(), dueBlock("due_late", late.reverse(), glanced), doneList()];
  return [].concat.apply([], found).some(Boolean) ? found : firstTasks();
}

function firstTasks() {
  const telling = acts.filter(isFirm);
  return telling.length === 0 ? null : el("section", { class: "block" },
    el("h2", {}, el("a", { href: address(["table", "acts"], { ahead: 1 }) }, say("first_tasks"))),
    el("ul", { class: "plain dues" }, telling.slice(0, 2 * listed).map(function (act) {
      return el("li", {}, el("a", { href: address(["act", act.key]), lang: "zh-CN" }, actText(act)));
    })));
}

// Targets of headline indicators and tasks with a deadline of their own, those that are late first.
function dueItems() {
  const found = headlineRungs().filter(function (r) { return r.verdict === "open" && isSure(r.target); }).map(function (r) {
    return { due: r.period, late: r.period < data.asOf.slice(0, 4), rung: r, act: null };
  }).concat(acts.filter(function (act) {
    return isAhead(act) && ownDue(act) && (act.figures.length > 0 || act.due.length > 4) && inRole(act, "object").length > 0;
  }).map(function (act) { return { due: act.due, late: isLate(act.due), rung: null, act: act }; }));
  return found.sort(function (a, b) { return (a.late ? 1 : 0) - (b.late ? 1 : 0) || (a.due < b.due ? -1 : a.due > b.due ? 1 : 0); });
}

export function dueList() {
  const found = dueItems();
  const late = found.filter(function (one) { return one.late; });
  return [dueBlock("due_next", found.filter(function (one) { return !one.late; }), listed), dueBlock("due_late", late, listed)];
}

function dueBlock(key, found, most) {
  const many = severalRegions();
  return found.length === 0 ? null : el("section", { class: "block" },
    el("h2", {}, el("a", { href: address(["timeline"]) }, say(key, { n: found.length, month: data.asOf }))),
    el("ul", { class: "plain dues" }, found.slice(0, most).map(function (one) {
      return el("li", {}, el("span", { class: "when" }, one.due), one.rung
        ? el("a", { href: indicatorAddress(one.rung) }, many ? word(names[one.rung.region]) + " " : "", rungName(one.rung), " ", el("b", { lang: "zh-CN" }, amountText(one.rung.target)))
        : el("a", { href: address(["act", one.act.key]), lang: "zh-CN" }, actText(one.act)));
    }), found.length > most ? el("li", {}, el("a", { href: address(["timeline"]) }, say("more", { n: found.length - most }))) : null));
}

// Acts ahead on a thing of which no older document of the region says anything; none where it has no older one.
export const isNew = (function () {
  /** @type {Map<string, Set<number>> | null} */
  let older = null;
  return function (/** @type {Act} */ act) {
    if (older === null) {
      older = new Map();
      const told = function (one, ids) {
        const document = data.documents[sentences[one.sentence].document];
        if (!document.current && document.date && document.region) {
          older.set(document.region, older.get(document.region) || new Set());
          ids.forEach(function (id) { older.get(document.region).add(id); });
        }
      };
      acts.forEach(function (one) { told(one, one.parts.map(function (part) { return part.name.entity ? part.name.entity.id : -1; })); });
      links.forEach(function (link) { link.claims.forEach(function (claim) { told(claim, [link.source, link.target]); }); });
      figures.forEach(function (figure) { told(figure, [figure.subject]); });
    }
    const known = older.get(regionOf(act));
    return known !== undefined && isFirm(act) && act.parts.some(function (part) {
      return part.role === "object" && part.name.entity && ["Project", "Zone", "Research", "Enterprise"].indexOf(types[part.name.entity.type].name) >= 0 && !known.has(part.name.entity.id);
    });
  };
})();

function newList() {
  const found = acts.filter(isNew);
  return found.length === 0 ? null : el("section", { class: "block" },
    el("h2", {}, el("a", { href: address(["table", "acts"], { fresh: 1 }) }, say("new_n", { n: found.length }))),
    el("ul", { class: "plain dues" }, found.slice(0, glanced).map(function (act) {
      return el("li", {}, el("a", { href: address(["act", act.key]), lang: "zh-CN" }, actText(act)));
    })));
}

// What the newest documents say was done and anyone can see, acts with a figure first.
function doneList() {
  const done = acts.filter(function (act) {
    return isDone(act) && act.firm;
  });
  const telling = done.filter(function (act) { return act.figures.length > 0 && inRole(act, "object").length > 0; });
  return done.length === 0 ? null : el("section", { class: "block" },
    el("h2", {}, el("a", { href: address(["table", "acts"], { finished: 1 }) }, say("done_n", { n: done.length }))),
    el("ul", { class: "plain dues" }, (telling.length ? telling : done).slice(0, glanced).map(function (act) {
      return el("li", {}, el("a", { href: address(["act", act.key]), lang: "zh-CN" }, actText(act)));
    })));
}

// ---- ladder of an indicator

export function indicatorView(named, query) {
  const number = data.indicators.findIndex(function (i) { return i.name === named; });
  if (number < 0) {
    return null;
  }
  const all = rungs.filter(function (r) { return r.indicator === number && live.rung[r.id]; });
  const plain = all.filter(isPlain);
  const told = plain.some(function (r) { return [r.target, r.result].some(function (one) { return one && middleOf(one) !== null; }); });
  return {
    title: word(data.indicators[number]), number: number,
    make: function (width) {
      return [told ? ladderChart(numeric(plain), width) : null, plainTable(ladderTwin(all))];
    },
    chart: function (width) { return told ? ladderChart(numeric(plain), width) : null; },
    twin: function () { return ladderTwin(all); },
    panel: function () {
      const order = all.slice().sort(function (a, b) { return (chosen(b) ? 1 : 0) - (chosen(a) ? 1 : 0) || (a.period > b.period ? -1 : 1); });
      return [heading(say("ladder"), word(data.indicators[number]), say("rungs_n", { n: all.length })),
        order.map(function (rung) { return rungLine(rung, chosen(rung)); })];
    },
  };
  function chosen(rung) {
    return names[rung.region].zh === query.region && rung.period === query.year && isPlain(rung);
  }
}

function numeric(list) {
  return list.filter(function (r) { return [r.target, r.result].some(function (one) { return one && middleOf(one) !== null; }); });
}

/** @param {Rung} rung @param [opened] */
export function rungLine(rung, opened) {
  const title = word(names[rung.region]) + " " + rungName(rung) + " " + rung.period;
  const line = item(title, [word(names[rung.region]), " ", rungName(rung), " ", el("span", { class: "year" }, rung.period), " ", verdictTag(rung), " ",
    el("span", { class: "count", lang: "zh-CN" }, [rung.target ? say("target") + " " + amountText(rung.target) : "", rung.result ? say("result") + " " + amountText(rung.result) : ""].filter(Boolean).join(" · "))],
  function () { return rungEvidence(rung); });
  if (opened) {
    line.openEvidence(true);
  }
  return line;
}

/** @param {Rung} rung */
export function rungEvidence(rung) {
  function part(key, one, others) {
    return one === null ? null : [el("h3", {}, say(key) + " " + amountText(one)), statement(one, "figure"), others.map(function (other) { return statement(other, "figure"); })];
  }
  return [
    rung.revised ? el("p", { class: "note" }, say("revised")) : null, rung.contradicted ? el("p", { class: "note" }, say("contradicted")) : null,
    part("target", rung.target, rung.otherTargets), part("result", rung.result, rung.otherResults),
  ];
}

function ladderTwin(list) {
  return { columns: ["region", "indicator", "year", "target", "result", "verdict", "source"], rows: list.map(function (rung) {
    const cited = [rung.target, rung.result].filter(Boolean).map(function (one) { return "[" + (documentOf(one).id + 1) + "]"; });
    return [word(names[rung.region]), rungName(rung), rung.period, rung.target ? amountText(rung.target) : "", rung.result ? amountText(rung.result) : "",
      verdictKind(rung) === "late" ? say("late") : verdictWord(rung), Array.from(new Set(cited)).join(" ")];
  }) };
}

export function plainTable(twin) {
  return el("div", { class: "table-scroll small", tabindex: "0", role: "region", "aria-label": say("table") }, el("table", {},
    el("thead", {}, el("tr", {}, twin.columns.map(function (key) { return el("th", { scope: "col" }, twin.heads ? key : say(key)); }))),
    el("tbody", {}, twin.rows.map(function (cells) {
      return el("tr", {}, cells.map(function (cell, i) { return el(i ? "td" : "th", { scope: i ? null : "row" }, cell); }));
    }))));
}

// ---- matrix: what each region (of one region, each year's document) does in each area, or of each industry

const matrixColumns = 14;

function matrixCells(kind) {
  const many = boardRegions().length > 1;
  const cells = new Map();
  const total = new Map();
  const rows = new Map();
  acts.filter(function (act) { return live.act[act.id] && !act.ended && act.confidence >= sure; }).forEach(function (act) {
    const row = many ? regionOf(act) : reportYear(act);
    const columns = kind === "industries"
      ? Array.from(new Set(act.parts.map(function (p) { return p.name; }).filter(function (n) { return n.entity && types[n.entity.type].name === "Industry"; })))
      : [data.areas[act.area]];
    if (row) {
      columns.forEach(function (column) {
        const key = row + "|" + column.zh;
        const cell = cells.get(key) || { done: 0, planned: 0 };
        cell[statusName(act) === "done" ? "done" : "planned"] += 1;
        cells.set(key, cell);
        total.set(column, (total.get(column) || 0) + 1);
        rows.set(row, true);
      });
    }
  });
  const columns = Array.from(total.keys()).sort(function (a, b) { return Number(a.name === "other") - Number(b.name === "other") || total.get(b) - total.get(a) || (a.zh < b.zh ? -1 : 1); });
  return { many: many, kind: kind, cells: cells, columns: kind === "industries" ? columns.slice(0, matrixColumns) : columns, rows: Array.from(rows.keys()).sort() };
}

export function matrixView(kind) {
  const found = matrixCells(kind);
  function cell(row, column) {
    return found.cells.get(row + "|" + column.zh);
  }
  // columns down, regions across: names of areas are longer than those of regions
  const twin = {
    heads: true, columns: [say(kind === "industries" ? "industry" : "area")].concat(found.rows),
    rows: found.columns.map(function (column) {
      return [word(column)].concat(found.rows.map(function (row) {
        const at = cell(row, column);
        return at ? at.done + " / " + at.planned : "";
      }));
    }),
  };
  return {
    title: say("matrix_" + kind),
    make: function () {
      return [el("p", { class: "note" }, say("matrix_hint"), " ", ["areas", "industries"].map(function (other) {
        return el("a", { class: "button", href: address(["matrix", other]), "aria-current": other === kind ? "true" : null }, say("matrix_" + other));
      })), matrixTable(found, cell)];
    },
    chart: function (width) { return cellChart(twin.columns, twin.rows, width, say("matrix_" + kind)); },
    twin: function () { return twin; },
  };
}

function matrixTable(found, cell) {
  const most = Math.max.apply(null, Array.from(found.cells.values()).map(function (c) { return c.done + c.planned; }).concat(1));
  return el("div", { class: "table-scroll matrix", tabindex: "0", role: "region", "aria-label": say("matrix_" + found.kind) }, el("table", {},
    el("thead", {}, el("tr", {}, [el("th", { scope: "col" }, say(found.kind === "industries" ? "industry" : "area"))].concat(found.rows.map(function (row) { return el("th", { scope: "col" }, row); })))),
    el("tbody", {}, found.columns.map(function (column) {
      return el("tr", {}, el("th", { scope: "row" }, word(column)), found.rows.map(function (row) {
        const at = cell(row, column);
        return el("td", { class: at ? "heat heat-" + Math.ceil(4 * (at.done + at.planned) / most) : null }, at ? matrixLink(found, row, column, at) : "");
      }));
    }))));
}

function matrixLink(found, row, column, at) {
  const query = found.many ? { region: row } : { published: row };
  query.sure = 1;
  query[found.kind === "industries" ? "thing" : "area"] = found.kind === "industries" ? column.zh : column.name;
  return el("a", { href: address(["table", "acts"], query), "aria-label": [row, word(column), say("done"), at.done, say("planned"), at.planned].join(" ") },
    el("span", { class: "done" }, at.done), " / ", el("span", {}, at.planned));
}

// ---- timeline: targets and results of indicators by year, and what is due

const timelineRows = 30;

function timelineRungs() {
  const set = rungs.filter(function (r) { return live.rung[r.id] && isPlain(r) && isSure(r.target); });
  const heads = set.filter(function (r) { return data.indicators[r.indicator].head >= 0; });
  const lanes = new Map();
  heads.concat(set.filter(function (r) { return data.indicators[r.indicator].head < 0; })).forEach(function (rung) {
    const key = rung.region + "|" + rung.indicator;
    if (!lanes.has(key)) {
      lanes.set(key, []);
    }
    lanes.get(key).push(rung);
  });
  return Array.from(lanes.values());
}

function dueByYear() {
  const counts = tally(acts.filter(function (act) { return live.act[act.id] && statusName(act) === "planned" && !act.ended && act.confidence >= sure && isDue(act); }),
    function (act) { return act.due.slice(0, 4); });
  return counts;
}

export function timelineView() {
  const lanes = timelineRungs();
  const shown = lanes.slice(0, timelineRows);
  return {
    title: say("timeline"),
    make: function (width) {
      return [el("p", { class: "note" }, say("timeline_hint", { month: data.asOf || "—" }), lanes.length > shown.length ? " " + say("shown_of", { n: shown.length, m: lanes.length }) : "", " ",
        el("a", { href: address(["table", "ladder"]) }, say("show_table"))), timelineChart(shown, width)];
    },
    chart: function (width) { return timelineChart(shown, width); },
    twin: function () { return ladderTwin([].concat.apply([], lanes)); },
  };
}

// An amount in words or in signs, where either has room: a cut one would tell another.
function fitting(one, size, room) {
  return [amountText(one), shortAmount(one), ""].find(function (text) { return widthOf(text, size) <= room; });
}

function timelineChart(lanes, width) {
  const due = dueByYear();
  const all = new Set(Array.from(due.keys()));
  lanes.forEach(function (lane) { lane.forEach(function (rung) { all.add(rung.period); }); });
  const years = Array.from(all).sort();
  const many = severalRegions();
  const label = Math.min(230, width * 0.3);
  const step = (width - label - 36) / Math.max(years.length, 1);
  const row = 26;
  const top = 52;
  const root = chartRoot(width, top + lanes.length * row + 40, say("timeline"));
  function x(year) {
    return label + step * (years.indexOf(year) + 0.5);
  }
  years.forEach(function (year) {
    append(root, letters(x(year), 18, year, { anchor: "middle", bold: year === data.asOf.slice(0, 4) }));
    append(root, svg("line", { x1: round(x(year)), x2: round(x(year)), y1: top - 4, y2: top + lanes.length * row, stroke: tone("rule") }));
    if (due.has(year)) {
      append(root, chartLink(address(["table", "acts"], { status: "planned", due: year, sure: 1 }), say("tasks_due", { year: year, n: due.get(year) }),
        letters(x(year), 38, String(due.get(year)), { anchor: "middle", fill: tone(year < data.asOf.slice(0, 4) ? "late" : "accent") })));
    }
  });
  append(root, letters(8, 38, say("tasks_due_lane"), { fill: tone("faint") }));
  lanes.forEach(function (lane, i) {
    const y = top + i * row + row / 2;
    const title = (many ? word(names[lane[0].region]) + " " : "") + rungName(lane[0]);
    append(root, wrapped(title, 12, label - 16).map(function (line, at, lines) { return letters(8, y + 4 + (lines.length > 1 ? at * 13 - 6 : 0), line, {}); }));
    lane.forEach(function (rung) {
      const color = tone(verdictKind(rung));
      append(root, chartLink(indicatorAddress(rung), toldRung(rung, "target") + " " + (verdictKind(rung) === "late" ? say("late") : verdictWord(rung)),
        (rung.result ? resultMark : targetMark)(x(rung.period), y, color),
        letters(x(rung.period) + 9, y + 4, fitting(rung.target, 11, rung.period === years[years.length - 1] ? step / 2 + 26 : step - 16), { size: 11, fill: tone("faint") })));
    });
  });
  let at = 8;
  [["met", "met"], ["missed", "missed"], ["late", "late"], ["open", "open"]].forEach(function (pair) {
    const text = pair[0] === "late" ? say("late") : word(data.verdicts[pair[1]]);
    append(root, (pair[0] === "met" || pair[0] === "missed" ? resultMark : targetMark)(at + 5, top + lanes.length * row + 22, tone(pair[0])));
    append(root, letters(at + 16, top + lanes.length * row + 26, text, { fill: tone("faint") }));
    at += 34 + widthOf(text, 12);
  });
  return root;
}

// ---- one task

export function actView(key) {
  const act = actOf(key);
  return act && {
    title: actText(act), act: act,
    make: function () { return actPanel(act); },
    chart: function () { return null; },
    twin: function () { return { columns: actPrinted, rows: [actCells(act)] }; },
  };
}

/** @param {Act} act */
export function actPanel(act) {
  const rows = Object.keys(data.roles).map(function (role) { return { role: role, names: inRole(act, role) }; }).filter(function (row) { return row.names.length; });
  const near = acts.filter(function (other) { return other.section === act.section && other.sentence === act.sentence && other !== act; });
  return el("article", { class: "block" },
    el("dl", { class: "facts" },
      el("div", {}, el("dt", {}, say("status")), el("dd", {}, statusTag(act.status, null), act.ended ? el("span", { class: "tag" }, say("ended")) : null)),
      el("div", {}, el("dt", {}, say("area")), el("dd", {}, el("a", { href: address(["table", "acts"], { area: data.areas[act.area].name }) }, word(data.areas[act.area])))),
      act.section < 0 ? null : el("div", {}, el("dt", {}, say("section")), el("dd", { lang: "zh-CN" }, headings(act.section).join(" › "))),
      act.due || act.period ? el("div", {}, el("dt", {}, say("deadline")), el("dd", {}, dueText(act))) : null,
      act.decided.length ? el("div", {}, el("dt", {}, say("decided")), el("dd", {}, decidedText(act))) : null,
      rows.map(function (row) {
        return el("div", {}, el("dt", {}, word(data.roles[row.role])), el("dd", {}, row.names.map(function (one, i) {
          return [i ? "、" : "", one.entity ? entityButton(one.entity) : word(one)];
        })));
      })),
    act.figures.length ? el("section", {}, el("h2", {}, say("figures")), act.figures.map(function (id) { return figureLine(figures[id], false); })) : null,
    el("h2", {}, say("evidence")), statement(act, "act"),
    near.length ? [el("h2", {}, say("same_sentence")), el("ul", { class: "plain" }, near.map(function (other) {
      return el("li", {}, el("a", { href: address(["act", other.key]), lang: "zh-CN" }, actText(other)));
    }))] : null);
}

// What of an act a person set.
/** @param {Act} act */
export function decidedText(act) {
  return act.decided.map(function (change) { return word(data.changes[change]); }).join("、");
}

/** @param {Act} act */
export function dueText(act) {
  const own = ownDue(act);
  return own || (act.period ? act.period + say("of_section") : act.due || "");
}

/** @param {Act} act */
export function actLine(act) {
  return item(actText(act), [el("a", { href: address(["act", act.key]), lang: "zh-CN" }, actText(act)), " ", statusTag(act.status, null), " ",
    el("span", { class: "count" }, [nameList(inRole(act, "actor")), dueText(act)].filter(Boolean).join(" · "))], function () { return statement(act, "act"); });
}

// ---- what a finding rests on, where that is acts or rungs

/** @param {Finding} finding */
export function findingView(finding) {
  const found = finding.rungs.map(function (id) { return rungs[id]; });
  const twin = found.length ? ladderTwin(found) : { columns: actPrinted, rows: finding.acts.map(function (id) { return actCells(acts[id]); }) };
  return {
    title: word(finding.heading),
    make: function () { return plainTable(twin); },
    chart: function (width) { return found.length ? cellChart(twin.columns.map(function (key) { return say(key); }), twin.rows, width, word(finding.heading)) : null; },
    twin: function () { return twin; },
  };
}
