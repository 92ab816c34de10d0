// Regions as tiles: provinces on a schematic grid, the cities and districts of each as tiles below. No outlines, no borders.

import { append, data, el, entities, language, name, round, say, svg, types, word } from "./10-model.js";
import { acts, amountText, headlineRungs, isAhead, latest, middleOf, names, regionOf } from "./12-board-model.js";
import { chartLink, chartRoot, cutTo, indicatorAddress, letters, tone } from "./44-charts.js";
import { heading } from "./50-panels.js";
import { plainTable, tally } from "./56-board.js";
import { address } from "./99-main.js";

const tile = { wide: 76, high: 46, gap: 4 };

// What a tile may show: an indicator (its last result), or the number of tasks ahead.
export function mapMeasures() {
  const told = new Map();
  latest(headlineRungs()).forEach(function (pair) {
    if (pair.result && middleOf(pair.result.result) !== null) {
      told.set(pair.indicator, (told.get(pair.indicator) || 0) + 1);
    }
  });
  const known = Array.from(told.keys()).sort(function (a, b) { return data.indicators[a].dots - data.indicators[b].dots; });
  return known.slice(0, 8).map(function (number) { return { key: data.indicators[number].name, title: word(data.indicators[number]), number: number }; })
    .concat(acts.length ? [{ key: "tasks", title: say("ahead_tasks"), number: null }] : []);
}

// A division code as six digits: the graph has provinces by two, cities by four.
function sixDigits(code) {
  return String(code).slice(0, 6).padEnd(6, "0");
}

// For each region with a division code: what its tile says, how strong it is, where it leads.
function mapValues(measure) {
  const found = [];
  if (measure.number === null) {
    tally(acts.filter(isAhead), regionOf).forEach(function (count, region) {
      found.push({ region: region, text: String(count), value: count, unit: "", href: address(["table", "acts"], { ahead: 1, region: region }), year: "" });
    });
  } else {
    latest(headlineRungs()).forEach(function (pair) {
      if (pair.indicator === measure.number && pair.result && middleOf(pair.result.result) !== null) {
        found.push({ region: names[pair.region].zh, text: amountText(pair.result.result), value: middleOf(pair.result.result), unit: pair.result.result.base, href: indicatorAddress(pair.result), year: pair.result.period });
      }
    });
  }
  const coded = new Map(entities.filter(function (e) { return e.code && types[e.type].name === "Region"; }).map(function (e) { return [e.label, e]; }));
  return found.map(function (one) {
    one.entity = coded.get(one.region) || null;
    one.code = one.entity ? sixDigits(one.entity.code) : "";
    return one;
  });
}

// Shades 1 to 4, where all tiles count in one unit.
function shaded(values) {
  const units = new Set(values.map(function (one) { return one.unit; }));
  const numbers = values.map(function (one) { return one.value; });
  const low = Math.min.apply(null, numbers);
  const high = Math.max.apply(null, numbers);
  values.forEach(function (one) {
    one.shade = units.size > 1 || values.length < 2 || high === low ? 1 : 1 + Math.min(3, Math.floor(4 * (one.value - low) / (high - low)));
  });
  return values;
}

// {title, tiles: [{x, y, title, value}]}: the provinces, then each province or city with tiles of its own.
// Where all that is known lies within one province, the grid of provinces would be empty: it is left out.
/** @returns {{ title: string, tiles: { x?: number, y?: number, flow?: number, inside?: number, title: string, value: any }[] }[]} */
function mapBlocks(values) {
  const provinces = new Set(values.filter(function (one) { return one.code; }).map(function (one) { return one.code.slice(0, 2); }));
  const byCode = new Map(values.filter(function (one) { return one.code; }).map(function (one) { return [one.code, one]; }));
  /** @type {{ title: string, tiles: any[] }[]} */
  const blocks = provinces.size < 2 ? [] : [{ title: say("map_provinces"), tiles: data.tiles.map(function (row) {
    const inside = values.filter(function (one) { return one.code.slice(0, 2) === row[0] && one.code !== row[0] + "0000"; }).length;
    return { x: row[3], y: row[4], title: language === "en" ? row[2] : row[1], value: byCode.get(row[0] + "0000") || null, inside: inside };
  }) }];
  const parents = new Map();
  values.filter(function (one) { return one.code && one.code.slice(2) !== "0000"; }).forEach(function (one) {
    const parent = one.code.slice(4) === "00" ? one.code.slice(0, 2) + "0000" : one.code.slice(0, 4) + "00";
    parents.set(parent, (parents.get(parent) || []).concat([one]));
  });
  const named = new Map(entities.filter(function (e) { return e.code; }).map(function (e) { return [sixDigits(e.code), e]; }));
  Array.from(parents.keys()).sort().forEach(function (code) {
    const province = data.tiles.find(function (row) { return row[0] === code.slice(0, 2); });
    const city = named.get(code);
    const provincial = code.slice(2) === "0000" || !city;
    blocks.push({ title: provincial ? (province ? (language === "en" ? province[2] : province[1]) : code) : name(city),
      tiles: parents.get(code).sort(function (a, b) { return a.code < b.code ? -1 : 1; }).map(function (one, i) { return { flow: i, title: one.entity ? name(one.entity) : one.region, value: one }; }) });
  });
  const loose = values.filter(function (one) { return !one.code; });
  if (loose.length) {
    blocks.push({ title: say("map_others"), tiles: loose.map(function (one, i) { return { flow: i, title: one.region, value: one }; }) });
  }
  return blocks;
}

export function mapView(key) {
  const measures = mapMeasures();
  const measure = measures.find(function (one) { return one.key === key; }) || measures[0];
  if (!measure) {
    return null;
  }
  const values = shaded(mapValues(measure));
  const twin = { heads: true, columns: [say("region"), say("code"), measure.title, say("year")], rows: values.slice().sort(function (a, b) { return a.code < b.code ? -1 : 1; }).map(function (one) {
    return [one.region, one.code, one.text, one.year];
  }) };
  return {
    title: say("map") + " · " + measure.title, key: measure.key,
    make: function (width) {
      return [el("p", { class: "note buttons" }, measures.map(function (other) {
        return el("a", { class: "button", href: address(["map", other.key]), "aria-current": other === measure ? "true" : null }, other.title);
      })), mapChart(values, measure, width), plainTable(twin)];
    },
    chart: function (width) { return mapChart(values, measure, width); },
    twin: function () { return twin; },
    panel: function () { return [heading(null, say("map") + " · " + measure.title, say("map_n", { n: values.length })), el("p", { class: "note" }, say("map_hint"))]; },
  };
}

function mapChart(values, measure, width) {
  const blocks = mapBlocks(values);
  const scale = Math.min(1, (width - 16) / (7 * (tile.wide + tile.gap)));
  const firstColumn = Math.min.apply(null, data.tiles.map(function (row) { return row[3]; }));
  const across = Math.max(1, Math.floor((width - 16) / (tile.wide + tile.gap)));
  let y = 8;
  const drawn = [];
  blocks.forEach(function (block) {
    drawn.push(letters(8, y + 14, block.title, { size: 13, bold: true }));
    y += 24;
    let rows = 0;
    block.tiles.forEach(function (one) {
      const column = one.flow === undefined ? one.x - firstColumn : one.flow % across;
      const wide = one.flow === undefined ? tile.wide * scale : tile.wide; // only the grid must fit as it is
      const row = one.flow === undefined ? one.y : Math.floor(one.flow / across);
      rows = Math.max(rows, row + 1);
      drawn.push(tileAt(one, 8 + column * (wide + tile.gap), y + row * (tile.high + tile.gap), wide));
    });
    y += rows * (tile.high + tile.gap) + 14;
  });
  const root = chartRoot(width, y, say("map") + " · " + measure.title);
  append(root, drawn);
  return root;
}

function tileAt(one, x, y, wide) {
  const shade = one.value ? one.value.shade : 0;
  const inner = [svg("rect", { x: round(x), y: round(y), width: round(wide), height: tile.high, rx: 4, fill: tone("shade_" + shade), stroke: tone("rule") }),
    letters(x + wide / 2, y + 18, cutTo(one.title, 12, wide - 6), { anchor: "middle", fill: tone(shade ? "on_shade_" + shade : "faint"), bold: shade > 0 }),
    letters(x + wide / 2, y + 36, one.value ? cutTo(one.value.text, 12, wide - 6) : one.inside ? say("map_inside", { n: one.inside }) : "", { anchor: "middle", size: 12, fill: tone(shade ? "on_shade_" + shade : "faint") })];
  return one.value ? chartLink(one.value.href, [one.title, one.value.year, one.value.text].filter(Boolean).join(" "), inner) : svg("g", {}, inner);
}
