// Who does what by when: for each body the tasks that it leads, or carries out by a stated deadline, by year.

import { el, say, word } from "./10-model.js";
import { actText, acts, inRole, isAhead, isLate, ownDue } from "./12-board-model.js";
import { entityButton } from "./40-evidence.js";
import { cellChart } from "./44-charts.js";
import { heading } from "./50-panels.js";
import { barOf } from "./56-board.js";
import { address } from "./99-main.js";

const laneRows = 24;
const laneTasks = 3;

export function lanes() {
  const ahead = acts.filter(isAhead);
  const found = new Map();
  const columns = new Set();
  ahead.forEach(function (act) {
    const lead = inRole(act, "lead");
    const bodies = lead.length ? lead : ownDue(act) ? inRole(act, "actor").filter(function (name) { return name.body; }) : [];
    const due = ownDue(act).slice(0, 4) || "";
    bodies.forEach(function (body) {
      const lane = found.get(body) || { body: body, count: 0, cells: new Map() };
      lane.count += 1;
      lane.cells.set(due, (lane.cells.get(due) || []).concat([act]));
      columns.add(due);
      found.set(body, lane);
    });
  });
  return {
    all: Array.from(found.values()).sort(function (a, b) { return b.count - a.count || (a.body.zh < b.body.zh ? -1 : 1); }),
    // years in order, tasks without a deadline of their own last
    columns: Array.from(columns).sort(function (a, b) { return Number(a === "") - Number(b === "") || (a < b ? -1 : 1); }),
  };
}

export function lanesView() {
  const found = lanes();
  if (!found.all.length) {
    return null;
  }
  const shown = found.all.slice(0, laneRows);
  const heads = [say("body")].concat(found.columns.map(function (year) { return year || say("no_deadline"); }));
  function twinOf(list, most) {
    return { heads: true, columns: heads, rows: list.map(function (lane) {
      return [word(lane.body)].concat(found.columns.map(function (year) {
        const own = lane.cells.get(year) || [];
        return own.slice(0, most).map(actText).join("；") + (own.length > most ? " +" + (own.length - most) : "");
      }));
    }) };
  }
  return {
    title: say("lanes"),
    make: function () {
      return [el("p", { class: "note" }, say("lanes_hint"), found.all.length > shown.length ? " " + say("shown_of", { n: shown.length, m: found.all.length }) : ""), lanesTable(shown, found.columns, heads)];
    },
    chart: function (width) {
      const twin = twinOf(shown, 1);
      return cellChart(twin.columns, twin.rows, width, say("lanes"));
    },
    twin: function () { return twinOf(found.all, Infinity); },
    panel: function () {
      const most = shown[0].count;
      return [heading(null, say("lanes"), say("lanes_n", { n: found.all.length })),
        el("ul", { class: "bars" }, shown.map(function (lane) {
          return el("li", {}, el("a", { class: "bar-link", href: address(["table", "acts"], { ahead: 1, thing: lane.body.zh }) },
            el("span", { class: "label" }, word(lane.body)), barOf(lane.count / most), el("span", { class: "count" }, lane.count)));
        }))];
    },
  };
}

function lanesTable(shown, columns, heads) {
  return el("div", { class: "table-scroll small lanes", tabindex: "0", role: "region", "aria-label": say("lanes") }, el("table", {},
    el("thead", {}, el("tr", {}, heads.map(function (head) { return el("th", { scope: "col" }, head); }))),
    el("tbody", {}, shown.map(function (lane) {
      return el("tr", {}, el("th", { scope: "row" }, lane.body.entity ? entityButton(lane.body.entity) : word(lane.body)), columns.map(function (year) {
        const own = lane.cells.get(year) || [];
        return el("td", {}, own.slice(0, laneTasks).map(function (act) {
          return el("p", {}, el("a", { href: address(["act", act.key]), lang: "zh-CN", class: isLate(ownDue(act)) ? "late" : null }, actText(act)));
        }), own.length > laneTasks ? el("p", {}, el("a", { href: address(["table", "acts"], { ahead: 1, thing: lane.body.zh }) }, say("more", { n: own.length - laneTasks }))) : null);
      }));
    }))));
}
