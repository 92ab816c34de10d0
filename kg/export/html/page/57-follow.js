// Follow-up: what the report of one year promised, and what that of the next says of it.

import { append, data, el, live, round, say, sentences, svg, word } from "./10-model.js";
import { actText, acts, boardRegions, regionOf, reportYear, statusName } from "./12-board-model.js";
import { sourceLine, statement } from "./40-evidence.js";
import { chartLink, chartRoot, cutTo, letters, tone, widthOf } from "./44-charts.js";
import { heading, markLegend } from "./50-panels.js";
import { barOf, listed, plainTable } from "./56-board.js";
import { address } from "./99-main.js";

export const outcomeOrder = ["delivered", "partly", "under_way", "planned_again", "silent"];
export const followed = data.kept.map(function (row, id) {
  return { id: id, act: acts[row[0]], outcome: row[1], recurring: row[2] === 1, confidence: row[3], document: row[4], clauses: row[5] };
});

export function outcomeWord(key) {
  return word(data.outcomes[key]);
}

function nextYear(row) {
  return (data.documents[row.document].date || "").slice(0, 4);
}

export function liveFollowed() {
  return followed.filter(function (row) { return live.act[row.act.id]; });
}

// Region and report of promises, with their count by outcome and that of all its planned tasks, the newest first.
function followGroups() {
  const groups = new Map();
  liveFollowed().forEach(function (row) {
    const region = regionOf(row.act);
    const year = reportYear(row.act);
    const key = region + "|" + year;
    if (!groups.has(key)) {
      groups.set(key, { region: region, year: year, next: nextYear(row), total: 0, planned: 0, documents: new Set(), counts: {} });
    }
    const group = groups.get(key);
    group.total += 1;
    group.documents.add(sentences[row.act.sentence].document);
    group.counts[row.outcome] = (group.counts[row.outcome] || 0) + 1;
  });
  acts.filter(function (act) { return live.act[act.id] && statusName(act) === "planned" && !act.ended; }).forEach(function (act) {
    const group = groups.get(regionOf(act) + "|" + reportYear(act));
    if (group && group.documents.has(sentences[act.sentence].document)) {
      group.planned += 1;
    }
  });
  return Array.from(groups.values()).sort(function (a, b) { return a.year < b.year ? 1 : a.year > b.year ? -1 : a.region < b.region ? -1 : 1; });
}

function followAddress(group, outcome) {
  return address(["table", "followed"], { region: group.region, published: group.year, outcome: outcome });
}

function groupName(group) {
  return (boardRegions().length > 1 ? group.region + " " : "") + group.year + " → " + group.next;
}

export function followView() {
  const groups = followGroups();
  if (!groups.length) {
    return null;
  }
  const used = outcomeOrder.filter(function (key) { return groups.some(function (group) { return group.counts[key]; }); });
  const twin = {
    heads: true, columns: [say("report")].concat(used.map(outcomeWord), [say("promises"), say("follow_left")]),
    rows: groups.map(function (group) {
      return [groupName(group)].concat(used.map(function (key) { return String(group.counts[key] || 0); }), [String(group.total), String(group.planned - group.total)]);
    }),
  };
  return {
    title: say("follow"),
    make: function (width) {
      return [el("p", { class: "note" }, say("follow_hint"), " ", el("a", { href: address(["table", "followed"]) }, say("show_table"))), followChart(groups, used, width), plainTable(twin)];
    },
    chart: function (width) { return followChart(groups, used, width); },
    twin: function () { return twin; },
    panel: function () {
      const group = groups[0];
      return [heading(null, say("follow"), say("follow_of", { report: groupName(group), n: group.total })), leftOut(group), followExamples(group)];
    },
  };
}

// How many tasks of the report are no promises that could be checked.
function leftOut(group) {
  return group.planned > group.total ? el("p", { class: "note" }, say("follow_left_n", { n: group.planned - group.total })) : null;
}

// Of the newest report: promises of which nothing is said, and those that were kept, by their words.
function followExamples(group) {
  const own = liveFollowed().filter(function (row) { return regionOf(row.act) === group.region && reportYear(row.act) === group.year; });
  return ["silent", "planned_again", "delivered"].map(function (key) {
    const found = own.filter(function (row) { return row.outcome === key; });
    return found.length === 0 ? null : el("section", {}, el("h2", {}, el("a", { href: followAddress(group, key) }, outcomeWord(key) + " (" + found.length + ")")),
      el("ul", { class: "plain" }, found.slice(0, listed).map(function (row) {
        return el("li", {}, el("a", { href: address(["act", row.act.key]), lang: "zh-CN" }, actText(row.act)));
      })));
  });
}

function followChart(groups, used, width) {
  const narrow = width < 520; // names stand above their bars there
  const row = narrow ? 52 : 34;
  const label = narrow ? 8 : Math.min(width * 0.32, Math.max.apply(null, groups.map(function (group) { return widthOf(groupName(group), 12); })) + 18);
  const full = width - label - 44;
  const keys = followLegend(used, groups.length * row + 14, width);
  const root = chartRoot(width, groups.length * row + 24 + 22 * keys.lines, say("follow"));
  groups.forEach(function (group, i) {
    const y = i * row + (narrow ? 26 : 10);
    append(root, letters(8, narrow ? y - 8 : y + 16, cutTo(groupName(group), 12, narrow ? width - 16 : label - 12), {}));
    let x = label;
    used.forEach(function (key) {
      const count = group.counts[key] || 0;
      const wide = full * count / group.total;
      if (count) {
        const told = groupName(group) + " " + outcomeWord(key) + " " + count;
        append(root, chartLink(followAddress(group, key), told, svg("rect", { x: round(x), y: y, width: round(Math.max(wide - 1, 1)), height: 22, fill: tone(key) }),
          widthOf(String(count), 12) < wide - 6 ? letters(x + wide / 2, y + 16, String(count), { anchor: "middle", fill: tone("on_" + key) }) : null));
      }
      x += wide;
    });
    append(root, letters(width - 8, y + 16, String(group.total), { anchor: "end", fill: tone("faint") }));
  });
  append(root, keys.parts);
  return root;
}

// What the colours mean, in as many lines as it takes.
function followLegend(used, top, width) {
  let at = 8;
  let line = 0;
  const parts = used.map(function (key) {
    const wide = 40 + widthOf(outcomeWord(key), 12);
    if (at > 8 && at + wide > width) {
      at = 8;
      line += 1;
    }
    const x = at;
    at += wide;
    return [svg("rect", { x: x, y: top + 22 * line, width: 12, height: 12, fill: tone(key) }), letters(x + 18, top + 10 + 22 * line, outcomeWord(key), { fill: tone("faint") })];
  });
  return { parts: parts, lines: line + 1 };
}

// On the cover: what became of the promises of the last report that has a next one.
export function followBlock() {
  const groups = followGroups();
  if (!groups.length) {
    return null;
  }
  const newest = groups.filter(function (group) { return group.year === groups[0].year; });
  const total = newest.reduce(function (sum, group) { return sum + group.total; }, 0);
  const one = newest.length === 1 ? newest[0].region : "";
  const counts = outcomeOrder.map(function (key) { return newest.reduce(function (sum, group) { return sum + (group.counts[key] || 0); }, 0); });
  const most = Math.max.apply(null, counts);
  return el("section", { class: "block" },
    el("h2", {}, el("a", { href: address(["follow"]) }, say("follow_n", { year: newest[0].year, next: newest[0].next, n: total }))),
    el("ul", { class: "bars" }, outcomeOrder.map(function (key, i) {
      return counts[i] === 0 ? null : el("li", {}, el("a", { class: "bar-link", href: followAddress({ region: one, year: newest[0].year }, key) },
        el("span", { class: "label" }, outcomeWord(key)), barOf(counts[i] / most), el("span", { class: "count" }, counts[i])));
    })), el("p", { class: "note" }, say("quality_followed")));
}

// The counts of that block for paper.
export function followCounts() {
  const groups = followGroups();
  const newest = groups.filter(function (group) { return group.year === groups[0].year; });
  const counts = outcomeOrder.map(function (key) { return newest.reduce(function (sum, group) { return sum + (group.counts[key] || 0); }, 0); });
  return {
    title: groups.length ? say("follow_n", { year: newest[0].year, next: newest[0].next, n: counts.reduce(function (sum, count) { return sum + count; }, 0) }) : "",
    rows: outcomeOrder.map(function (key, i) { return [outcomeWord(key), String(counts[i])]; }).filter(function (row) { return row[1] !== "0"; }),
  };
}

export function followEvidence(row) {
  const document = data.documents[row.document];
  return [heading(say("promises"), el("span", { lang: "zh-CN" }, actText(row.act)), outcomeWord(row.outcome)),
    statement(row.act, "act"), el("h2", {}, say("follow_told", { year: nextYear(row) })),
    row.clauses.length ? el("blockquote", { class: "statement" }, row.clauses.map(function (clause) { return el("p", { lang: "zh-CN" }, clause); }), el("footer", {}, sourceLine(document, true)))
      : el("p", { class: "note" }, say("follow_silent")),
    markLegend()];
}
