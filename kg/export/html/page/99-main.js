// Addresses (#/…), what each one shows, breadcrumb, keys, language.

import {
  announce, append, applyFilters, byId, byKey, data, el, empty, entities, filtersOn, language, name, say, sentences, speak, themeByKey,
  word,
} from "./10-model.js";
import { acts, boardRegions, hasBoard, rungs } from "./12-board-model.js";
import { findingScene, neighbourhoodScene, overviewScene, pairKey, pathScene, themeScene } from "./20-scenes.js";
import { frameScene, picture, show, startPicture } from "./30-picture.js";
import { pictureKey, zoom } from "./34-pointing.js";
import { sourceLine } from "./40-evidence.js";
import {
  boardPanel, coverPanel, entityPanel, findingPanel, graphPanel, heading, linkPanel, sentencePanel, sourcesPanel, themeName, themePanel,
  themesPanel,
} from "./50-panels.js";
import { pathPanel, paths } from "./55-path.js";
import {
  actPanel, actView, board, boardWidth, coverView, dueList, findingView, indicatorView, matrixView, timelineView,
} from "./56-board.js";
import { followView, followed } from "./57-follow.js";
import { lanes, lanesView } from "./58-lanes.js";
import { mapMeasures, mapView } from "./59-map.js";
import { combobox } from "./60-search.js";
import { asked, documentOf, firstTable, table, tablePanel, tableRows, tableView, tables } from "./70-table.js";
import { filterPanel, legend, openFilters, refocus } from "./80-legend.js";
import { paper, savePng, saveSvg, viewTitle } from "./90-output.js";

export let route = null;

export function address(parts, query) {
  const pairs = Object.keys(query || {}).filter(function (key) { return query[key]; })
    .map(function (key) { return key + "=" + encodeURIComponent(query[key]); });
  return "#/" + parts.map(encodeURIComponent).join("/") + (pairs.length ? "?" + pairs.join("&") : "");
}

export function go(parts, query) {
  location.hash = address(parts, query);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text; // a % that was typed by hand
  }
}

function parsed(hash) {
  const halves = hash.replace(/^#\/?/, "").split("?");
  const query = {};
  (halves[1] || "").split("&").filter(Boolean).forEach(function (pair) {
    const at = pair.indexOf("=");
    query[pair.slice(0, at)] = decoded(pair.slice(at + 1));
  });
  return { parts: halves[0].split("/").map(decoded), query: query };
}

export function viewOf(where) {
  return where.parts[0] || "cover";
}

// What an address shows: scene, chosen part, panel, crumbs (the last is the view itself).
const views = {
  cover: function () {
    return hasBoard ? { board: coverView(), panel: coverPanel, crumbs: [] } : { scene: overviewScene(), panel: coverPanel, crumbs: [] };
  },
  graph: function () {
    return { scene: overviewScene(), panel: graphPanel, crumbs: [[say("graph"), ["graph"]]] };
  },
  indicator: function (query, named) {
    const view = indicatorView(named, query);
    return view && { board: view, panel: view.panel, crumbs: [[view.title, ["indicator", named]]] };
  },
  matrix: function (query, kind) {
    const view = matrixView(kind === "industries" ? "industries" : "areas");
    return { board: view, panel: function () { return boardPanel(view, say("matrix_about")); }, crumbs: [[view.title, ["matrix", kind || "areas"]]] };
  },
  timeline: function () {
    const view = timelineView();
    return { board: view, panel: function () { return [heading(null, view.title, null), dueList()]; }, crumbs: [[view.title, ["timeline"]]] };
  },
  follow: function () {
    const view = followView();
    return view && { board: view, panel: view.panel, crumbs: [[view.title, ["follow"]]] };
  },
  lanes: function () {
    const view = lanesView();
    return view && { board: view, panel: view.panel, crumbs: [[view.title, ["lanes"]]] };
  },
  map: function (query, key) {
    const view = mapView(key);
    return view && { board: view, panel: view.panel, crumbs: [[view.title, ["map", view.key]]] };
  },
  sentence: function (query, number) {
    return sentences[Number(number)] && { scene: null, panel: function () { return sentencePanel(Number(number)); }, crumbs: [[say("quote"), ["sentence", number]]], wide: true };
  },
  act: function (query, key) {
    const view = actView(key);
    return view && { board: view, panel: function () { return [heading([say("task"), " · ", sourceLine(documentOf(view.act), true)], el("span", { lang: "zh-CN" }, view.title), null), actPanel(view.act)]; }, crumbs: [[say("table_acts"), ["table", "acts"]], [view.title, ["act", key]]], wide: true };
  },
  theme: function (query, key) {
    const theme = themeByKey.get(key);
    return theme && { scene: themeScene(theme), panel: function () { return themePanel(theme); }, crumbs: [[themeName(theme), ["theme", key]]] };
  },
  themes: function (query, one, two) {
    const a = themeByKey.get(one);
    const b = themeByKey.get(two);
    return a && b && {
      scene: overviewScene(), chosen: "t" + pairKey(a.id, b.id), panel: function () { return themesPanel(a, b); },
      crumbs: [[themeName(a) + " — " + themeName(b), ["themes", one, two]]],
    };
  },
  entity: function (query, key) {
    const entity = byKey.get(key);
    const hops = query.hops === "2" ? 2 : 1;
    return entity && {
      scene: neighbourhoodScene(entity, hops), panel: function () { return entityPanel(entity, hops); },
      crumbs: themeCrumb(entity).concat([[name(entity), ["entity", key]]]),
    };
  },
  link: function (query, one, two) {
    const a = byKey.get(one);
    const b = byKey.get(two);
    if (!a || !b) {
      return null;
    }
    const key = pairKey(a.id, b.id);
    const kept = picture.scene && picture.scene.kind !== "overview" && picture.scene.edges.some(function (e) { return e.id === key; });
    return {
      scene: kept ? null : neighbourhoodScene(a, 1), chosen: key, panel: function () { return linkPanel(a, b); },
      crumbs: themeCrumb(a).concat([[name(a), ["entity", one]], [name(b), ["link", one, two]]]),
    };
  },
  finding: function (query, key) {
    const finding = data.findings.find(function (f) { return f.key === key; });
    return finding && (finding.rungs.length || finding.acts.length) ? {
      board: findingView(finding), panel: function () { return findingPanel(finding); }, crumbs: [[word(finding.heading), ["finding", key]]],
    } : finding && { scene: findingScene(finding), panel: function () { return findingPanel(finding); }, crumbs: [[word(finding.heading), ["finding", key]]] };
  },
  path: function (query, one, two) {
    const a = byKey.get(one) || null;
    const b = byKey.get(two) || null;
    const all = a && b && a !== b ? paths(a.id, b.id) : [];
    const number = Math.min(Math.max(Number(query.n || 1) - 1, 0), Math.max(all.length - 1, 0));
    const ends = Array.from(new Set([a, b].filter(Boolean).map(function (e) { return e.id; })));
    return {
      scene: all.length ? pathScene(all[number]) : loose(ends), panel: function () { return pathPanel(a, b, all, number); },
      crumbs: [[say("path"), ["path", one || "", two || ""]]],
    };
  },
  table: function (query, kind) {
    if (!tables[kind || firstTable()]) {
      return null;
    }
    setTable(kind || firstTable(), query);
    return { table: tableView, panel: tablePanel, crumbs: [[say("table"), ["table", table.kind]]] };
  },
  sources: function (query) {
    return { scene: null, panel: function () { return sourcesPanel(Number(query.n || 0)); }, crumbs: [[say("sources"), ["sources"]]], wide: true };
  },
};

function loose(ids) {
  return {
    kind: "path", edges: [], groups: [],
    nodes: ids.map(function (id, i) { return { id: id, x: i * 240, y: 0, entity: entities[id], big: true, side: 0 }; }),
  };
}

/** @param {Entity} entity */
function themeCrumb(entity) {
  const theme = data.themes[entity.theme];
  return theme ? [[themeName(theme), ["theme", theme.key]]] : [];
}

function setTable(kind, query) {
  const only = Object.keys(query).filter(function (key) { return asked[key]; });
  if (kind !== table.kind || query.due || query.status || only.length) {
    table.sort = null;
    table.text = table.theme = "";
    table.pick = null;
    table.status = query.status || "";
    table.due = query.due || "";
    table.limit = tableRows;
  }
  table.only = {};
  only.forEach(function (key) { table.only[key] = query[key]; });
  table.kind = kind;
}

function render(keepPlace) {
  route = parsed(location.hash);
  document.body.className = "view-" + viewOf(route);
  byId("picture").hidden = false; // scenes are made for the size that the picture has
  const make = views[viewOf(route)];
  const view = make ? make(route.query, route.parts[1], route.parts[2]) : null;
  if (!view) {
    render404();
    return;
  }
  const shownTable = Boolean(view.table);
  const shownBoard = Boolean(view.board) && !view.wide;
  document.body.className = "view-" + viewOf(route) + (view.wide ? " wide" : "") + (shownTable ? " has-table" : "") + (shownBoard ? " has-board" : "");
  board.view = view.board || null;
  byId("table").hidden = !shownTable;
  byId("board").hidden = !shownBoard;
  byId("picture").hidden = shownTable || shownBoard || Boolean(view.wide);
  if (!byId("picture").hidden) {
    const chosen = view.chosen === undefined ? null : view.chosen;
    show(view.scene || picture.scene, chosen);
  }
  if (shownTable) {
    append(empty(byId("table")), view.table());
  }
  if (shownBoard) {
    append(empty(byId("board")), view.board.make(boardWidth()));
    byId("board").scrollTop = 0;
  }
  const panel = byId("panel");
  const top = panel.scrollTop;
  append(empty(panel), view.panel());
  panel.scrollTop = keepPlace ? top : 0;
  crumbs(view.crumbs);
  byId("hint").textContent = hint(view);
  byId("zoom").hidden = byId("picture").hidden;
  byId("canvas").setAttribute("aria-label", say("picture_of", { name: viewTitle() }) + " " + say("picture_keys"));
  document.title = (view.crumbs.length ? viewTitle() + " - " : "") + word(data.title);
  if (!keepPlace) {
    announce(viewTitle());
    if (started) {
      byId("heading").focus({ preventScroll: true });
    }
    const chosenSource = panel.querySelector("li.chosen");
    if (chosenSource) {
      chosenSource.scrollIntoView({ block: "center" });
    }
  }
}

function hint(view) {
  if (!view.scene || byId("picture").hidden) {
    return "";
  }
  return say(view.scene.kind === "overview" ? "overview_hint" : "theme_hint");
}

function render404() {
  document.body.className = "wide";
  byId("table").hidden = byId("picture").hidden = byId("board").hidden = true;
  board.view = null;
  append(empty(byId("panel")), [heading(null, say("not_found"), null), el("a", { class: "button", href: "#/" }, say("cover"))]);
  crumbs([]);
}

let upward = null; // the parts of the address above the present one

function crumbs(list) {
  const all = [[say(hasBoard ? "cover" : "overview"), []]].concat(list);
  append(empty(byId("crumbs")), el("ol", {}, all.map(function (crumb, i) {
    const last = i === all.length - 1;
    return el("li", {}, last ? el("span", { "aria-current": "page" }, crumb[0]) : el("a", { href: address(crumb[1]) }, crumb[0]));
  })));
  upward = all.length > 1 ? all[all.length - 2][1] : null;
}

export function redrawTable(selector) {
  append(empty(byId("table")), tableView());
  refocus("#table " + selector);
}

export function filtersChanged() {
  applyFilters();
  chrome();
  render(true);
}

function tabList() {
  const full = {
    timeline: rungs.length, follow: followed.length, lanes: lanes().all.length > 1, map: boardRegions().length > 1 && mapMeasures().length,
    matrix: acts.length, graph: 1,
  };
  const parts = { cover: [], matrix: ["matrix", "areas"], path: ["path", "", ""] };
  const ours = hasBoard ? Object.keys(full).filter(function (key) { return full[key]; }) : [];
  return ["cover", "table"].concat(ours, ["path", "sources"]).map(function (key) { return { key: key, parts: parts[key] || [key] }; });
}

// What frames every view: tabs, buttons, legend, filters.
function chrome() {
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  byId("home").textContent = word(data.title);
  byId("stamp").textContent = data.stamp;
  append(empty(byId("tabs")), tabList().map(function (tab) {
    return el("a", { href: address(tab.parts), "data-tab": tab.key }, say("tab_" + tab.key in data.words ? "tab_" + tab.key : tab.key));
  }));
  const field = combobox({ id: "search", label: say("search"), placeholder: say("search_hint"), quiet: true, keep: false, further: true, chosen: function (entity) { go(["entity", entity.key]); } });
  append(empty(byId("searchbox")), field);
  append(empty(byId("tools")), [
    tool("png", "save_png", savePng), tool("svg", "save_svg", saveSvg), tool("print", "print", function () { window.print(); }),
    el("button", { type: "button", id: "language", lang: language === "en" ? "zh-CN" : "en", "aria-label": say("language_label"), on: { click: switchLanguage } }, say("language")),
  ]);
  append(empty(byId("legend")), legend());
  const filterButton = byId("filter-button");
  filterButton.textContent = filtersOn() ? say("filters_on", { n: filtersOn() }) : say("filters");
  filterButton.classList.toggle("on", filtersOn() > 0);
  append(empty(byId("filters")), filterPanel());
  [["zoom-in", "zoom_in"], ["zoom-out", "zoom_out"], ["zoom-fit", "zoom_fit"]].forEach(function (pair) {
    byId(pair[0]).setAttribute("aria-label", say(pair[1]));
    byId(pair[0]).title = say(pair[1]);
  });
  byId("nothing").textContent = say("hidden");
  byId("skip").textContent = say("skip");
  byId("crumbs").setAttribute("aria-label", say("back"));
  byId("legend").setAttribute("aria-label", say("legend"));
}

function tool(id, key, action) {
  return el("button", { type: "button", id: id, on: { click: action } }, say(key));
}

function switchLanguage() {
  speak(language === "en" ? "zh" : "en");
  chrome();
  render(true);
  byId("language").focus();
}

function up() {
  if (!byId("filters").hidden) {
    openFilters(false);
  } else if (upward) {
    go(upward);
  }
}

document.addEventListener("keydown", function (event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(/** @type {Element} */ (event.target).tagName);
  if (event.key === "Escape") {
    up();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
  }
});
window.addEventListener("hashchange", function () { render(false); });
window.addEventListener("beforeprint", paper);
let later = 0;
window.addEventListener("resize", function () {
  clearTimeout(later);
  later = setTimeout(function () { render(true); }, 150);
});

let started = false;
applyFilters();
startPicture();
chrome();
render(false);
started = true;
byId("canvas").addEventListener("keydown", pictureKey);
byId("zoom-in").addEventListener("click", function () { zoom(1.25); });
byId("zoom-out").addEventListener("click", function () { zoom(0.8); });
byId("zoom-fit").addEventListener("click", frameScene);
byId("filter-button").addEventListener("click", function () { openFilters(byId("filters").hidden); });
byId("skip").addEventListener("click", function () { byId("heading").focus(); });
requestAnimationFrame(function () {
  requestAnimationFrame(function () { performance.mark("first-picture"); });
});
