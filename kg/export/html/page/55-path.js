// Chains of links between two entities: up to three, shortest first, each step with its sentences.

import { el, entities, linksBetween, live, name, otherEnd, relations, say, word } from "./10-model.js";
import { pairKey } from "./20-scenes.js";
import { entityButton, linkStatements } from "./40-evidence.js";
import { heading } from "./50-panels.js";
import { combobox } from "./60-search.js";
import { address, go } from "./99-main.js";

const mostPaths = 3;

function neighbours(id, barred) {
  const found = [];
  entities[id].links.forEach(function (link) {
    const other = otherEnd(link, id);
    if (live.link[link.id] && other !== id && !barred.has(pairKey(id, other))) {
      found.push(other);
    }
  });
  return Array.from(new Set(found)).sort(function (a, b) { return a - b; });
}

// The shortest chain from a to b that leaves out some pairs and entities; of equal ones, that through the stronger entities.
function shortest(a, b, barred, avoided) {
  const before = new Map([[a, null]]);
  let edge = [a];
  while (edge.length && !before.has(b)) {
    const next = [];
    edge.forEach(function (id) {
      neighbours(id, barred).forEach(function (other) {
        if (!before.has(other) && !avoided.has(other)) {
          before.set(other, id);
          next.push(other);
        }
      });
    });
    edge = next;
  }
  if (!before.has(b)) {
    return null;
  }
  const path = [];
  for (let id = b; id !== null; id = before.get(id)) {
    path.unshift(id);
  }
  return path;
}

// Yen's way to the k shortest chains without loops (Management Science 17, 1971).
export function paths(a, b) {
  const first = shortest(a, b, new Set(), new Set());
  if (!first) {
    return [];
  }
  const found = [first];
  const candidates = [];
  while (found.length < mostPaths) {
    const last = found[found.length - 1];
    for (let i = 0; i < last.length - 1; i += 1) {
      const root = last.slice(0, i + 1);
      const barred = new Set();
      found.forEach(function (path) {
        if (root.every(function (id, n) { return path[n] === id; }) && path.length > i + 1) {
          barred.add(pairKey(path[i], path[i + 1]));
        }
      });
      const spur = shortest(root[i], b, barred, new Set(root.slice(0, -1)));
      if (spur) {
        const whole = root.slice(0, -1).concat(spur);
        const key = whole.join();
        if (![].concat(found, candidates).some(function (path) { return path.join() === key; })) {
          candidates.push(whole);
        }
      }
    }
    if (!candidates.length) {
      break;
    }
    candidates.sort(function (x, y) { return x.length - y.length || (x.join() < y.join() ? -1 : 1); });
    found.push(candidates.shift());
  }
  return found;
}

export function pathPanel(a, b, all, number) {
  const form = el("div", { class: "path-form" }, pathField("path_a", a, function (entity) { go(["path", entity.key, b ? b.key : ""]); }),
    pathField("path_b", b, function (entity) { go(["path", a ? a.key : "", entity.key]); }));
  const parts = [heading(say("path"), say("path_title"), null), form];
  if (!a || !b) {
    parts.push(el("p", { class: "note" }, say("path_pick")));
    return parts;
  }
  if (a === b) {
    parts.push(el("p", { class: "note" }, say("path_same")));
    return parts;
  }
  if (!all.length) {
    parts.push(el("p", { class: "note", role: "status" }, say("path_none", { a: name(a), b: name(b) })));
    return parts;
  }
  parts.push(el("div", { class: "switch", role: "group", "aria-label": say("path") }, all.map(function (path, i) {
    return el("a", { href: address(["path", a.key, b.key], i ? { n: i + 1 } : {}), "aria-current": i === number ? "true" : null },
      say("path_n", { n: i + 1 }) + " · " + say("path_steps", { n: path.length - 1 }));
  })));
  const path = all[number];
  parts.push(el("p", { class: "lead" }, chainInWords(path)));
  path.slice(1).forEach(function (id, i) {
    const steps = linksBetween(path[i], id).filter(function (link) { return live.link[link.id]; });
    parts.push(el("section", {}, el("h2", {}, say("path_step", { n: i + 1 })), steps.map(function (link) {
      return el("div", {},
        el("p", { class: "pair" }, entityButton(entities[link.source]), el("span", { class: "verb" }, word(relations[link.relation])), entityButton(entities[link.target])),
        linkStatements(link));
    })));
  });
  return parts;
}

// A chain as a sentence: A —develops→ B ←implements— C.
function chainInWords(path) {
  return path.map(function (id, i) {
    if (!i) {
      return name(entities[id]);
    }
    const link = linksBetween(path[i - 1], id).find(function (l) { return live.link[l.id]; });
    const forward = link.source === path[i - 1];
    const verb = word(relations[link.relation]);
    return (relations[link.relation].symmetric ? " — " + verb + " — " : forward ? " — " + verb + " → " : " ← " + verb + " — ") + name(entities[id]);
  }).join("");
}

function pathField(key, entity, chosen) {
  return combobox({ id: key, label: say(key), value: entity ? name(entity) : "", chosen: chosen });
}
