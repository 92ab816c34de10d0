// The legend under the picture, whose entries hide and show; and the filters behind a button.

import {
  byId, clearFilters, data, el, entities, figures, filters, links, mark, relations, say, statuses, types, word,
} from "./10-model.js";
import { filtersChanged } from "./99-main.js";

function toggle(set, value) {
  if (set.has(value)) {
    set.delete(value);
  } else {
    set.add(value);
  }
  filtersChanged();
}

function counts() {
  const found = { types: types.map(zero), relations: relations.map(zero), statuses: statuses.map(zero) };
  function zero() {
    return 0;
  }
  entities.forEach(function (entity) { found.types[entity.type] += 1; });
  links.forEach(function (link) {
    found.relations[link.relation] += 1;
    new Set(link.claims.map(function (c) { return c.status; })).forEach(function (s) { found.statuses[s] += 1; });
  });
  figures.forEach(function (figure) { found.statuses[figure.status] += 1; });
  return found;
}
const totals = counts();

function toggleButton(kind, number, label, icon) {
  const hidden = filters[kind].has(number);
  return el("button", {
    type: "button", class: "toggle", "aria-pressed": hidden ? "false" : "true", "data-toggle": kind + "-" + number, title: say("legend_hint"),
    on: { click: function (event) {
      const box = event.currentTarget.closest("#filters") ? "#filters" : "#legend";
      toggle(filters[kind], number);
      refocus(box + ' [data-toggle="' + kind + "-" + number + '"]');
    } },
  }, icon, el("span", {}, label), el("span", { class: "count" }, totals[kind][number]));
}

export function refocus(selector) {
  const element = document.querySelector(selector);
  if (element) {
    element.focus();
  }
}

function typeToggles() {
  return types.map(function (type, number) {
    return totals.types[number] ? toggleButton("types", number, word(type), mark(number, 14)) : null;
  });
}

export function legend() {
  return [typeToggles(),
    el("span", { class: "lines" }, el("span", { class: "line solid", "aria-hidden": "true" }), say("line_done"), el("span", { class: "line dashed", "aria-hidden": "true" }), say("line_planned"))];
}

export function filterPanel() {
  const years = Array.from(new Set(data.documents.map(function (d) { return (d.date || "").slice(0, 4); }))).filter(Boolean).sort();
  const promised = new Set(figures.map(function (f) { return f.year; }));
  links.forEach(function (link) { link.claims.forEach(function (claim) { promised.add(claim.year); }); });
  const due = Array.from(promised).filter(Boolean).sort();
  return [
    el("h2", { id: "filter-title" }, say("filters")),
    el("button", { type: "button", class: "button close", on: { click: function () { openFilters(false); } } }, say("close")),
    el("button", { type: "button", class: "button", id: "reset", on: { click: function () { clearFilters(); filtersChanged(); refocus("#reset"); } } }, say("reset")),
    el("fieldset", {}, el("legend", {}, say("statuses")), statuses.map(function (s, n) { return totals.statuses[n] ? toggleButton("statuses", n, word(s), null) : null; })),
    el("fieldset", {}, el("legend", {}, say("relations")), relations.map(function (r, n) { return totals.relations[n] ? toggleButton("relations", n, word(r), null) : null; })),
    el("fieldset", {}, el("legend", {}, say("types")), typeToggles()),
    range("published", "from", "to", years),
    el("p", {}, el("label", {}, el("input", { type: "checkbox", id: "undated", checked: filters.undated, on: { change: function (e) { filters.undated = e.target.checked; filtersChanged(); refocus("#undated"); } } }), " ", say("undated"))),
    range("due", "dueFrom", "dueTo", due),
    el("p", { class: "note" }, say("due_hint")),
    el("p", {}, el("label", { for: "least" }, say("confidence_least")), " ", select("least", [[0, say("any")]].concat([50, 60, 70, 80, 90, 95].map(function (n) { return [n, n + "%"]; })), filters.least, function (v) { filters.least = Number(v); })),
  ];
}

function range(title, from, to, years) {
  const options = [["", say("any")]].concat(years.map(function (y) { return [y, y]; }));
  return el("fieldset", {}, el("legend", {}, say(title)),
    el("label", { for: from }, say("from")), " ", select(from, options, filters[from], function (v) { filters[from] = v; }), " ",
    el("label", { for: to }, say("to")), " ", select(to, options, filters[to], function (v) { filters[to] = v; }));
}

function select(id, options, value, changed) {
  const field = el("select", { id: id, on: { change: function () { changed(field.value); filtersChanged(); refocus("#" + id); } } }, options.map(function (o) {
    return el("option", { value: o[0], selected: String(o[0]) === String(value) }, o[1]);
  }));
  return field;
}

export function openFilters(open) {
  byId("filters").hidden = !open;
  byId("filter-button").setAttribute("aria-expanded", open ? "true" : "false");
  if (open) {
    refocus("#filters .close");
  } else {
    byId("filter-button").focus();
  }
}
