// Charts: drawings of their own size whose colours are those of the screen, or of paper.

import { append, data, language, round, say, svg, svgNames, word } from "./10-model.js";
import { amountText, headlineRungs, latest, middleOf, names, placeOf, rungName, unitOf, verdictKind } from "./12-board-model.js";
import { pageFonts } from "./90-output.js";
import { address } from "./99-main.js";

const lights = {
  ink: "#1d2733", faint: "#5b6875", rule: "#dfe4e9", paper: "#ffffff", accent: "#1d4e79", wash: "#eef2f6",
  met: "#2b6e3f", exceeded: "#2b6e3f", missed: "#b3261e", late: "#9a5b00", open: "#1d4e79", unclear: "#5b6875", "not-stated": "#5b6875",
  planned: "#7d9cba", done: "#2b6e3f",
  delivered: "#2b6e3f", on_delivered: "#ffffff", partly: "#7fb069", on_partly: "#1d2733", under_way: "#7d9cba", on_under_way: "#1d2733",
  planned_again: "#e0b25a", on_planned_again: "#1d2733", silent: "#c9d0d7", on_silent: "#1d2733",
  shade_0: "#f6f8fa", shade_1: "#e3ecf4", shade_2: "#bcd3e6", shade_3: "#7fa9cd", shade_4: "#1d4e79",
  on_shade_1: "#1d2733", on_shade_2: "#1d2733", on_shade_3: "#1d2733", on_shade_4: "#ffffff",
};
const darks = {
  ink: "#e6eaee", faint: "#a4b0bb", rule: "#37424d", paper: "#182028", accent: "#8fbfe8", wash: "#232d37",
  met: "#7fcf97", exceeded: "#7fcf97", missed: "#ff9a90", late: "#f0b45c", open: "#8fbfe8", unclear: "#a4b0bb", "not-stated": "#a4b0bb",
  planned: "#5f86ab", done: "#7fcf97",
  delivered: "#7fcf97", on_delivered: "#10161c", partly: "#4f8f5f", on_partly: "#ffffff", under_way: "#8fbfe8", on_under_way: "#10161c",
  planned_again: "#f0b45c", on_planned_again: "#10161c", silent: "#4a5763", on_silent: "#ffffff",
  shade_0: "#1b242c", shade_1: "#22364a", shade_2: "#284763", shade_3: "#3c6f9e", shade_4: "#8fbfe8",
  on_shade_1: "#e6eaee", on_shade_2: "#e6eaee", on_shade_3: "#ffffff", on_shade_4: "#10161c",
};
const darkScreen = window.matchMedia("(prefers-color-scheme: dark)");
const onPaper = { now: false };

export function tone(key) {
  return (darkScreen.matches && !onPaper.now ? darks : lights)[key];
}

// What make draws, in the colours of paper.
export function forPaper(make) {
  onPaper.now = true;
  try {
    return make();
  } finally {
    onPaper.now = false;
  }
}

export function widthOf(text, size) {
  return Array.from(text).reduce(function (sum, letter) { return sum + (letter < "\u2000" ? 0.56 : 1.02) * size; }, 0);
}

export function cutTo(text, size, room) {
  let letters = Array.from(text);
  if (widthOf(text, size) <= room) {
    return text;
  }
  while (letters.length > 1 && widthOf(letters.join("") + "…", size) > room) {
    letters = letters.slice(0, -1);
  }
  return letters.join("") + "…";
}

export function chartRoot(width, height, label) {
  return svg("svg", {
    xmlns: svgNames, class: "chart", role: "group", "aria-label": label, viewBox: "0 0 " + round(width) + " " + round(height), width: round(width), height: round(height),
    "font-family": pageFonts,
  }, svg("rect", { width: "100%", height: "100%", fill: tone("paper") }));
}

export function letters(x, y, text, options) {
  const chosen = options || {};
  return svg("text", {
    x: round(x), y: round(y), "font-size": chosen.size || 12, fill: chosen.fill || tone("ink"), "text-anchor": chosen.anchor || "start", "font-weight": chosen.bold ? "bold" : "normal",
  }, text);
}

export function chartLink(href, label, ...parts) {
  return svg("a", { href: href, "aria-label": label }, svg("title", {}, label), parts);
}

export function targetMark(x, y, color) {
  return svg("circle", { cx: round(x), cy: round(y), r: 5, fill: tone("paper"), stroke: color, "stroke-width": 2 });
}

export function resultMark(x, y, color) {
  return svg("circle", { cx: round(x), cy: round(y), r: 5, fill: color });
}

/** @param {Rung} rung */
export function indicatorAddress(rung) {
  return address(["indicator", data.indicators[rung.indicator].name], { region: names[rung.region].zh, year: rung.period });
}

/** @param {Rung} rung @param [kind] */
export function toldRung(rung, kind) {
  return word(names[rung.region]) + " " + rungName(rung) + " " + rung.period + " " + say(kind) + " " + amountText(rung[kind]);
}

// ---- regions against each other: for each indicator and region the last result and the next target

const dotRow = 21;
const kinds = ["result", "target"];

// The indicators that several regions tell, with their pairs and the unit that these are drawn in.
export function dotPanels() {
  const panels = new Map();
  latest(headlineRungs()).forEach(function (pair) {
    if (!panels.has(pair.indicator)) {
      panels.set(pair.indicator, []);
    }
    panels.get(pair.indicator).push(pair);
  });
  return Array.from(panels.keys()).map(function (indicator) {
    const pairs = panels.get(indicator);
    const unit = unitOf([].concat(pairs.map(function (p) { return p.result && p.result.result; }), pairs.map(function (p) { return p.target && p.target.target; })));
    return { indicator: indicator, pairs: pairs.filter(function (pair) { return placeIn(pair, "result", unit) !== null || placeIn(pair, "target", unit) !== null; }), unit: unit };
  }).filter(function (panel) { return panel.pairs.length > 1; })
    .sort(function (a, b) { return data.indicators[a.indicator].dots - data.indicators[b.indicator].dots; }).slice(0, 8);
}

/** @param {Pair} pair @param [kind] @param [unit] */
function placeIn(pair, kind, unit) {
  return placeOf(pair[kind] && pair[kind][kind], unit);
}

// Many regions stand in rows under their indicators; few, or a phone, have a panel an indicator.
export function dotPlot(width) {
  const panels = dotPanels();
  const regions = regionsOf(panels);
  return width > 620 && regions.length > 4 ? dotGrid(panels, regions, width) : dotColumns(panels, width);
}

function dotColumns(panels, width) {
  const columns = width > 620 ? 2 : 1;
  const across = (width - 24 * (columns - 1)) / columns;
  const bottoms = [0, 0, 0];
  const placed = panels.map(function (panel) {
    const column = columns === 1 || bottoms[0] <= bottoms[1] ? 0 : 1;
    const top = bottoms[column];
    bottoms[column] += 34 + panel.pairs.length * dotRow + 12;
    return { panel: panel, x: column * (across + 24), y: top };
  });
  const root = chartRoot(width, Math.max.apply(null, bottoms) + 26, say("dot_plot"));
  placed.forEach(function (place) { append(root, dotPanel(place.panel, place.x, place.y, across)); });
  append(root, dotLegend(8, Math.max.apply(null, bottoms) + 16));
  return root;
}

function dotLegend(x, y) {
  const second = x + 26 + widthOf(say("result_last"), 12);
  return [resultMark(x + 4, y - 4, tone("accent")), letters(x + 14, y, say("result_last"), { fill: tone("faint") }),
    targetMark(second, y - 4, tone("accent")), letters(second + 10, y, say("target_next"), { fill: tone("faint") })];
}

// Where the amounts of a panel stand between two places.
function axisOf(panel, from, to) {
  const values = [];
  panel.pairs.forEach(function (pair) {
    kinds.forEach(function (kind) { values.push(placeIn(pair, kind, panel.unit)); });
  });
  const told = values.filter(function (value) { return value !== null; });
  const low = Math.min.apply(null, told);
  const high = Math.max.apply(null, told);
  return function (value) {
    return high === low ? (from + to) / 2 : from + (value - low) / (high - low) * (to - from);
  };
}

// The year that most results of a panel are of, and that of most targets: what is of another year tells it.
function usualYears(panel) {
  return kinds.map(function (kind) {
    const counted = new Map();
    panel.pairs.filter(function (pair) { return pair[kind]; }).forEach(function (pair) { counted.set(pair[kind].period, (counted.get(pair[kind].period) || 0) + 1); });
    return Array.from(counted.keys()).sort().reduce(function (most, year) { return most === null || counted.get(year) >= counted.get(most) ? year : most; }, null);
  });
}

function yearsText(years) {
  return years[0] === null && years[1] === null ? "" : (years[0] || "—") + " → " + (years[1] || "—");
}

/** @param {Pair} pair @param {string[]} years */
function saidOf(pair, years) {
  return kinds.map(function (kind, i) {
    return pair[kind] ? amountText(pair[kind][kind]) + (pair[kind].period === years[i] ? "" : "(" + pair[kind].period + ")") : "—";
  }).join(" → ");
}

function dotPanel(panel, x, y, width) {
  const labelRoom = Math.min(96, Math.max.apply(null, panel.pairs.map(function (p) { return widthOf(word(names[p.region]), 12); })) + 8);
  const years = usualYears(panel);
  const valueRoom = Math.min(width - labelRoom - 60, Math.max.apply(null, panel.pairs.map(function (p) { return widthOf(saidOf(p, years), 12); })) + 16);
  const from = x + labelRoom + 8;
  const to = x + width - valueRoom;
  const title = word(data.indicators[panel.indicator]);
  const group = svg("g", {}, letters(x, y + 16, cutTo(title, 13, width), { size: 13, bold: true }),
    letters(x + width, y + 16, cutTo(yearsText(years), 12, width - widthOf(title, 13) - 12), { anchor: "end", fill: tone("faint") }));
  const at = axisOf(panel, from, to);
  panel.pairs.forEach(function (pair, i) {
    const middle = y + 26 + i * dotRow + dotRow / 2;
    append(group, letters(x, middle + 4, cutTo(word(names[pair.region]), 12, labelRoom), {}));
    append(group, dotLine(pair, panel, middle, from, to, at));
    append(group, letters(x + width, middle + 4, cutTo(saidOf(pair, years), 12, valueRoom - 12), { anchor: "end", fill: tone("faint") }));
  });
  return group;
}

/** @param {Pair} pair @param [panel] @param [y] @param [from] @param [to] @param [at] */
function dotLine(pair, panel, y, from, to, at) {
  const group = svg("g", {}, svg("line", { x1: round(from), x2: round(to), y1: round(y), y2: round(y), stroke: tone("rule") }));
  const places = kinds.map(function (kind) {
    const value = placeIn(pair, kind, panel.unit);
    return value === null ? null : at(value);
  });
  if (places[0] !== null && places[1] !== null) {
    append(group, svg("line", { x1: round(places[0]), x2: round(places[1]), y1: round(y), y2: round(y), stroke: tone("accent"), "stroke-width": 1.5 }));
  }
  ["target", "result"].forEach(function (kind) {
    const place = places[kind === "result" ? 0 : 1];
    if (place !== null) {
      append(group, chartLink(indicatorAddress(pair[kind]), toldRung(pair[kind], kind), (kind === "result" ? resultMark : targetMark)(place, y, tone("accent"))));
    }
  });
  return group;
}

function regionsOf(panels) {
  const found = new Set();
  panels.forEach(function (panel) { panel.pairs.forEach(function (pair) { found.add(pair.region); }); });
  return Array.from(found).sort(function (a, b) { return a - b; });
}

const gridRow = 33;
const gridHead = 52;
const gridRows = 12; // more regions are told by the table and the map: tasks begin on the first screen
const leastColumn = 92;

// A row a region, a column an indicator: dots on the column's own axis, the words below them.
function dotGrid(panels, all, width) {
  const regions = all.slice(0, gridRows);
  const label = Math.min(110, Math.max.apply(null, regions.map(function (r) { return widthOf(word(names[r]), 12); })) + 10);
  const wanted = panels.map(function (panel) {
    const years = usualYears(panel);
    return Math.max(leastColumn, Math.max.apply(null, panel.pairs.map(function (p) { return widthOf(saidOf(p, years), 11); })) + 14);
  });
  let shown = panels.length;
  while (shown > 3 && label + wanted.slice(0, shown).reduce(sum, 0) > width) {
    shown -= 1;
  }
  const spare = Math.max(0, (width - label - wanted.slice(0, shown).reduce(sum, 0)) / shown);
  const height = gridHead + regions.length * gridRow;
  const root = chartRoot(width, height + 26, say("dot_plot"));
  regions.forEach(function (region, i) {
    const top = gridHead + i * gridRow;
    append(root, i % 2 ? null : svg("rect", { x: 0, y: top, width: round(width), height: gridRow, fill: tone("wash") }));
    append(root, letters(4, top + gridRow / 2 + 4, cutTo(word(names[region]), 12, label - 8), {}));
  });
  let x = label;
  panels.slice(0, shown).forEach(function (panel, i) {
    append(root, dotColumn(panel, regions, x, wanted[i] + spare));
    x += wanted[i] + spare;
  });
  append(root, dotLegend(8, height + 18));
  if (all.length > regions.length) {
    append(root, letters(width - 4, height + 18, say("more", { n: all.length - regions.length }), { anchor: "end", fill: tone("faint") }));
  }
  return root;
}

function sum(a, b) {
  return a + b;
}

function dotColumn(panel, regions, x, width) {
  const years = usualYears(panel);
  const at = axisOf(panel, x + 9, x + width - 14);
  const group = svg("g", {}, wrapped(word(data.indicators[panel.indicator]), 12, width - 12).map(function (line, i, lines) {
    return letters(x + 4, 14 + i * 15 + (lines.length < 2 ? 15 : 0), line, { bold: true });
  }), letters(x + 4, 45, cutTo(yearsText(years), 11, width - 8), { size: 11, fill: tone("faint") }));
  panel.pairs.forEach(function (pair) {
    const row = regions.indexOf(pair.region);
    if (row >= 0) {
      const top = gridHead + row * gridRow;
      append(group, dotLine(pair, panel, top + 10, x + 4, x + width - 9, at));
      append(group, letters(x + 4, top + 28, cutTo(saidOf(pair, years), 11, width - 8), { size: 11, fill: tone("faint") }));
    }
  });
  return group;
}

// A text in at most two lines.
export function wrapped(text, size, room) {
  if (widthOf(text, size) <= room) {
    return [text];
  }
  const first = cutTo(text, size, room + size).replace("…", "");
  const at = language === "en" && first.indexOf(" ") > 0 ? first.lastIndexOf(" ") : first.length;
  return [text.slice(0, at), cutTo(text.slice(at).trim(), size, room)];
}

// ---- an indicator over the years: for each region a line of results, with targets; all in the unit that most count in

export function ladderChart(chosen, width) {
  const years = Array.from(new Set(chosen.map(function (r) { return r.period; }))).sort();
  const unit = unitOf([].concat(chosen.map(function (r) { return r.target; }), chosen.map(function (r) { return r.result; })));
  const regions = Array.from(new Set(chosen.filter(function (r) { return placeOf(r.target, unit) !== null || placeOf(r.result, unit) !== null; })
    .map(function (r) { return r.region; })));
  const height = Math.max(96, Math.min(180, 460 / regions.length));
  const root = chartRoot(width, regions.length * (height + 30) + 34, say("ladder"));
  regions.forEach(function (region, i) {
    append(root, ladderPanel(chosen.filter(function (r) { return r.region === region; }), years, unit, { x: 8, y: i * (height + 30), width: width - 16, height: height }));
  });
  append(root, dotLegend(10, regions.length * (height + 30) + 22));
  return root;
}

function ladderPanel(chosen, years, unit, box) {
  const values = [];
  chosen.forEach(function (rung) {
    kinds.forEach(function (kind) { values.push(placeOf(rung[kind], unit)); });
  });
  const told = values.filter(function (value) { return value !== null; });
  const low = Math.min.apply(null, told);
  const high = Math.max.apply(null, told);
  const step = box.width / years.length;
  function x(rung) {
    return box.x + step * (years.indexOf(rung.period) + 0.5);
  }
  function y(one) {
    const share = high === low ? 0.5 : (middleOf(one) - low) / (high - low);
    return box.y + 48 + (1 - share) * (box.height - 62);
  }
  const group = svg("g", {}, letters(box.x, box.y + 16, word(names[chosen[0].region]), { size: 13, bold: true }));
  years.forEach(function (year, i) {
    append(group, letters(box.x + step * (i + 0.5), box.y + box.height + 18, year, { anchor: "middle", fill: tone("faint") }));
  });
  append(group, svg("line", { x1: box.x, x2: box.x + box.width, y1: round(box.y + box.height + 2), y2: round(box.y + box.height + 2), stroke: tone("rule") }));
  chosen.forEach(function (rung) {
    const drawn = ["target", "result"].filter(function (kind) { return placeOf(rung[kind], unit) !== null; });
    // where both stand near each other, the higher one has its words above, the lower one below
    const near = drawn.length === 2 && Math.abs(y(rung.target) - y(rung.result)) < 34;
    drawn.forEach(function (kind) {
      const above = kind === "result" ? !near || middleOf(rung.result) >= middleOf(rung.target) : near ? middleOf(rung.target) > middleOf(rung.result) : true;
      const color = tone(kind === "result" ? verdictKind(rung) === "not-stated" ? "accent" : verdictKind(rung) : "accent");
      const side = near ? y(rung[kind]) + (above ? -9 : 18) : y(rung[kind]) - 9;
      append(group, chartLink(indicatorAddress(rung), toldRung(rung, kind), (kind === "result" ? resultMark : targetMark)(x(rung), y(rung[kind]), color)));
      append(group, letters(x(rung), side, cutTo(amountText(rung[kind]), 11, step - 6), { anchor: "middle", size: 11, fill: kind === "result" ? tone("ink") : tone("faint") }));
    });
  });
  return group;
}

// ---- cells in rows: a table as a picture

export function cellChart(head, rows, width, title) {
  const columns = head.length;
  const wide = head.map(function (text, i) {
    return Math.max.apply(null, [widthOf(text, 12)].concat(rows.map(function (row) { return Math.min(260, widthOf(row[i], 12)); }))) + 14;
  });
  const total = wide.reduce(function (sum, one) { return sum + one; }, 0);
  const full = Math.max(width, total);
  const root = chartRoot(full, 26 * (rows.length + 1) + 10, title);
  [head].concat(rows).forEach(function (cells, line) {
    let x = 6;
    if (line % 2 === 0) {
      append(root, svg("rect", { x: 0, y: line * 26 + 4, width: full, height: 26, fill: tone("wash") }));
    }
    cells.slice(0, columns).forEach(function (text, i) {
      append(root, letters(x, line * 26 + 22, cutTo(text, 12, wide[i] - 8), { bold: line === 0 }));
      x += wide[i];
    });
  });
  return root;
}
