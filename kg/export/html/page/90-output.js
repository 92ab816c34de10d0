// The present view on paper and in files: a drawing of its own, since the canvas holds only what the screen shows.

import {
  announce, append, byId, data, el, empty, entities, figures, isPlanned, language, live, name, relations, round, say, sentences, shape,
  statuses, svg, svgNames, types, word,
} from "./10-model.js";
import { acts, isFirm } from "./12-board-model.js";
import { bridgeColor, bridgeWidth, directionsOf, dotSize, faint, ink, lineColor, picture, radiusOf, sceneBox } from "./30-picture.js";
import { labelsOf, lineHeight, placeLabels } from "./32-labels.js";
import { statement } from "./40-evidence.js";
import { cellChart, forPaper } from "./44-charts.js";
import { board, tally } from "./56-board.js";
import { chosenRows, documentOf, firstClaim, shownColumns, statusText, table } from "./70-table.js";
import { route, viewOf } from "./99-main.js";

export const pageFonts = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif";

export function fileName(key, ending) {
  const title = word(data.title) + "-" + (key === "picture" ? viewTitle() : say(key));
  // eslint-disable-next-line no-control-regex -- what no file name may hold
  return title.replace(/[\u0000-\u001f\\/:*?"<>|\u202a-\u202e\u2066-\u2069]/g, "_").slice(0, 80) + "." + ending;
}

export function viewTitle() {
  const heading = byId("heading");
  return heading ? heading.textContent : word(data.title);
}

export function save(blob, named) {
  const link = el("a", { href: URL.createObjectURL(blob), download: named });
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
}

// The scene as SVG, labels kept apart as on the screen, with legend, and with title unless the paper bears it.
function drawing(untitled) {
  const scene = picture.scene;
  const box = sceneBox(scene);
  const scale = 1.25;
  const width = Math.max((box.right - box.left) * scale + 60, 900);
  const head = untitled ? 8 : 64;
  const height = (box.bottom - box.top) * scale + head + 66;
  const offsetX = width / 2 - (box.left + box.right) / 2 * scale;
  const offsetY = head - box.top * scale;
  function at(node) {
    return [node.x * scale + offsetX, node.y * scale + offsetY];
  }
  const root = svg("svg", { xmlns: svgNames, viewBox: "0 0 " + round(width) + " " + round(height), width: round(width), height: round(height), "font-family": pageFonts });
  append(root, svg("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  if (!untitled) {
    append(root, drawnTitle(width));
  }
  const places = new Map(scene.nodes.map(function (node) { return [node.id, node]; }));
  scene.edges.filter(function (edge) { return !edge.count || edge.strong; }).forEach(function (edge) {
    const ends = [places.get(edge.from), places.get(edge.to)];
    append(root, drawnEdge(edge, at(ends[0]), at(ends[1]), scene));
    append(root, drawnArrows(edge, ends, at, scene));
  });
  scene.nodes.forEach(function (node) { append(root, drawnNode(node, at(node), scale)); });
  append(root, drawnLabels(scene, at, scale));
  append(root, drawnLegend(width, height));
  return root;
}

function drawnTitle(width) {
  return svg("g", {},
    svg("text", { x: 24, y: 34, "font-size": 20, "font-weight": "bold", fill: ink }, viewTitle()),
    svg("text", { x: width - 24, y: 34, "font-size": 13, "text-anchor": "end", fill: faint }, [data.stamp, word(data.subtitle)].filter(Boolean).join(" · ")));
}

// An arrow head at the border of a node, pointing the way the line comes in.
function arrowHead(tip, from, radius) {
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1]) || 1;
  const x = (tip[0] - from[0]) / length;
  const y = (tip[1] - from[1]) / length;
  const end = [tip[0] - x * (radius + 1), tip[1] - y * (radius + 1)];
  const points = [end, [end[0] - 8 * x - 3.5 * y, end[1] - 8 * y + 3.5 * x], [end[0] - 8 * x + 3.5 * y, end[1] - 8 * y - 3.5 * x]];
  return svg("polygon", { fill: "#8593a1", points: points.map(function (p) { return p.map(round).join(","); }).join(" ") });
}

function drawnEdge(edge, a, b, scene) {
  const planned = edge.links.length && edge.links.every(isPlanned);
  const bent = scene.kind === "neighbourhood" || scene.kind === "finding";
  const middle = (a[0] + b[0]) / 2;
  const path = bent
    ? "M" + a.map(round).join(" ") + "C" + [middle, a[1], middle, b[1], b[0], b[1]].map(round).join(" ")
    : "M" + a.map(round).join(" ") + "L" + b.map(round).join(" ");
  const direct = scene.focus === undefined || edge.from === scene.focus || edge.to === scene.focus;
  return svg("path", {
    d: path, fill: "none", stroke: edge.count ? bridgeColor : direct ? lineColor : "#dde3e8",
    "stroke-width": edge.count ? bridgeWidth(edge) : 1.2, "stroke-dasharray": planned ? "5 4" : "none",
  });
}

function drawnArrows(edge, ends, at, scene) {
  if (!edge.links.length || (scene.focus !== undefined && edge.from !== scene.focus && edge.to !== scene.focus)) {
    return null;
  }
  const bent = scene.kind === "neighbourhood" || scene.kind === "finding";
  return directionsOf(edge).map(function (way) {
    const tip = at(ends[way === "to" ? 1 : 0]);
    const start = at(ends[way === "to" ? 0 : 1]);
    return arrowHead(tip, bent ? [start[0], tip[1]] : start, radiusOf(ends[way === "to" ? 1 : 0]));
  });
}

function drawnNode(node, place, scale) {
  if (!node.theme) {
    return shape(types[node.entity.type], place[0], place[1], radiusOf(node));
  }
  const dots = node.dots;
  const lines = dots.factor > 0.3 ? data.scenes[node.theme.id].edges.filter(function (e) { return live.entity[e.from] && live.entity[e.to]; }) : [];
  function at(id) {
    const dot = dots.places.get(id);
    return [round(place[0] + dot[0] * scale), round(place[1] + dot[1] * scale)];
  }
  return svg("g", {}, svg("circle", { cx: round(place[0]), cy: round(place[1]), r: round(node.size * scale), fill: "#f4f6f8", stroke: "#8593a1" }),
    lines.map(function (e) {
      return svg("line", { x1: at(e.from)[0], y1: at(e.from)[1], x2: at(e.to)[0], y2: at(e.to)[1], stroke: "#cfd7de", "stroke-width": 0.8 });
    }),
    Array.from(dots.places.keys()).filter(function (id) { return live.entity[id]; }).map(function (id) {
      return shape(types[entities[id].type], at(id)[0], at(id)[1], dotSize(id, dots.factor) * scale);
    }));
}

function drawnLabels(scene, at, scale) {
  const ctx = el("canvas").getContext("2d");
  const group = svg("g", {});
  placeLabels(ctx, labelsOf(scene, scale), function (label) {
    const place = at(label);
    return { x: place[0], y: place[1] };
  }, [Infinity, Infinity]).forEach(function (placed) {
    placed.lines.forEach(function (line, number) {
      const size = parseInt(line.font.replace("bold ", ""), 10);
      append(group, svg("text", {
        x: round(placed.x), y: round(placed.y + number * lineHeight + size * 0.36), "font-size": size,
        "font-weight": line.font.indexOf("bold") === 0 ? "bold" : "normal", fill: line.color === "#b5bec7" ? ink : line.color,
        "text-anchor": { left: "start", right: "end", center: "middle" }[placed.align],
        stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke",
      }, line.text));
    });
  });
  return group;
}

function drawnLegend(width, height) {
  const group = svg("g", {});
  let x = 24;
  types.forEach(function (type, number) {
    if (!picture.scene.nodes.some(function (node) { return node.theme ? node.theme.types[number] : node.entity.type === number; })) {
      return;
    }
    append(group, shape(type, x + 7, height - 24, 6));
    append(group, svg("text", { x: x + 18, y: height - 19, "font-size": 13, fill: ink }, word(type)));
    x += 34 + 13 * (language === "en" ? word(type).length * 0.6 : word(type).length);
  });
  append(group, svg("text", { x: width - 24, y: height - 19, "font-size": 11, "text-anchor": "end", fill: faint }, say("print_made", { version: data.version })));
  return group;
}

const pictureRows = 80;

// What is shown, as a drawing with its title: the scene, the chart of a board, the rows of a table.
function shownDrawing() {
  if (!byId("picture").hidden) {
    return drawing();
  }
  const chart = chartShown(960);
  if (chart === null) {
    return null;
  }
  const box = chart.viewBox.baseVal;
  const width = Math.max(box.width, 900);
  const root = svg("svg", { xmlns: svgNames, viewBox: "0 0 " + round(width) + " " + round(box.height + 72), width: round(width), height: round(box.height + 72), "font-family": pageFonts });
  append(root, svg("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  append(root, drawnTitle(width));
  append(root, svg("g", { transform: "translate(0 56)" }, Array.from(chart.childNodes)));
  return root;
}

// The chart of the present view in the colours of paper; of a table its rows as they are filtered and sorted.
function chartShown(width) {
  return forPaper(function () {
    if (board.view !== null) {
      const twin = board.view.twin();
      return board.view.chart(width) || cellChart(twin.heads ? twin.columns : twin.columns.map(function (key) { return say(key); }), twin.rows.slice(0, pictureRows), width, board.view.title);
    }
    if (!byId("table").hidden) {
      const columns = shownColumns();
      return cellChart(columns.map(function (c) { return say(c.key); }), chosenRows().slice(0, pictureRows).map(function (row) {
        return columns.map(function (c) { return c.get(row); });
      }), width, viewTitle());
    }
    return null;
  });
}

function svgText() {
  const drawn = shownDrawing();
  return drawn === null ? null : '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(drawn);
}

export function saveSvg() {
  const text = svgText();
  if (text === null) {
    announce(say("no_picture"));
    return;
  }
  save(new Blob([text], { type: "image/svg+xml;charset=utf-8" }), fileName("picture", "svg"));
}

export function savePng() {
  const text = svgText();
  if (text === null) {
    announce(say("no_picture"));
    return;
  }
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml;charset=utf-8" }));
  image.onload = function () {
    const canvas = el("canvas", { width: image.width * 2, height: image.height * 2 });
    const ctx = canvas.getContext("2d");
    ctx.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob(function (blob) { save(blob, fileName("picture", "png")); }, "image/png");
  };
  image.src = address;
}

// ---- paper: the picture with legend, what the panel says, the table of figures, the sources by number

const printRows = 60;
const tableRowsPrinted = 400; // what is printed of a table that somebody filtered and sorted

export function paper() {
  const sheet = empty(byId("paper"));
  const cited = new Set();
  const view = viewOf(route);
  if (byId("picture").hidden) {
    append(sheet, [data.stamp ? el("p", { class: "paper-stamp" }, data.stamp) : null, paperHead(), view === "cover" ? paperFindings() : null]
      .concat(board.view !== null ? paperBoard() : byId("table").hidden ? [paperWide()] : paperRows(), view === "sources" ? [] : [paperSources(null)], [paperNotes()]));
    return;
  }
  append(sheet, [
    data.stamp ? el("p", { class: "paper-stamp" }, data.stamp) : null,
    el("section", { class: "sheet" },
      paperHead(), view === "cover" ? paperFindings() : null,
      picture.scene && picture.scene.nodes.length ? el("div", { class: "paper-picture" }, drawing(true)) : null),
    paperLinks(cited), paperFigures(cited),
    paperSources(view === "cover" ? null : cited), paperNotes(),
  ]);
}

function paperHead() {
  return el("header", {}, el("h1", {}, viewTitle()), el("p", {}, [data.stamp, word(data.title), word(data.subtitle)].filter(Boolean).join(" · ")));
}

function paperFindings() {
  return el("ol", { class: "paper-findings" }, data.findings.map(function (f) { return el("li", {}, el("strong", {}, word(f.heading)), " ", word(f.text)); }));
}

function paperSources(cited) {
  return el("section", {}, el("h2", {}, say("sources")), el("ol", { class: "paper-sources" }, data.documents.filter(function (d) { return cited === null || cited.has(d.id); }).map(function (d) {
    return el("li", { value: d.id + 1 }, [d.title || say("untitled"), d.author, d.source, d.date || say("no_date"), d.url].filter(Boolean).join("，"));
  })));
}

function paperNotes() {
  return el("section", { class: "notes" }, data.notes.map(function (note) { return el("p", {}, word(note)); }));
}

function paperBoard() {
  const chart = forPaper(function () { return board.view.chart(960); });
  const twin = board.view.twin();
  return [chart === null ? null : el("div", { class: "paper-picture" }, chart),
    viewOf(route) === "cover" && acts.length ? paperTable(say("firm_tasks") + " · " + say("by_area"), ["area", "count"], paperAreas()) : null,
    board.view.lists ? board.view.lists().map(function (list) { return paperTable(list.title, null, list.rows); }) : null,
    viewOf(route) === "act" ? el("div", {}, statement(board.view.act, "act")) : null,
    paperTable(say("table"), twin.heads ? null : twin.columns, twin.heads ? [twin.columns].concat(twin.rows) : twin.rows)];
}

function paperAreas() {
  const counts = tally(acts.filter(isFirm), function (act) { return act.area; });
  return Array.from(counts.keys()).sort(function (a, b) { return counts.get(b) - counts.get(a); }).map(function (area) { return [word(data.areas[area]), String(counts.get(area))]; });
}

// The rows of a table as they are filtered and sorted.
function paperRows() {
  const columns = shownColumns();
  const found = chosenRows();
  return [found.length > tableRowsPrinted ? el("p", {}, say("print_rows", { n: tableRowsPrinted, m: found.length })) : el("p", {}, say("table_rows", { n: found.length })),
    el("table", {}, el("thead", {}, el("tr", {}, columns.map(function (c) { return el("th", {}, say(c.key)); }))),
      el("tbody", {}, found.slice(0, tableRowsPrinted).map(function (row) {
        return el("tr", {}, columns.map(function (c) { return el("td", {}, c.key === "source" ? "[" + (documentOf(sourceOf(row)).id + 1) + "]" : c.get(row)); }));
      })))];
}

// What a row of a table rests on first.
function sourceOf(row) {
  return row.claims ? firstClaim(row) : table.kind === "ladder" ? row.result || row.target : row.act || row;
}

function paperWide() {
  if (viewOf(route) === "sentence") {
    return el("blockquote", { class: "statement" }, el("p", {}, sentences[Number(route.parts[1])].text));
  }
  return el("section", {}, el("ol", { class: "paper-sources" }, data.documents.map(function (d) {
    return el("li", { value: d.id + 1 }, [d.title || say("untitled"), d.author, d.source, d.date || say("no_date"), d.url].filter(Boolean).join("，"));
  })));
}

function sceneEntities() {
  const ids = new Set();
  picture.scene.nodes.forEach(function (node) {
    (node.theme ? node.theme.members : [node.id]).forEach(function (id) { ids.add(id); });
  });
  return ids;
}

function paperLinks(cited) {
  const scene = picture.scene;
  if (scene.kind === "overview") {
    return null;
  }
  const found = [];
  scene.edges.forEach(function (edge) {
    if (scene.focus === undefined || edge.from === scene.focus || edge.to === scene.focus) {
      edge.links.forEach(function (link) { found.push(link); });
    }
  });
  return paperTable(say("links"), ["subject", "relation", "object", "status", "quote", "source"], found.map(function (link) {
    const claim = firstClaim(link);
    cited.add(documentOf(claim).id);
    return [name(entities[link.source]), word(relations[link.relation]), name(entities[link.target]), statusText(claim), sentences[claim.sentence].text, "[" + (documentOf(claim).id + 1) + "]"];
  }));
}

function paperFigures(cited) {
  const inside = sceneEntities();
  const found = figures.filter(function (f) { return live.figure[f.id] && inside.has(f.subject); });
  return paperTable(say("table_figures"), ["subject", "indicator", "value", "base_year", "year_target", "status", "source"], found.map(function (f) {
    cited.add(documentOf(f).id);
    return [name(entities[f.subject]), f.indicator, word(data.words.comparators[f.comparator] || { zh: f.comparator }) + " " + f.value + f.unit, f.base || "", f.year || "", word(statuses[f.status]), "[" + (documentOf(f).id + 1) + "]"];
  }));
}

function paperTable(title, columns, rows) {
  if (!rows.length) {
    return null;
  }
  return el("section", {}, el("h2", {}, title),
    rows.length > printRows ? el("p", {}, say("print_rows", { n: printRows, m: rows.length })) : null,
    el("table", {}, columns === null ? null : el("thead", {}, el("tr", {}, columns.map(function (key) { return el("th", {}, say(key)); }))),
      el("tbody", {}, rows.slice(0, printRows).map(function (cells) { return el("tr", {}, cells.map(function (cell) { return el("td", {}, cell); })); }))));
}
