// What a picture shows: scenes of nodes with places, edges, and titles of groups.
// A scene is {kind, nodes: [{id, x, y, entity | theme, side, big}], edges: [{id, from, to, links}], groups: [{x, y, text, side}]}.

import {
  byId, data, entities, figures, language, links, live, liveLinks, name, otherEnd, relations, say, strength, word,
} from "./10-model.js";
import { sceneBox } from "./30-picture.js";
import { shortened } from "./32-labels.js";
import { figureText } from "./40-evidence.js";

const neighbourhoodSize = 90;

export function pairKey(a, b) {
  return Math.min(a, b) + "-" + Math.max(a, b);
}

// Links between entities of a scene, one edge for each pair.
function edgesAmong(ids, wanted) {
  const inside = new Set(ids);
  const pairs = new Map();
  ids.forEach(function (id) {
    entities[id].links.forEach(function (link) {
      if (live.link[link.id] && link.source !== link.target && inside.has(otherEnd(link, id)) && (!wanted || wanted(link))) {
        const key = pairKey(link.source, link.target);
        if (!pairs.has(key)) {
          pairs.set(key, { id: key, from: link.source, to: link.target, links: new Set() });
        }
        pairs.get(key).links.add(link);
      }
    });
  });
  return Array.from(pairs.values()).map(function (pair) {
    pair.links = Array.from(pair.links).sort(function (a, b) { return a.id - b.id; });
    return pair;
  });
}

export function overviewScene() {
  const host = byId("canvas");
  const standing = host.clientHeight > host.clientWidth;
  const nodes = data.overview.nodes.map(function (node, number) {
    const theme = data.themes[number];
    const place = standing ? theme.standing : [node.x, node.y, node.size];
    const shown = theme.members.filter(function (id) { return live.entity[id]; }).length;
    return { id: node.id, x: place[0], y: place[1], size: place[2], theme: theme, shown: shown, dots: dotsOf(theme, place[2]) };
  }).filter(function (node) { return node.shown > 0; });
  const edges = bridges(new Set(nodes.map(function (node) { return node.theme.id; })));
  const most = edges.reduce(function (max, edge) { return Math.max(max, edge.count); }, 1);
  return { kind: "overview", nodes: nodes, edges: edges, groups: [], most: most };
}

// The entities of a theme drawn small inside its disc: the oval of the theme's own picture made round.
/** @param {Theme} theme @param [radius] */
function dotsOf(theme, radius) {
  const nodes = data.scenes[theme.id].nodes;
  const across = nodes.reduce(function (far, node) { return Math.max(far, Math.abs(node.x)); }, 1);
  const down = nodes.reduce(function (far, node) { return Math.max(far, Math.abs(node.y)); }, 1);
  const x = Math.max(across, 0.5 * down);
  const y = Math.max(down, 0.5 * across);
  const far = nodes.reduce(function (most, node) { return Math.max(most, Math.hypot(node.x / x, node.y / y)); }, 0.01);
  const factor = radius / Math.sqrt((across + 55) * (down + 30));
  const room = radius - 5 - 14 * Math.min(factor, 1);
  return {
    factor: factor,
    places: new Map(nodes.map(function (node) { return [node.id, [node.x / x / far * room, node.y / y / far * room]]; })),
  };
}

// Links between themes, counted; only the strongest are drawn until a theme is pointed at.
function bridges(present) {
  const found = new Map();
  links.forEach(function (link) {
    const a = entities[link.source].theme;
    const b = entities[link.target].theme;
    if (live.link[link.id] && a !== b && present.has(a) && present.has(b)) {
      const key = "t" + pairKey(a, b);
      found.set(key, (found.get(key) || 0) + 1);
    }
  });
  const edges = data.overview.edges.map(function (edge) {
    const key = "t" + pairKey(Number(edge.from.slice(1)), Number(edge.to.slice(1)));
    return { id: key, from: edge.from, to: edge.to, links: [], count: found.get(key) || 0, strong: false };
  }).filter(function (edge) { return edge.count > 0; });
  const strong = edges.slice().sort(function (a, b) { return b.count - a.count || (a.id < b.id ? -1 : 1); }).slice(0, Math.round(1.2 * present.size) + 3);
  strong.forEach(function (edge) { edge.strong = true; });
  return edges;
}

/** @param {Theme} theme */
export function themeScene(theme) {
  const nodes = data.scenes[theme.id].nodes.filter(function (node) { return live.entity[node.id]; })
    .map(function (node) { return { id: node.id, x: node.x, y: node.y, entity: entities[node.id] }; });
  return { kind: "theme", nodes: nodes, edges: edgesAmong(nodes.map(function (n) { return n.id; })), groups: [] };
}

// The links of an entity in groups of one relation and direction, strongest other end first.
/** @param {Entity} entity */
export function relationGroups(entity) {
  const groups = new Map();
  liveLinks(entity).forEach(function (link) {
    const out = link.source === entity.id;
    const key = link.relation + (relations[link.relation].symmetric ? "=" : out ? ">" : "<");
    if (!groups.has(key)) {
      groups.set(key, { key: key, out: out || relations[link.relation].symmetric, relation: link.relation, items: [] });
    }
    groups.get(key).items.push({ other: otherEnd(link, entity.id), link: link });
  });
  const found = Array.from(groups.values());
  found.forEach(function (group) {
    group.items.sort(function (a, b) { return strength(entities[b.other]) - strength(entities[a.other]) || a.other - b.other; });
  });
  found.sort(function (a, b) { return a.relation - b.relation || (a.out ? 0 : 1) - (b.out ? 0 : 1); });
  return found;
}

export function groupTitle(group) {
  const relation = relations[group.relation];
  return group.out ? word(relation) : (relation.inverse.zh ? word(relation.inverse) : word(relation));
}

const rowHeight = 23;
const firstColumn = 112;

// How many rows of names the picture has room for at its natural size.
function roomFor() {
  return Math.max(14, Math.floor((byId("canvas").clientHeight - 24) / rowHeight));
}

export function labelWidth(id, length) {
  return Array.from(shortened(name(entities[id]), length)).reduce(function (sum, letter) { return sum + (letter < "\u2000" ? 7.5 : 13.2); }, 0);
}

// The first of several attempts that fits the picture at its natural size: all entities with long names first,
// then shorter names, then fewer entities; the panel lists those that are left out.
function fitted(make) {
  const host = byId("canvas");
  const lengths = language === "en" ? [26, 20, 15] : [13, 11, 9];
  const shares = [1, 0.85, 0.7, 0.55, 0.4, 0.3];
  let scene = null;
  shares.some(function (share) {
    return lengths.some(function (length) {
      scene = make(length, share);
      scene.length = length;
      const box = sceneBox(scene);
      return (box.right - box.left) * 0.97 <= host.clientWidth - 28 && (box.bottom - box.top) * 0.97 <= host.clientHeight - 24;
    });
  });
  return scene;
}

/** @param {Entity} entity @param [hops] */
export function neighbourhoodScene(entity, hops) {
  return fitted(function (length, share) { return neighbourhood(entity, hops, length, share); });
}

// The entity in the middle, its neighbours in columns by relation: what points at it on the left, what it points at on the right.
/** @param {Entity} entity @param [hops] @param [length] @param [share] */
function neighbourhood(entity, hops, length, share) {
  const groups = relationGroups(entity);
  const taken = new Set([entity.id]);
  const rows = roomFor();
  const most = Math.round(share * (neighbourhoodSize - 1));
  const room = hops > 1 ? Math.min(40, Math.round(most / 2)) : most;
  const total = groups.reduce(function (sum, group) { return sum + group.items.length; }, 0);
  const blocks = groups.map(function (group) {
    const quota = total <= room ? group.items.length : Math.max(2, Math.floor(group.items.length / total * room));
    const items = [];
    let more = 0;
    group.items.forEach(function (item) {
      if (taken.has(item.other)) {
        return;
      }
      if (items.length < quota && taken.size <= room) {
        taken.add(item.other);
        items.push(item.other);
      } else {
        more += 1;
      }
    });
    return { title: groupTitle(group), out: group.out, items: items, more: more };
  }).filter(function (block) { return block.items.length > 0; });
  const sides = balanced(blocks);
  const scene = { kind: "neighbourhood", nodes: [], edges: [], groups: [], focus: entity.id, length: length };
  scene.nodes.push({ id: entity.id, x: 0, y: 0, entity: entity, big: true, side: 0 });
  const reach = [columnsOf(sides[0], -1, scene, rows), columnsOf(sides[1], 1, scene, rows)];
  if (hops > 1) {
    secondRing(scene, taken, reach, most, rows);
  }
  const ids = scene.nodes.map(function (node) { return node.id; });
  scene.edges = edgesAmong(ids);
  scene.hidden = new Set(entity.links.filter(function (l) { return live.link[l.id]; })
    .map(function (l) { return otherEnd(l, entity.id); }).filter(function (id) { return !taken.has(id); })).size;
  return scene;
}

// Blocks to the left and to the right: incoming left, outgoing right, and the last ones moved over where one side is far longer.
function balanced(blocks) {
  const sides = [blocks.filter(function (b) { return !b.out; }), blocks.filter(function (b) { return b.out; })];
  function rows(side) {
    return side.reduce(function (sum, block) { return sum + block.items.length + 2; }, 0);
  }
  for (let from = 0; from < 2; from += 1) {
    const to = 1 - from;
    while (sides[from].length > 1) {
      const last = sides[from].slice().sort(function (a, b) { return a.items.length - b.items.length; })[0];
      if (rows(sides[to]) + last.items.length + 2 > rows(sides[from]) - last.items.length - 2) {
        break;
      }
      sides[from].splice(sides[from].indexOf(last), 1);
      sides[to].push(last);
    }
  }
  return sides;
}

// The blocks of one side as columns of rows; returns how far out the names of the last one reach.
function columnsOf(blocks, direction, scene, rows) {
  const all = blocks.reduce(function (sum, block) { return sum + block.items.length + 1.6; }, 0);
  const columns = Math.max(1, Math.ceil(all / rows));
  const height = Math.ceil(all / columns) + 1;
  const lines = [[]];
  blocks.forEach(function (block) {
    let left = block.items.slice();
    while (left.length) {
      let column = lines[lines.length - 1];
      if (column.length && column.length + Math.min(left.length, 3) + 1.6 > height) {
        lines.push([]);
        column = lines[lines.length - 1];
      }
      const part = left.slice(0, Math.max(3, height - column.length - 1));
      left = left.slice(part.length);
      if (column.length) {
        column.push({ gap: true });
      }
      column.push({ title: block.title });
      part.forEach(function (id) { column.push({ id: id }); });
      if (!left.length && block.more) {
        column.push({ more: block.more });
      }
    }
  });
  let x = firstColumn;
  lines.forEach(function (column) {
    let y = -column.reduce(function (sum, line) { return sum + (line.gap ? 0.6 : 1); }, 0) * rowHeight / 2 + rowHeight / 2;
    let widest = 0;
    column.forEach(function (line) {
      if (line.id !== undefined) {
        scene.nodes.push({ id: line.id, x: direction * x, y: y, entity: entities[line.id], side: direction });
        widest = Math.max(widest, labelWidth(line.id, scene.length));
      } else if (!line.gap) {
        scene.groups.push({ x: direction * x, y: y, text: line.title || say("more", { n: line.more }), side: direction, quiet: !line.title });
      }
      y += line.gap ? 0.6 * rowHeight : rowHeight;
    });
    x += widest + 44;
  });
  return blocks.length ? x : firstColumn;
}

// Neighbours of neighbours outside the columns, those with most links into the picture first.
function secondRing(scene, taken, reach, most, rows) {
  const votes = new Map();
  scene.nodes.slice(1).forEach(function (node) {
    liveLinks(node.entity).forEach(function (link) {
      const other = otherEnd(link, node.id);
      if (!taken.has(other)) {
        const vote = votes.get(other) || { id: other, n: 0, side: 0, y: 0 };
        vote.n += 1;
        vote.side += node.side;
        vote.y += node.y;
        votes.set(other, vote);
      }
    });
  });
  const chosen = Array.from(votes.values())
    .sort(function (a, b) { return b.n - a.n || strength(entities[b.id]) - strength(entities[a.id]) || a.id - b.id; })
    .slice(0, Math.max(0, most + 1 - taken.size))
    .sort(function (a, b) { return a.side / a.n - b.side / b.n || a.id - b.id; });
  // the pull of their neighbours decides the side, but neither side takes more than it has room for
  const pulled = chosen.filter(function (vote) { return vote.side < 0; }).length;
  const left = Math.min(Math.max(pulled, Math.floor(chosen.length / 3)), Math.ceil(chosen.length * 2 / 3));
  [-1, 1].forEach(function (direction) {
    const side = (direction < 0 ? chosen.slice(0, left) : chosen.slice(left)).sort(function (a, b) { return a.y / a.n - b.y / b.n || a.id - b.id; });
    const height = Math.ceil(side.length / Math.max(1, Math.ceil(side.length / rows)));
    let x = reach[direction < 0 ? 0 : 1] + 20;
    for (let from = 0; from < side.length; from += height) {
      const column = side.slice(from, from + height);
      column.forEach(function (vote, place) {
        taken.add(vote.id);
        scene.nodes.push({ id: vote.id, entity: entities[vote.id], side: direction, x: direction * x, y: (place - (column.length - 1) / 2) * rowHeight });
      });
      x += Math.max.apply(null, column.map(function (vote) { return labelWidth(vote.id, scene.length); })) + 44;
    }
  });
}

/** @param {Finding} finding */
export function findingScene(finding) {
  return fitted(function (length, share) { return findingColumns(finding, length, share); });
}

// Leading entities on the left, what they are linked with on the right; each leader gets a like share of the room.
/** @param {Finding} finding @param [length] @param [share] */
function findingColumns(finding, length, share) {
  const scene = { kind: "finding", nodes: [], edges: [], groups: [], length: length };
  const wanted = new Set(finding.links);
  const linked = finding.links.length > 0;
  const leaders = finding.nodes.filter(function (id) { return live.entity[id]; }).slice(0, 3);
  if (!linked) {
    return figureRows(finding, scene);
  }
  const others = othersOf(leaders, wanted);
  const most = Math.round(share * (neighbourhoodSize - leaders.length));
  const quota = Math.floor(most / leaders.length);
  const used = leaders.map(function () { return 0; });
  const shown = others.filter(function (other) {
    used[other.rank] += 1;
    return others.length <= most || used[other.rank] <= quota;
  });
  const height = Math.ceil(shown.length / Math.max(1, Math.ceil(shown.length / roomFor()))) || 1;
  leaders.forEach(function (id, rank) {
    const mine = shown.map(function (o, i) { return o.rank === rank ? i % height : -1; }).filter(function (i) { return i >= 0; });
    const middle = mine.length ? mine.reduce(function (a, b) { return a + b; }, 0) / mine.length - (height - 1) / 2 : rank * 2;
    scene.nodes.push({ id: id, x: 0, y: middle * rowHeight, entity: entities[id], side: -1, big: true });
  });
  apart(scene.nodes, 64);
  let x = 230;
  for (let from = 0; from < shown.length; from += height) {
    const column = shown.slice(from, from + height);
    column.forEach(function (other, place) {
      scene.nodes.push({ id: other.id, entity: entities[other.id], side: 1, x: x, y: (place - (column.length - 1) / 2) * rowHeight });
    });
    x += Math.max.apply(null, column.map(function (other) { return labelWidth(other.id, length); })) + 44;
  }
  scene.edges = edgesAmong(scene.nodes.map(function (n) { return n.id; }), function (link) { return wanted.has(link.id); });
  scene.hidden = others.length - shown.length;
  return scene;
}

// Figures in words beside their subjects.
/** @param {Finding} finding @param [scene] */
function figureRows(finding, scene) {
  const found = finding.figures.map(function (id) { return figures[id]; }).filter(function (f) { return live.figure[f.id]; })
    .sort(function (a, b) { return finding.nodes.indexOf(a.subject) - finding.nodes.indexOf(b.subject) || a.id - b.id; });
  const shown = found.slice(0, roomFor());
  const first = new Set();
  shown.forEach(function (figure, row) {
    const y = (row - (shown.length - 1) / 2) * rowHeight;
    if (!first.has(figure.subject)) {
      first.add(figure.subject);
      scene.nodes.push({ id: figure.subject, x: 0, y: y, entity: entities[figure.subject], side: -1 });
    }
    scene.groups.push({ x: 24, y: y, text: figureText(figure), side: 1, plain: true });
  });
  scene.hidden = found.length - shown.length;
  return scene;
}

function othersOf(leaders, wanted) {
  const others = [];
  const seen = new Set(leaders);
  leaders.forEach(function (leader, rank) {
    entities[leader].links.forEach(function (link) {
      const other = otherEnd(link, leader);
      if (wanted.has(link.id) && live.link[link.id] && !seen.has(other)) {
        seen.add(other);
        others.push({ id: other, rank: rank });
      }
    });
  });
  return others;
}

function apart(nodes, least) {
  nodes.sort(function (a, b) { return a.y - b.y; });
  for (let i = 1; i < nodes.length; i += 1) {
    nodes[i].y = Math.max(nodes[i].y, nodes[i - 1].y + least);
  }
}

// The steps from left to right, back and forth where there are many.
export function pathScene(path) {
  const perRow = 4;
  const scene = { kind: "path", nodes: [], edges: [], groups: [], steps: true };
  path.forEach(function (id, place) {
    const row = Math.floor(place / perRow);
    const column = row % 2 ? perRow - 1 - place % perRow : place % perRow;
    scene.nodes.push({ id: id, x: column * 230, y: row * 130, entity: entities[id], big: true, side: 0 });
  });
  const next = new Set(path.slice(1).map(function (id, i) { return pairKey(path[i], id); }));
  scene.edges = edgesAmong(path).filter(function (edge) { return next.has(edge.id); });
  return scene;
}
