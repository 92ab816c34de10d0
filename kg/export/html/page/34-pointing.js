// Mouse, touch and keys in the picture.

import { announce, byId, data, distinction, entities, liveLinks, name, say, types, word } from "./10-model.js";
import { frameScene, neighboursOf, picture } from "./30-picture.js";
import { go } from "./99-main.js";

export function hover(id) {
  picture.hover = id;
  const point = id !== null ? id : picture.chosen;
  picture.around = point === null ? new Set() : neighboursOf(point);
  byId("canvas").classList.toggle("pointing", id !== null);
  if (picture.scene.kind === "overview") {
    showBridges(id);
  }
  picture.network.redraw();
}

// All the links of the theme that is pointed at, also the weak ones.
function showBridges(id) {
  const changed = picture.scene.edges.filter(function (edge) { return !edge.strong && edge.id !== picture.chosen; })
    .map(function (edge) { return { id: edge.id, hidden: edge.from !== id && edge.to !== id && edge.id !== id }; })
    .filter(function (edge) { return picture.edges.get(edge.id).hidden !== edge.hidden; });
  picture.edges.update(changed);
}

export function clicked(event) {
  const node = event.nodes.length ? event.nodes[0] : null;
  const edge = event.edges.length ? event.edges[0] : null;
  if (node !== null) {
    openNode(node);
  } else if (edge !== null) {
    openEdge(edge);
  }
}

function openNode(id) {
  const node = picture.scene.nodes.find(function (n) { return n.id === id; });
  go(node.theme ? ["theme", node.theme.key] : ["entity", node.entity.key]);
}

function openEdge(id) {
  const edge = picture.scene.edges.find(function (e) { return e.id === id; });
  if (picture.scene.kind === "overview") {
    go(["themes", data.themes[Number(edge.from.slice(1))].key, data.themes[Number(edge.to.slice(1))].key]);
  } else {
    go(["link", entities[edge.from].key, entities[edge.to].key]);
  }
}

// The arrows go to the nearest node in that direction, the page keys through all.
export function pictureKey(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (steps[event.key]) {
    event.preventDefault();
    moveTo(steps[event.key]);
  } else if (event.key === "PageDown" || event.key === "PageUp") {
    event.preventDefault();
    moveAlong(event.key === "PageDown" ? 1 : -1);
  } else if (event.key === "Enter" && picture.hover !== null) {
    event.preventDefault();
    openNode(picture.hover);
  } else if (event.key === "+" || event.key === "=") {
    zoom(1.25);
  } else if (event.key === "-") {
    zoom(0.8);
  } else if (event.key === "0") {
    frameScene();
  }
}

function moveTo(step) {
  const nodes = picture.scene.nodes;
  const here = nodes.find(function (n) { return n.id === picture.hover; });
  let best = null;
  let least = Infinity;
  nodes.forEach(function (node) {
    if (!here) {
      const far = node.x * node.x + node.y * node.y;
      if (far < least) {
        least = far;
        best = node;
      }
      return;
    }
    const dx = node.x - here.x;
    const dy = node.y - here.y;
    const along = dx * step[0] + dy * step[1];
    const aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (along > 0.5 && along + 2.2 * aside < least) {
      least = along + 2.2 * aside;
      best = node;
    }
  });
  if (best) {
    pointAt(best);
  }
}

// The next or the previous node, from top to bottom and left to right, so that none is out of reach.
function moveAlong(step) {
  const nodes = picture.scene.nodes.slice().sort(function (a, b) { return a.y - b.y || a.x - b.x; });
  const here = nodes.findIndex(function (n) { return n.id === picture.hover; });
  if (nodes.length) {
    pointAt(nodes[here < 0 ? 0 : (here + step + nodes.length) % nodes.length]);
  }
}

function pointAt(node) {
  hover(node.id);
  announce((node.theme
    ? [word(node.theme.name), word(types[node.theme.type]), say("theme_count", { n: node.shown, m: node.theme.links })]
    : [name(node.entity), distinction(node.entity), say("linked", { n: liveLinks(node.entity).length })]).join(" · "));
}

export function zoom(factor) {
  picture.network.moveTo({ scale: picture.network.getScale() * factor, animation: false });
}
