// What a picture shows: scenes of nodes with places, edges, and titles of groups.
// A scene is {kind, nodes: [{id, x, y, entity | theme, side, big}], edges: [{id, from, to, links}], groups: [{x, y, text, side}]}.

const neighbourhoodSize = 90;

function pairKey(a, b) {
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

function overviewScene() {
  const nodes = data.overview.nodes.map(function (node, number) {
    const theme = data.themes[number];
    const shown = theme.members.filter(function (id) { return live.entity[id]; }).length;
    return { id: node.id, x: node.x, y: node.y, size: node.size, theme: theme, shown: shown };
  }).filter(function (node) { return node.shown > 0; });
  const present = new Set(nodes.map(function (node) { return node.theme.id; }));
  const bridges = new Map();
  links.forEach(function (link) {
    const a = entities[link.source].theme;
    const b = entities[link.target].theme;
    if (live.link[link.id] && a !== b && present.has(a) && present.has(b)) {
      const key = "t" + pairKey(a, b);
      bridges.set(key, (bridges.get(key) || 0) + 1);
    }
  });
  const edges = data.overview.edges.map(function (edge) {
    const key = "t" + pairKey(Number(edge.from.slice(1)), Number(edge.to.slice(1)));
    return { id: key, from: edge.from, to: edge.to, links: [], count: bridges.get(key) || 0 };
  }).filter(function (edge) { return edge.count > 0; });
  return { kind: "overview", nodes: nodes, edges: edges, groups: [] };
}

function themeScene(theme) {
  const nodes = data.scenes[theme.id].nodes.filter(function (node) { return live.entity[node.id]; })
    .map(function (node) { return { id: node.id, x: node.x, y: node.y, entity: entities[node.id] }; });
  return { kind: "theme", nodes: nodes, edges: edgesAmong(nodes.map(function (n) { return n.id; })), groups: [] };
}

// The links of an entity in groups of one relation and direction, strongest other end first.
function relationGroups(entity) {
  const groups = new Map();
  const seen = new Set();
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
  return { groups: found, seen: seen };
}

function groupTitle(group, entity) {
  const relation = relations[group.relation];
  return group.out ? word(relation) : (relation.inverse.zh ? word(relation.inverse) : word(relation));
}

const rowHeight = 25;
const columnWidth = 236;

// The entity in the middle, its neighbours in columns by relation: what points at it on the left, what it points at on the right.
function neighbourhoodScene(entity, hops) {
  const groups = relationGroups(entity).groups;
  const taken = new Set([entity.id]);
  const room = hops > 1 ? 40 : neighbourhoodSize - 1;
  const total = groups.reduce(function (sum, group) { return sum + group.items.length; }, 0);
  const blocks = groups.map(function (group) {
    const share = total <= room ? group.items.length : Math.max(2, Math.floor(group.items.length / total * room));
    const items = [];
    let more = 0;
    group.items.forEach(function (item) {
      if (taken.has(item.other)) {
        return;
      }
      if (items.length < share && taken.size <= room) {
        taken.add(item.other);
        items.push(item.other);
      } else {
        more += 1;
      }
    });
    return { title: groupTitle(group, entity), out: group.out, items: items, more: more };
  }).filter(function (block) { return block.items.length > 0; });
  const sides = balanced(blocks);
  const scene = { kind: "neighbourhood", nodes: [], edges: [], groups: [], focus: entity.id };
  scene.nodes.push({ id: entity.id, x: 0, y: 0, entity: entity, big: true, side: 0 });
  const reach = [columnsOf(sides[0], -1, scene), columnsOf(sides[1], 1, scene)];
  if (hops > 1) {
    secondRing(scene, taken, reach);
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

// The blocks of one side as columns of rows; returns how far out they reach.
function columnsOf(blocks, direction, scene) {
  const all = blocks.reduce(function (sum, block) { return sum + block.items.length + 1.6; }, 0);
  const columns = Math.max(1, Math.ceil(all / 25));
  const height = Math.ceil(all / columns) + 1;
  const lines = [[]];
  blocks.forEach(function (block) {
    let left = block.items.slice();
    let first = true;
    while (left.length) {
      let column = lines[lines.length - 1];
      if (column.length && column.length + Math.min(left.length, 3) + 1.6 > height) {
        lines.push([]);
        column = lines[lines.length - 1];
      }
      const fit = Math.max(3, height - column.length - 1);
      const part = left.slice(0, fit);
      left = left.slice(fit);
      if (column.length) {
        column.push({ gap: true });
      }
      column.push({ title: block.title, first: first });
      part.forEach(function (id) { column.push({ id: id }); });
      if (!left.length && block.more) {
        column.push({ more: block.more });
      }
      first = false;
    }
  });
  lines.forEach(function (column, number) {
    const x = direction * (150 + number * columnWidth);
    let rows = 0;
    column.forEach(function (line) { rows += line.gap ? 0.6 : 1; });
    let y = -rows * rowHeight / 2 + rowHeight / 2;
    column.forEach(function (line) {
      if (line.id !== undefined) {
        scene.nodes.push({ id: line.id, x: x, y: y, entity: entities[line.id], side: direction });
      } else if (line.title) {
        scene.groups.push({ x: x, y: y, text: line.title, side: direction });
      } else if (line.more) {
        scene.groups.push({ x: x, y: y, text: say("more", { n: line.more }), side: direction, quiet: true });
      }
      y += line.gap ? 0.6 * rowHeight : rowHeight;
    });
  });
  return blocks.length ? 150 + (lines.length - 1) * columnWidth : 0;
}

// Neighbours of neighbours outside the columns, those with most links into the picture first.
function secondRing(scene, taken, reach) {
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
    .slice(0, neighbourhoodSize - taken.size);
  [-1, 1].forEach(function (direction, index) {
    const side = chosen.filter(function (v) { return (v.side < 0 ? -1 : 1) === direction; })
      .sort(function (a, b) { return a.y / a.n - b.y / b.n || a.id - b.id; });
    const columns = Math.max(1, Math.ceil(side.length / 26));
    const height = Math.ceil(side.length / columns);
    side.forEach(function (vote, place) {
      const column = Math.floor(place / height);
      const rows = Math.min(height, side.length - column * height);
      taken.add(vote.id);
      scene.nodes.push({
        id: vote.id, entity: entities[vote.id], side: direction,
        x: direction * (reach[index] + (column + 1) * columnWidth + 20),
        y: (place % height - (rows - 1) / 2) * rowHeight,
      });
    });
  });
}

// Leading entities on the left, what they are linked with on the right.
function findingScene(finding) {
  const scene = { kind: "finding", nodes: [], edges: [], groups: [] };
  const wanted = new Set(finding.links);
  const leaders = finding.nodes.filter(function (id) { return live.entity[id]; }).slice(0, finding.links.length ? 3 : 26);
  const lead = new Set(leaders);
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
  const shown = others.slice(0, neighbourhoodSize - leaders.length);
  const columns = Math.max(1, Math.ceil(shown.length / 24));
  const height = Math.ceil(shown.length / columns) || 1;
  const left = columns > 1 ? -260 - (columns - 1) * 80 : -200;
  leaders.forEach(function (id, rank) {
    const mine = shown.map(function (o, i) { return o.rank === rank ? i % height : -1; }).filter(function (i) { return i >= 0; });
    const middle = mine.length ? mine.reduce(function (a, b) { return a + b; }, 0) / mine.length - (height - 1) / 2 : rank * 2;
    const y = finding.links.length ? middle * rowHeight : (rank - (leaders.length - 1) / 2) * rowHeight;
    scene.nodes.push({ id: id, x: left, y: y, entity: entities[id], side: -1, big: finding.links.length > 0 });
  });
  apart(scene.nodes, 60);
  shown.forEach(function (other, place) {
    const column = Math.floor(place / height);
    const rows = Math.min(height, shown.length - column * height);
    scene.nodes.push({
      id: other.id, entity: entities[other.id], side: 1,
      x: left + 300 + column * columnWidth, y: (place % height - (rows - 1) / 2) * rowHeight,
    });
  });
  scene.edges = edgesAmong(scene.nodes.map(function (n) { return n.id; }), function (link) { return wanted.has(link.id); });
  scene.hidden = others.length - shown.length;
  return scene;
}

function apart(nodes, least) {
  nodes.sort(function (a, b) { return a.y - b.y; });
  for (let i = 1; i < nodes.length; i += 1) {
    nodes[i].y = Math.max(nodes[i].y, nodes[i - 1].y + least);
  }
}

// The steps from left to right, back and forth where there are many.
function pathScene(path) {
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
