// Tasks, ladder, targets and figures, commitments, all relations, all entities as tables: sorted, filtered, saved as CSV.

import {
  announce, append, byId, data, el, empty, entities, figures, links, live, liveFigures, liveLinks, name, percent, relations, round, say,
  sentences, statuses, svg, typeName, types, word,
} from "./10-model.js";
import {
  actText, acts, amountText, headings, inRole, isAhead, isDone, isFirm, nameList, names, regionOf, reportYear, rungName, rungs, sure,
  verdictKind, verdictWord,
} from "./12-board-model.js";
import { copyText, entityButton, figureText, linkStatements, statement, statusTag } from "./40-evidence.js";
import { indicatorAddress } from "./44-charts.js";
import { heading, markLegend, themeName } from "./50-panels.js";
import { decidedText, dueText, isNew, rungEvidence, verdictTag } from "./56-board.js";
import { followEvidence, followed, liveFollowed, outcomeOrder, outcomeWord } from "./57-follow.js";
import { refocus } from "./80-legend.js";
import { fileName, save } from "./90-output.js";
import { address, go, redrawTable } from "./99-main.js";

export const tableRows = 100;
export const table = { kind: "figures", sort: null, down: false, text: "", status: "", due: "", theme: "", pick: null, limit: tableRows, only: {} };

/** @param {Link} link */
export function firstClaim(link) {
  return live.claims[link.id][0] || link.claims[0];
}

export function documentOf(one) {
  return data.documents[sentences[one.sentence].document];
}

function titleOf(one) {
  const document = documentOf(one);
  return "[" + (document.id + 1) + "] " + (document.title || say("untitled"));
}

function thingCell(list) {
  return list.map(function (one, i) { return [i ? "、" : "", one.entity ? entityButton(one.entity) : word(one)]; });
}

function roleColumn(role) {
  return { key: role, get: function (a) { return nameList(inRole(a, role)); }, cell: function (a) { return thingCell(inRole(a, role)); }, spare: true };
}

const actColumns = [
  { key: "section", get: function (a) { return headings(a.section).slice(-1).join(""); } },
  { key: "task", get: actText },
  roleColumn("actor"), roleColumn("lead"), roleColumn("support"), roleColumn("place"),
  { key: "deadline", get: dueText },
  { key: "figures", get: function (a) { return a.figures.map(function (id) { return figureText(figures[id]); }).join("；"); }, spare: true },
  { key: "area", get: function (a) { return word(data.areas[a.area]); } },
  { key: "status", get: actStatus, cell: function (a) { return a.ended ? el("span", { class: "tag" }, say("ended")) : statusTag(a.status, null); } },
  { key: "decided", get: decidedText, spare: true },
  { key: "confidence", number: true, get: function (a) { return percent(a.confidence); } },
  { key: "source", get: titleOf },
  { key: "quote", hidden: true, get: function (a) { return sentences[a.sentence].text; } },
];

export const actPrinted = ["section", "task", "actor", "lead", "deadline", "area", "status", "source"];

/** @param {Act} act */
function actStatus(act) {
  return act.ended ? say("ended") : word(statuses[act.status]);
}

/** @param {Act} act */
export function actCells(act) {
  return actPrinted.map(function (key) { return actColumns.find(function (c) { return c.key === key; }).get(act); });
}

const rungColumns = [
  { key: "region", get: function (r) { return word(names[r.region]); } },
  { key: "indicator", get: rungName, cell: function (r) { return el("a", { href: indicatorAddress(r) }, rungName(r)); } },
  { key: "year", short: true, get: function (r) { return r.period; } },
  { key: "target", get: function (r) { return r.target ? amountText(r.target) : ""; } },
  { key: "result", get: function (r) { return r.result ? amountText(r.result) : ""; } },
  { key: "verdict", get: function (r) { return verdictKind(r) === "late" ? say("late") : verdictWord(r); }, cell: verdictTag },
  { key: "confidence", number: true, get: function (r) { return percent(Math.min.apply(null, [r.target, r.result].filter(Boolean).map(function (one) { return one.confidence; }))); } },
  { key: "source", get: function (r) { return titleOf(r.result || r.target); } },
  { key: "quote", hidden: true, get: function (r) { return [r.target, r.result].filter(Boolean).map(function (one) { return sentences[one.sentence].text; }).join(" / "); } },
];

const followedColumns = [
  { key: "region", get: function (r) { return regionOf(r.act); } },
  { key: "report", number: true, get: function (r) { return reportYear(r.act); } },
  { key: "promises", get: function (r) { return actText(r.act); }, cell: function (r) { return el("a", { href: address(["act", r.act.key]), lang: "zh-CN" }, actText(r.act)); } },
  { key: "outcome", get: function (r) { return outcomeWord(r.outcome) + (r.recurring ? word(data.outcomes.recurring) : ""); }, cell: function (r) {
    return el("span", { class: "tag outcome-" + r.outcome }, outcomeWord(r.outcome) + (r.recurring ? word(data.outcomes.recurring) : ""));
  } },
  { key: "told", get: function (r) { return r.clauses.join("；"); } },
  { key: "likeness", number: true, get: function (r) { return r.outcome === "silent" ? "" : percent(r.confidence); } },
  { key: "source", get: function (r) { return titleOf(r.act); } },
  { key: "quote", hidden: true, get: function (r) { return sentences[r.act.sentence].text; } },
];

const figureColumns = [
  { key: "subject", get: function (f) { return name(entities[f.subject]); }, cell: function (f) { return entityButton(entities[f.subject]); } },
  { key: "indicator", get: function (f) { return f.indicator; } },
  { key: "comparator", get: function (f) { return word(data.words.comparators[f.comparator] || { zh: f.comparator }); } },
  { key: "value", number: true, get: function (f) { return f.value; } },
  { key: "unit", get: function (f) { return f.unit; } },
  { key: "base_year", get: function (f) { return f.base || ""; } },
  { key: "year_target", get: function (f) { return f.year || ""; } },
  { key: "status", get: function (f) { return word(statuses[f.status]); }, cell: function (f) { return statusTag(f.status, null); } },
  { key: "confidence", number: true, get: function (f) { return percent(f.confidence); } },
  { key: "source", get: titleOf },
  { key: "quote", hidden: true, get: function (f) { return sentences[f.sentence].text; } },
];

const linkColumns = [
  { key: "subject", get: function (l) { return name(entities[l.source]); }, cell: function (l) { return entityButton(entities[l.source]); } },
  { key: "relation", get: function (l) { return word(relations[l.relation]); } },
  { key: "object", get: function (l) { return name(entities[l.target]); }, cell: function (l) { return entityButton(entities[l.target]); } },
  { key: "status", get: function (l) { return statusText(firstClaim(l)); }, cell: function (l) { return statusTag(firstClaim(l).status, firstClaim(l).stage); } },
  { key: "year_target", get: function (l) { return firstClaim(l).year || ""; } },
  { key: "sentences", number: true, get: function (l) { return String(live.claims[l.id].length); } },
  { key: "confidence", number: true, get: function (l) { return percent(firstClaim(l).confidence); } },
  { key: "source", get: function (l) { return titleOf(firstClaim(l)); } },
  { key: "quote", hidden: true, get: function (l) { return sentences[firstClaim(l).sentence].text; } },
];

const entityColumns = [
  { key: "entity", get: name, cell: function (e) { return entityButton(e); } },
  { key: "types", get: typeName },
  { key: "region", get: function (e) { return e.scope || ""; } },
  { key: "links", number: true, get: function (e) { return String(liveLinks(e).length); } },
  { key: "figures", number: true, get: function (e) { return String(liveFigures(e).length); } },
  { key: "theme", get: function (e) { return themeName(data.themes[e.theme]); } },
  { key: "alias", get: function (e) { return e.aliases.join("、"); } },
];

/** @param {Claim} claim */
export function statusText(claim) {
  return word(statuses[claim.status]) + (claim.stage === null ? "" : " · " + word(data.stages[claim.stage]));
}

/** @param {Link} link */
function isTask(link) {
  return live.claims[link.id].some(function (claim) { return statuses[claim.status].name === "planned"; });
}

export const tables = {
  acts: { columns: actColumns, rows: function () { return acts.filter(function (a) { return live.act[a.id]; }); }, tallies: ["area", "heading"] },
  ladder: { columns: rungColumns, rows: function () { return rungs.filter(function (r) { return live.rung[r.id]; }); }, tallies: ["verdict", "year"] },
  followed: { columns: followedColumns, rows: liveFollowed, tallies: ["outcome", "report"] },
  figures: { columns: figureColumns, rows: function () { return figures.filter(function (f) { return live.figure[f.id]; }); }, theme: function (f) { return [entities[f.subject].theme]; }, tallies: ["year"] },
  tasks: { columns: linkColumns, rows: function () { return links.filter(function (l) { return live.link[l.id] && isTask(l); }); }, theme: themesOf, tallies: ["relation", "year"] },
  links: { columns: linkColumns, rows: function () { return links.filter(function (l) { return live.link[l.id]; }); }, theme: themesOf, tallies: ["relation", "year"] },
  entities: { columns: entityColumns, rows: function () { return entities.filter(function (e) { return live.entity[e.id]; }); }, theme: function (e) { return [e.theme]; }, tallies: ["type"] },
};

/** @param {Link} link */
function themesOf(link) {
  return [entities[link.source].theme, entities[link.target].theme];
}

// Kinds of table that have rows; with acts the commitments by relation are but a part of all relations.
function tableKinds() {
  return Object.keys(tables).filter(function (key) {
    return (key !== "acts" || acts.length > 0) && (key !== "ladder" || rungs.length > 0) && (key !== "followed" || followed.length > 0) && (key !== "tasks" || acts.length === 0);
  });
}

export function firstTable() {
  return tableKinds()[0];
}

function rowStatuses(row) {
  if (table.kind === "entities") {
    return [];
  }
  if (table.kind === "ladder") {
    return [verdictKind(row)];
  }
  if (table.kind === "followed") {
    return [row.outcome];
  }
  return row.claims ? live.claims[row.id].map(function (c) { return statuses[c.status].name; }) : [statuses[row.status].name];
}

function yearsOf(row) {
  if (table.kind === "ladder") {
    return [row.period];
  }
  if (table.kind === "followed") {
    return [reportYear(row.act)];
  }
  if (table.kind === "acts") {
    return [(row.due || "").slice(0, 4) || null];
  }
  return row.claims ? live.claims[row.id].map(function (c) { return c.year; }) : [row.year];
}

// What an address alone may ask for of acts: those ahead, done lately, sure; of an area, region, year, thing; of promises an outcome too.
export const asked = {
  outcome: function (r, value) { return r.outcome === value; },
  ahead: isAhead,
  firm: isFirm,
  fresh: isNew,
  done: isDone,
  finished: function (a) { return isDone(a) && a.firm; },
  sure: function (a) { return !a.ended && a.confidence >= sure; },
  area: function (a, value) { return data.areas[a.area].name === value; },
  region: function (a, value) { return regionOf(a.act || a) === value; },
  published: function (a, value) { return reportYear(a.act || a) === value; },
  thing: function (a, value) { return a.parts.some(function (part) { return part.name.zh === value; }); },
  finding: function (a, value) { return data.findings.some(function (f) { return f.key === value && f.acts.indexOf(a.id) >= 0; }); },
};

function isAsked(row) {
  return (table.kind !== "acts" && table.kind !== "followed") || Object.keys(table.only).every(function (key) { return asked[key](row, table.only[key]); });
}

// The rows that the table's own fields leave, in order.
export function chosenRows() {
  const kind = tables[table.kind];
  const text = table.text.trim().toLowerCase();
  const rows = kind.rows().filter(function (row) {
    return isAsked(row) && (!table.status || rowStatuses(row).indexOf(table.status) >= 0) && (!table.due || yearsOf(row).indexOf(table.due) >= 0) &&
      (table.pick === null || tallies[table.pick[0]].of(row).indexOf(table.pick[1]) >= 0) &&
      (table.theme === "" || !kind.theme || kind.theme(row).indexOf(Number(table.theme)) >= 0) &&
      (!text || kind.columns.some(function (column) { return column.get(row).toLowerCase().indexOf(text) >= 0; }));
  });
  const column = kind.columns.find(function (c) { return c.key === table.sort; });
  if (!column) {
    return rows;
  }
  const sign = table.down ? -1 : 1;
  return rows.map(function (row) { return [column.get(row), row]; }).sort(function (a, b) {
    return sign * compared(a[0], b[0], column.number) || a[1].id - b[1].id;
  }).map(function (pair) { return pair[1]; });
}

const collator = new Intl.Collator(["zh-CN", "en"], { numeric: true });

function compared(a, b, number) {
  if (number) {
    return parseFloat(a) - parseFloat(b);
  }
  return Number(a === "") - Number(b === "") || collator.compare(a, b);
}

export function tableView() {
  const body = el("tbody");
  const status = el("p", { class: "count", role: "status" });
  const kind = tables[table.kind];
  const head = el("thead", {}, el("tr", {}, shownColumns().map(function (column) {
    const sorted = table.sort === column.key;
    return el("th", { scope: "col", class: column.number ? "numeric" : null, "aria-sort": sorted ? (table.down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", on: { click: function () { sortBy(column.key); } } }, say(column.key), el("span", { "aria-hidden": "true" }, sorted ? (table.down ? " ▾" : " ▴") : "")));
  })));
  function refresh() {
    fillRows(body, status);
  }
  const view = el("div", { class: "table-view" },
    el("div", { class: "tabs", role: "group", "aria-label": say("table") }, tableKinds().map(function (key) {
      return el("a", { href: address(["table", key]), "aria-current": key === table.kind ? "page" : null }, say("table_" + key) + " (" + tables[key].rows().length + ")");
    })),
    el("div", { class: "table-tools" },
      labelled("table_find", el("input", { type: "search", id: "table-text", value: table.text, on: { input: function (e) { table.text = e.target.value; table.limit = tableRows; refresh(); } } })),
      table.kind === "entities" ? null : labelled("status", choice("table-status", statusChoices(), table.status, function (v) { table.status = v; refresh(); })),
      table.kind !== "entities" ? labelled(table.kind === "followed" ? "report" : "year_target", choice("table-due", yearChoices(), table.due, function (v) { table.due = v; refresh(); })) : null,
      kind.theme ? labelled("theme", choice("table-theme", themeChoices(), table.theme, function (v) { table.theme = v; refresh(); })) : null,
      table.kind === "acts" || (table.kind === "followed" && Object.keys(table.only).length) ? onlyField(refresh) : null,
      el("button", { type: "button", class: "button", id: "csv", on: { click: saveCsv } }, say("save_csv")),
      status),
    el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": say("table_" + table.kind) },
      el("table", {}, el("caption", { class: "away" }, say("table_" + table.kind)), head, body)));
  refresh();
  return view;

  function sortBy(key) {
    table.down = table.sort === key ? !table.down : Boolean(kind.columns.find(function (c) { return c.key === key; }).number);
    table.sort = key;
    redrawTable("th[aria-sort=ascending] button, th[aria-sort=descending] button");
  }
}

// What the address asks for, in words, with a button that lets it go; else a choice of policy areas.
function onlyField(refresh) {
  const given = Object.keys(table.only);
  if (given.length === 0 || (given.length === 1 && given[0] === "area")) {
    const areas = [["", say("any")]].concat(data.areas.map(function (area) { return [area.name, word(area)]; }));
    return labelled("area", choice("table-area", areas, table.only.area || "", function (v) {
      table.only = v ? { area: v } : {};
      refresh();
    }));
  }
  const told = given.map(function (key) {
    const area = data.areas.find(function (one) { return key === "area" && one.name === table.only.area; });
    const finding = data.findings.find(function (one) { return key === "finding" && one.key === table.only.finding; });
    return area ? word(area) : finding ? word(finding.heading) : key === "ahead" || key === "firm" || key === "fresh" || key === "finished" || key === "done" || key === "sure" ? say("only_" + key) : key === "outcome" ? outcomeWord(table.only.outcome) : table.only[key];
  });
  return el("a", { class: "button", id: "table-only", href: address(["table", table.kind]), title: say("table_all_rows") }, told.join(" · ") + " ×");
}

// Columns to show: one that may be empty, and is in every row, has no place on a screen.
export function shownColumns() {
  const rows = tables[table.kind].rows();
  return tables[table.kind].columns.filter(function (column) {
    return !column.hidden && (!column.spare || rows.some(function (row) { return column.get(row) !== ""; }));
  });
}

function fillRows(body, status) {
  const rows = chosenRows();
  empty(body);
  rows.slice(0, table.limit).forEach(function (row) { body.appendChild(tableRow(row)); });
  if (rows.length > table.limit) {
    body.appendChild(el("tr", {}, el("td", { colspan: shownColumns().length }, el("button", { type: "button", class: "more", on: { click: function () {
      table.limit += tableRows;
      fillRows(body, status);
    } } }, say("more_rows", { n: Math.min(tableRows, rows.length - table.limit) })))));
  }
  status.textContent = rows.length ? say("table_rows", { n: rows.length }) : say("table_none");
}

function tableRow(row) {
  const id = table.kind + "-" + row.id;
  const chosen = table.chosen === id;
  return el("tr", { class: chosen ? "chosen" : null, "data-row": row.id, on: { click: function (event) {
    if (!event.target.closest("a")) {
      chooseRow(row, event.currentTarget);
    }
  } } }, shownColumns().map(function (column, i) {
    const content = column.cell ? column.cell(row) : column.get(row);
    const opener = column.key === "source" ? el("button", { type: "button", class: "row-opener", lang: "zh-CN" }, content) : content;
    return el(i ? "td" : "th", { scope: i ? null : "row", class: column.number ? "numeric" : column.short ? "short" : null }, opener);
  }));
}

// The sentences of a row, beside the table.
function chooseRow(row, line) {
  if (table.kind === "entities") {
    go(["entity", row.key]);
    return;
  }
  table.chosen = table.kind + "-" + row.id;
  Array.from(line.parentNode.children).forEach(function (other) { other.classList.toggle("chosen", other === line); });
  const panel = empty(byId("panel"));
  append(panel, [tableEvidence(row), wrongRow(row)]);
  panel.scrollTop = 0;
  announce(say("evidence"));
}

// A button that copies a line with all that is needed to look a wrong row up: table, cells, document, sentence.
function wrongRow(row) {
  const button = el("button", { type: "button", class: "button", id: "wrong-row", on: { click: function () {
    copyText(wrongLine(row)).then(function () { button.textContent = say("copied"); }, function () { button.textContent = say("copy_failed"); });
    announce(say("copied"));
  } } }, say("wrong_row"));
  return el("p", { class: "note" }, button, " ", say("wrong_hint"));
}

function wrongLine(row) {
  const cells = tables[table.kind].columns.map(function (column) { return say(column.key) + ": " + column.get(row); });
  return [say("wrong_row"), say("table_" + table.kind)].concat(cells, ["kg " + data.version]).join(" | ").replace(/\s+/g, " ");
}

function tableEvidence(row) {
  if (table.kind === "followed") {
    return followEvidence(row);
  }
  if (table.kind === "acts") {
    return [heading(say("task"), el("span", { lang: "zh-CN" }, actText(row)), null),
      el("div", { class: "buttons" }, el("a", { class: "button", href: address(["act", row.key]) }, say("open_task"))), statement(row, "act"), markLegend()];
  }
  if (table.kind === "ladder") {
    return [heading(say("ladder"), rungName(row) + " " + row.period, word(names[row.region])),
      el("div", { class: "buttons" }, el("a", { class: "button", href: indicatorAddress(row) }, say("ladder"))), rungEvidence(row)];
  }
  if (row.claims) {
    return [
      heading(say("evidence"), [name(entities[row.source]), " ", el("span", { class: "verb" }, word(relations[row.relation])), " ", name(entities[row.target])], null),
      el("div", { class: "buttons" }, el("a", { class: "button", href: address(["link", entities[row.source].key, entities[row.target].key]) }, say("show_graph"))),
      linkStatements(row), markLegend(),
    ];
  }
  return [
    heading(say("evidence"), [name(entities[row.subject]), " ", el("span", { lang: "zh-CN" }, figureText(row))], [row.base, row.year].filter(Boolean).join("→")),
    el("div", { class: "buttons" }, el("a", { class: "button", href: address(["entity", entities[row.subject].key]) }, say("show_graph"))),
    statement(row, "figure"), markLegend(),
  ];
}

export function tablePanel() {
  return [heading(null, say("table_" + table.kind), say("table_hint")), quality(table.kind), bars(),
    el("section", { class: "notes" }, data.notes.map(function (note) { return el("p", {}, word(note)); }))];
}

// How sure the rows of a table are, and by what that is known.
function quality(kind) {
  if (kind === "entities") {
    return null;
  }
  if (kind === "followed") {
    return el("p", { class: "note" }, say("quality_followed"));
  }
  /** @type {Stated[]} */
  const stated = kind === "acts" ? acts : kind === "figures" ? figures : [];
  if (kind === "ladder") {
    rungs.forEach(function (rung) { stated.push(...[rung.target, rung.result].filter(Boolean)); });
  } else if (kind === "links") {
    links.forEach(function (link) { stated.push(...link.claims); });
  }
  if (!stated.length) {
    return null;
  }
  const mean = stated.reduce(function (sum, one) { return sum + one.confidence; }, 0) / stated.length;
  const low = stated.filter(function (one) { return one.confidence < sure; }).length;
  return el("p", { class: "note" }, say("quality", { wrong: Math.round(100 - mean), n: stated.length, low: low }));
}

// What rows are counted by beside the table: the values of a row, and their order.
const tallies = {
  year: { title: "table_years", of: yearsOf, text: function (year) { return year; } },
  relation: { title: "relations", of: function (link) { return [link.relation]; }, text: function (number) { return word(relations[number]); } },
  area: { title: "by_area", of: function (act) { return [act.area]; }, text: function (number) { return word(data.areas[number]); } },
  heading: { title: "by_heading", of: function (act) { return headings(act.section).slice(0, 1); }, text: function (title) { return title; } },
  verdict: { title: "verdict", of: function (rung) { return [verdictKind(rung)]; }, text: function (key) { return key === "late" ? say("late") : word(data.verdicts[key]); } },
  report: { title: "report", of: yearsOf, text: function (year) { return year; } },
  outcome: { title: "outcome", of: function (row) { return [row.outcome]; }, text: outcomeWord },
  type: { title: "types", of: function (entity) { return [entity.type]; }, text: function (number) { return word(types[number]); } },
};

// How many rows there are for each value, as bars that filter.
function bars() {
  return tables[table.kind].tallies.map(function (key) {
    const tally = new Map();
    tables[table.kind].rows().filter(isAsked).forEach(function (row) {
      new Set(tallies[key].of(row)).forEach(function (value) {
        if (value !== null && value !== "") {
          tally.set(value, (tally.get(value) || 0) + 1);
        }
      });
    });
    const values = Array.from(tally.keys()).sort(function (a, b) { return a < b ? -1 : 1; });
    const most = values.reduce(function (max, value) { return Math.max(max, tally.get(value)); }, 1);
    return values.length === 0 ? null : [
      el("h2", {}, say(tallies[key].title)),
      el("ul", { class: "bars" }, values.map(function (value) { return el("li", {}, bar(key, value, tally.get(value), most)); })),
    ];
  });
}

function bar(key, value, count, most) {
  const chosen = table.pick !== null && table.pick[0] === key && table.pick[1] === value;
  return el("button", { type: "button", "aria-pressed": chosen ? "true" : "false", "data-bar": key + "-" + value, on: { click: function () {
    table.pick = chosen ? null : [key, value];
    table.limit = tableRows;
    append(empty(byId("table")), tableView());
    append(empty(byId("panel")), tablePanel());
    refocus('[data-bar="' + key + "-" + value + '"]');
  } } },
  el("span", { class: "label" }, tallies[key].text(value)),
  svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { width: round(100 * count / most), height: 10, class: "bar-fill" })),
  el("span", { class: "count" }, count));
}

function labelled(key, field) {
  return el("span", { class: "labelled" }, el("label", { for: field.id }, say(key)), field);
}

function choice(id, options, value, changed) {
  const field = el("select", { id: id, on: { change: function () { table.limit = tableRows; changed(field.value); } } }, options.map(function (o) {
    return el("option", { value: o[0], selected: String(o[0]) === String(value) }, o[1]);
  }));
  return field;
}

function statusChoices() {
  const used = new Set();
  tables[table.kind].rows().forEach(function (row) { rowStatuses(row).forEach(function (s) { used.add(s); }); });
  if (table.kind === "followed") {
    return [["", say("table_all")]].concat(outcomeOrder.filter(function (key) { return used.has(key); }).map(function (key) { return [key, outcomeWord(key)]; }));
  }
  if (table.kind === "ladder") {
    return [["", say("table_all")]].concat(Array.from(used).sort().map(function (key) { return [key, tallies.verdict.text(key)]; }));
  }
  return [["", say("table_all")]].concat(statuses.filter(function (s) { return used.has(s.name); }).map(function (s) { return [s.name, word(s)]; }));
}

function yearChoices() {
  const years = new Set();
  tables[table.kind].rows().forEach(function (row) { yearsOf(row).forEach(function (year) { years.add(year); }); });
  return [["", say("any")]].concat(Array.from(years).filter(Boolean).sort().map(function (y) { return [y, y]; }));
}

function themeChoices() {
  return [["", say("any")]].concat(data.themes.map(function (theme) { return [theme.id, themeName(theme)]; }));
}

// ---- CSV

// A cell that a spreadsheet reads as text: what could start a formula gets a ' before it, numbers stay numbers.
function csvCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?%?$/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

function csv() {
  const columns = tables[table.kind].columns;
  const lines = [columns.map(function (c) { return csvCell(say(c.key)); })].concat(
    chosenRows().map(function (row) { return columns.map(function (c) { return csvCell(c.get(row)); }); }));
  return "\ufeff" + lines.map(function (cells) { return cells.join(","); }).join("\r\n") + "\r\n";
}

function saveCsv() {
  save(new Blob([csv()], { type: "text/csv;charset=utf-8" }), fileName("table_" + table.kind, "csv"));
}
