// Scenes drawn by vis-network; labels drawn here so that they never lie on each other; mouse and keyboard.

const fonts = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';
const ink = "#1d2733";
const faint = "#5b6875";
const lineColor = "#a9b4c0";
const strongLine = "#1d4e79";
const picture = { network: null, scene: null, chosen: null, hover: null, frame: null };

function startPicture() {
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
  picture.network.on("resize", function () { frameScene(); });
}

function radiusOf(node) {
  if (node.theme) {
    return node.size;
  }
  const base = 5 + Math.min(9, 1.9 * Math.sqrt(node.entity.links.length));
  return node.big ? Math.max(base, 12) : node.side ? Math.min(base, 8) : base;
}

function near(id) {
  // whether a node belongs to what is chosen or pointed at; all do while nothing is
  const point = picture.hover !== null ? picture.hover : picture.chosen;
  if (point === null || picture.scene.kind === "path") {
    return true;
  }
  return picture.around.has(id);
}

function neighboursOf(point) {
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
    id: node.id, x: node.x, y: node.y, shape: "custom",
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
  const theme = node.theme;
  const pointed = node.id === picture.hover || node.id === picture.chosen;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = pointed ? "#e6eef6" : "#f4f6f8";
  ctx.fill();
  ctx.lineWidth = pointed ? 2 : 1;
  ctx.strokeStyle = pointed ? strongLine : "#8593a1";
  ctx.stroke();
  const scale = dotScale(theme, radius);
  data.scenes[theme.id].nodes.forEach(function (dot) {
    if (live.entity[dot.id]) {
      const size = Math.min(1.5 + 0.42 * Math.sqrt(entities[dot.id].links.length), 4.5);
      ctx.beginPath();
      ctx.arc(x + dot.x * scale, y + dot.y * scale, size, 0, 2 * Math.PI);
      ctx.fillStyle = types[entities[dot.id].type].color;
      ctx.fill();
    }
  });
}

function dotScale(theme, radius) {
  if (!theme.reach) {
    theme.reach = data.scenes[theme.id].nodes.reduce(function (far, dot) { return Math.max(far, Math.hypot(dot.x, dot.y)); }, 1);
  }
  return (radius - 6) / theme.reach;
}

function visEdge(edge) {
  const scene = picture.scene;
  if (scene.kind === "overview") {
    return { id: edge.id, from: edge.from, to: edge.to, width: Math.min(7, 0.6 + Math.sqrt(edge.count) * 0.7), color: { color: "#c9d1d9" } };
  }
  const directions = new Set(edge.links.map(function (link) {
    return relations[link.relation].symmetric ? "none" : link.source === edge.from ? "to" : "from";
  }));
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

function show(scene, chosen) {
  picture.scene = scene;
  picture.hover = null;
  picture.chosen = chosen === undefined ? null : chosen;
  picture.around = picture.chosen === null ? new Set() : neighboursOf(picture.chosen);
  picture.network.setData({ nodes: new vis.DataSet(scene.nodes.map(visNode)), edges: new vis.DataSet(scene.edges.map(visEdge)) });
  byId("nothing").hidden = scene.nodes.length > 0;
  frameScene();
}

function sceneBox(scene) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  scene.nodes.forEach(function (node) {
    const radius = radiusOf(node);
    const label = node.theme ? 0 : Math.min(name(node.entity).length, 13) * 12;
    const left = node.side === -1 ? label + 20 : node.theme ? radius : Math.max(radius, label / 2);
    const right = node.side === 1 ? label + 20 : node.theme ? radius : Math.max(radius, label / 2);
    box.left = Math.min(box.left, node.x - left);
    box.right = Math.max(box.right, node.x + right);
    box.top = Math.min(box.top, node.y - radius - 8);
    box.bottom = Math.max(box.bottom, node.y + radius + (node.theme ? 30 : 20));
  });
  scene.groups.forEach(function (group) {
    box.top = Math.min(box.top, group.y - 12);
    box.bottom = Math.max(box.bottom, group.y + 12);
  });
  return box;
}

function frameScene() {
  if (!picture.scene || !picture.scene.nodes.length) {
    return;
  }
  const box = sceneBox(picture.scene);
  const host = byId("canvas");
  const width = host.clientWidth - 24;
  const height = host.clientHeight - 24;
  const most = picture.scene.kind === "overview" ? 1.5 : 1.25;
  const scale = Math.min(width / (box.right - box.left), height / (box.bottom - box.top), most);
  picture.network.moveTo({
    position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale: Math.max(scale, 0.05), animation: false,
  });
}

// ---- labels

function shortened(text, most) {
  const letters = Array.from(text);
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
}

function drawLabels(ctx) {
  const scene = picture.scene;
  if (!scene) {
    return;
  }
  const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
  const placed = [];
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.lineJoin = "round";
  labelsOf(scene, picture.network.getScale()).forEach(function (label) {
    const at = picture.network.canvasToDOM({ x: label.x, y: label.y });
    drawLabel(ctx, label, at.x + label.dx, at.y + label.dy, placed);
  });
  ctx.restore();
}

// The labels of a scene, most important first. dx, dy are pixels of the screen.
function labelsOf(scene, scale) {
  const found = [];
  const point = picture.hover !== null ? picture.hover : picture.chosen;
  scene.groups.forEach(function (group) {
    found.push({
      x: group.x, y: group.y, dx: -group.side * 6, dy: 0, align: group.side < 0 ? "right" : "left", rank: 2e6,
      lines: [{ text: group.text, font: (group.quiet ? "12px " : "bold 12px ") + fonts, color: group.quiet ? faint : strongLine }],
    });
  });
  scene.nodes.forEach(function (node) {
    if (node.theme) {
      themeLabels(node, scale, found);
      return;
    }
    const pointed = node.id === point;
    const shown = near(node.id);
    const text = pointed ? name(node.entity) : shortened(name(node.entity), language === "en" ? 24 : 13);
    const radius = radiusOf(node) * scale;
    const font = (node.big || pointed ? "bold 14px " : "13px ") + fonts;
    found.push({
      x: node.x, y: node.y, lines: [{ text: text, font: font, color: shown ? ink : "#b5bec7" }],
      dx: node.side ? node.side * (radius + 6) : 0, dy: node.side ? 0 : radius + 11,
      align: node.side < 0 ? "right" : node.side > 0 ? "left" : "center",
      rank: (pointed ? 1e9 : 0) + (shown && point !== null ? 1e6 : 0) + (node.big ? 1e5 : 0) + node.entity.links.length,
    });
  });
  edgeLabels(scene, found, point);
  return found.sort(function (a, b) { return b.rank - a.rank; });
}

function themeLabels(node, scale, found) {
  const theme = node.theme;
  const pointed = node.id === picture.hover || node.id === picture.chosen;
  const leaders = theme.leaders.map(function (id) { return name(entities[id]); });
  const most = pointed ? 40 : language === "en" ? 18 : 9;
  found.push({
    x: node.x, y: node.y + node.size, dx: 0, dy: 16, align: "center", rank: (pointed ? 1e9 : 1e6) + theme.members.length,
    lines: [
      { text: shortened(leaders[0], most), font: "bold 13px " + fonts, color: ink },
      { text: (leaders[1] ? shortened(leaders[1], most) + " · " : "") + node.shown, font: "12px " + fonts, color: faint },
    ],
  });
  const inner = dotScale(theme, node.size);
  if (inner * scale < 0.42) {
    return;
  }
  data.scenes[theme.id].nodes.forEach(function (dot) {
    if (live.entity[dot.id]) {
      found.push({
        x: node.x + dot.x * inner, y: node.y + dot.y * inner, dx: 0, dy: 13, align: "center", rank: entities[dot.id].links.length,
        lines: [{ text: shortened(name(entities[dot.id]), 10), font: "12px " + fonts, color: faint }],
      });
    }
  });
}

// The relation on the lines of a path, and on the line that is chosen or pointed at.
function edgeLabels(scene, found, point) {
  const places = new Map(scene.nodes.map(function (node) { return [node.id, node]; }));
  scene.edges.forEach(function (edge) {
    if (!edge.links.length || !(scene.steps || edge.id === point)) {
      return;
    }
    const a = places.get(edge.from);
    const b = places.get(edge.to);
    const names = Array.from(new Set(edge.links.map(function (link) { return relationName(link, link.source); })));
    found.push({
      x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, dx: 0, dy: -2, align: "center", rank: 1e8, boxed: true,
      lines: [{ text: names.join(language === "en" ? ", " : "、"), font: "bold 12px " + fonts, color: strongLine }],
    });
  });
}

const lineHeight = 16;

// Draws a label unless it would lie on one drawn before; a second line is given up first.
function drawLabel(ctx, label, x, y, placed) {
  const width = Math.max.apply(null, label.lines.map(function (line) { ctx.font = line.font; return ctx.measureText(line.text).width; }));
  const left = label.align === "center" ? x - width / 2 : label.align === "right" ? x - width : x;
  for (let count = label.lines.length; count > 0; count -= 1) {
    const box = [left - 2, y - 8, left + width + 2, y - 8 + count * lineHeight];
    if (box[2] < 0 || box[0] > ctx.canvas.clientWidth || box[3] < 0 || box[1] > ctx.canvas.clientHeight) {
      return;
    }
    const free = placed.every(function (p) { return box[2] < p[0] || box[0] > p[2] || box[3] < p[1] || box[1] > p[3]; });
    if (free) {
      placed.push(box);
      ctx.textAlign = label.align;
      ctx.textBaseline = "middle";
      label.lines.slice(0, count).forEach(function (line, number) {
        ctx.font = line.font;
        ctx.strokeStyle = "rgba(255,255,255,0.92)";
        ctx.lineWidth = label.boxed ? 6 : 3.5;
        ctx.strokeText(line.text, x, y + number * lineHeight);
        ctx.fillStyle = line.color;
        ctx.fillText(line.text, x, y + number * lineHeight);
      });
      return;
    }
  }
}

// ---- mouse

function hover(id) {
  picture.hover = id;
  const point = id !== null ? id : picture.chosen;
  picture.around = point === null ? new Set() : neighboursOf(point);
  byId("canvas").classList.toggle("pointing", id !== null);
  picture.network.redraw();
}

function clicked(event) {
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

// ---- keyboard: the arrows go to the nearest node in that direction

function pictureKey(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (steps[event.key]) {
    event.preventDefault();
    moveTo(steps[event.key]);
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
    hover(best.id);
    announce(best.theme
      ? word(best.theme.name) + "，" + say("theme_count", { n: best.shown, m: best.theme.links })
      : name(best.entity) + "，" + distinction(best.entity) + "，" + say("linked", { n: liveLinks(best.entity).length }));
  }
}

function zoom(factor) {
  picture.network.moveTo({ scale: picture.network.getScale() * factor, animation: false });
}
