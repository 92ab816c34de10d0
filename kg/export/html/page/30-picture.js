// Scenes drawn by vis-network in shapes of our own.

import { byId, data, entities, isPlanned, live, relations, types } from "./10-model.js";
import { labelWidth } from "./20-scenes.js";
import { drawLabels, labelLength } from "./32-labels.js";
import { clicked, hover } from "./34-pointing.js";

export const fonts = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';
export const ink = "#1d2733";
export const faint = "#5b6875";
export const lineColor = "#a9b4c0";
export const strongLine = "#1d4e79";
export const bridgeColor = "#cbd3db";
export const picture = { network: null, scene: null, chosen: null, hover: null, frame: null };

export function startPicture() {
  picture.network = new vis.Network(byId("canvas"), { nodes: [], edges: [] }, {
    physics: false,
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: true, keyboard: false, selectConnectedEdges: false, zoomSpeed: 0.7, tooltipDelay: 100000 },
    nodes: { shape: "custom", chosen: false, borderWidth: 0 },
    edges: { chosen: false, color: { color: lineColor, inherit: false }, hoverWidth: 0, selectionWidth: 0, smooth: false },
  });
  picture.network.on("afterDrawing", drawLabels);
  picture.network.on("click", clicked);
  picture.network.on("hoverNode", function (e) { hover(e.node); });
  picture.network.on("blurNode", function () { hover(null); });
  picture.network.on("hoverEdge", function (e) { hover(e.edge); });
  picture.network.on("blurEdge", function () { hover(null); });
}

export function radiusOf(node) {
  if (node.theme) {
    return node.size;
  }
  const base = baseRadius(node.entity);
  return node.big ? Math.max(base, 12) : node.side ? Math.min(base, 8) : base;
}

/** @param {Entity} entity */
function baseRadius(entity) {
  return 5 + Math.min(9, 1.9 * Math.sqrt(entity.links.length));
}

export function near(id) {
  // whether a node belongs to what is chosen or pointed at; all do while nothing is
  const point = picture.hover !== null ? picture.hover : picture.chosen;
  if (point === null || picture.scene.kind === "path") {
    return true;
  }
  return picture.around.has(id);
}

export function neighboursOf(point) {
  const around = new Set();
  picture.scene.edges.forEach(function (edge) {
    if (edge.id === point || edge.from === point || edge.to === point) {
      around.add(edge.from).add(edge.to).add(edge.id);
    }
  });
  around.add(point);
  return around;
}

function visNode(node) {
  return {
    id: node.id, x: node.x, y: node.y, shape: "custom", size: radiusOf(node), // the size is what vis-network tests clicks by
    ctxRenderer: function (drawing) {
      const radius = radiusOf(node);
      return {
        drawNode: function () { drawNode(drawing.ctx, node, drawing.x, drawing.y, radius); },
        nodeDimensions: { width: 2 * radius, height: 2 * radius },
      };
    },
  };
}

function drawNode(ctx, node, x, y, radius) {
  ctx.save();
  ctx.globalAlpha = near(node.id) ? 1 : 0.18;
  if (node.theme) {
    drawTheme(ctx, node, x, y, radius);
  } else {
    if (node.id === picture.chosen || node.id === picture.scene.focus) {
      ctx.beginPath();
      ctx.arc(x, y, radius + 5, 0, 2 * Math.PI);
      ctx.fillStyle = "rgba(29,78,121,0.16)";
      ctx.fill();
    }
    drawShape(ctx, types[node.entity.type], x, y, radius);
  }
  ctx.restore();
}

function drawShape(ctx, type, x, y, radius) {
  const points = data.shapes[type.shape];
  ctx.beginPath();
  if (points) {
    points.forEach(function (p, i) { ctx[i ? "lineTo" : "moveTo"](x + p[0] * radius, y + p[1] * radius); });
    ctx.closePath();
  } else {
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }
  ctx.fillStyle = type.color;
  ctx.fill();
}

// A theme as a disc, its entities as dots inside in the places that they have in the theme's own picture.
function drawTheme(ctx, node, x, y, radius) {
  const pointed = node.id === picture.hover || node.id === picture.chosen;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = pointed ? "#e6eef6" : "#f4f6f8";
  ctx.fill();
  ctx.lineWidth = pointed ? 2 : 1;
  ctx.strokeStyle = pointed ? strongLine : "#8593a1";
  ctx.stroke();
  drawDots(ctx, node, x, y);
}

function drawDots(ctx, node, x, y) {
  const dots = node.dots;
  if (dots.factor > 0.3) {
    ctx.strokeStyle = "#cfd7de";
    ctx.lineWidth = 0.8;
    data.scenes[node.theme.id].edges.forEach(function (edge) {
      if (live.entity[edge.from] && live.entity[edge.to]) {
        const a = dots.places.get(edge.from);
        const b = dots.places.get(edge.to);
        ctx.beginPath();
        ctx.moveTo(x + a[0], y + a[1]);
        ctx.lineTo(x + b[0], y + b[1]);
        ctx.stroke();
      }
    });
  }
  dots.places.forEach(function (place, id) {
    if (live.entity[id]) {
      drawShape(ctx, types[entities[id].type], x + place[0], y + place[1], dotSize(id, dots.factor));
    }
  });
}

export function dotSize(id, factor) {
  return Math.max(1.7, Math.min(baseRadius(entities[id]) * factor, 11));
}

export function bridgeWidth(edge) {
  return 0.8 + 2.6 * Math.sqrt(edge.count / picture.scene.most);
}

// Which ends of an edge bear an arrow: "to", "from", both or none.
export function directionsOf(edge) {
  return Array.from(new Set(edge.links.filter(function (link) { return !relations[link.relation].symmetric; })
    .map(function (link) { return link.source === edge.from ? "to" : "from"; })));
}

function visEdge(edge) {
  const scene = picture.scene;
  if (scene.kind === "overview") {
    const pointed = edge.id === picture.chosen;
    return {
      id: edge.id, from: edge.from, to: edge.to, width: bridgeWidth(edge), hidden: !edge.strong && !pointed,
      color: { color: pointed ? strongLine : bridgeColor }, smooth: { enabled: true, type: "curvedCW", roundness: 0.13 },
    };
  }
  const directions = new Set(directionsOf(edge));
  const direct = scene.focus === undefined || edge.from === scene.focus || edge.to === scene.focus;
  const chosen = edge.id === picture.chosen;
  return {
    id: edge.id, from: edge.from, to: edge.to,
    width: chosen ? 3 : direct ? Math.min(3, 0.8 + 0.4 * edge.links.length) : 0.5,
    dashes: edge.links.every(isPlanned) ? [5, 4] : false,
    arrows: {
      to: { enabled: directions.has("to") && direct, scaleFactor: 0.45 },
      from: { enabled: directions.has("from") && direct, scaleFactor: 0.45 },
    },
    color: { color: chosen ? strongLine : direct ? lineColor : "#dde3e8" },
    smooth: scene.kind === "neighbourhood" || scene.kind === "finding"
      ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 } : false,
  };
}

export function show(scene, chosen) {
  picture.scene = scene;
  picture.hover = null;
  picture.chosen = chosen === undefined ? null : chosen;
  picture.around = picture.chosen === null ? new Set() : neighboursOf(picture.chosen);
  picture.network.setSize("100%", "100%"); // it may have been hidden, and sized to nothing, behind a table
  picture.edges = new vis.DataSet(scene.edges.map(visEdge));
  picture.network.setData({ nodes: new vis.DataSet(scene.nodes.map(visNode)), edges: picture.edges });
  byId("nothing").hidden = scene.nodes.length > 0;
  frameScene();
}

export function sceneBox(scene) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  scene.nodes.forEach(function (node) {
    const radius = radiusOf(node);
    const label = node.theme ? 0 : labelWidth(node.id, labelLength(scene)) + (node.big ? 14 : 0);
    const left = node.side === -1 ? label + 20 : Math.max(radius, node.theme ? 66 : label / 2);
    const right = node.side === 1 ? label + 20 : Math.max(radius, node.theme ? 66 : label / 2);
    box.left = Math.min(box.left, node.x - left);
    box.right = Math.max(box.right, node.x + right);
    box.top = Math.min(box.top, node.y - radius - 8);
    box.bottom = Math.max(box.bottom, node.y + radius + (node.theme ? 38 : 20));
  });
  scene.groups.forEach(function (group) {
    box.right = Math.max(box.right, group.plain ? group.x + group.text.length * 12.5 : 0);
    box.top = Math.min(box.top, group.y - 12);
    box.bottom = Math.max(box.bottom, group.y + 12);
  });
  return box;
}

export function frameScene() {
  if (!picture.scene || !picture.scene.nodes.length) {
    return;
  }
  const box = sceneBox(picture.scene);
  const host = byId("canvas");
  const width = host.clientWidth - 28;
  const height = host.clientHeight - 24;
  const most = picture.scene.kind === "overview" ? 1.5 : 1.25;
  const scale = Math.min(width / (box.right - box.left), height / (box.bottom - box.top), most);
  picture.network.moveTo({
    position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale: Math.max(scale, 0.05), animation: false,
  });
}
