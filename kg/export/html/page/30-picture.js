// Scenes drawn by vis-network; labels drawn here so that they never lie on each other; mouse and keyboard.

const fonts = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';
const ink = "#1d2733";
const faint = "#5b6875";
const lineColor = "#a9b4c0";
const strongLine = "#1d4e79";
const bridgeColor = "#cbd3db";
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
}

function radiusOf(node) {
  if (node.theme) {
    return node.size;
  }
  const base = baseRadius(node.entity);
  return node.big ? Math.max(base, 12) : node.side ? Math.min(base, 8) : base;
}

function baseRadius(entity) {
  return 5 + Math.min(9, 1.9 * Math.sqrt(entity.links.length));
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
  const theme = node.theme;
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

function dotSize(id, factor) {
  return Math.max(1.7, Math.min(baseRadius(entities[id]) * factor, 11));
}

function bridgeWidth(edge) {
  return 0.8 + 2.6 * Math.sqrt(edge.count / picture.scene.most);
}

// Which ends of an edge bear an arrow: "to", "from", both or none.
function directionsOf(edge) {
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

function show(scene, chosen) {
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

function sceneBox(scene) {
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

function frameScene() {
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

// ---- labels

// How many letters of a name a scene shows.
function labelLength(scene) {
  return scene.length || (language === "en" ? 24 : 13);
}

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
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.lineJoin = "round";
  placeLabels(ctx, labelsOf(scene, picture.network.getScale()), function (label) { return picture.network.canvasToDOM(label); },
    [ctx.canvas.clientWidth, ctx.canvas.clientHeight]).forEach(function (placed) { drawLabel(ctx, placed); });
  ctx.restore();
}

// The labels of a scene, most important first. dx, dy are pixels of the screen.
function labelsOf(scene, scale) {
  const found = [];
  const point = picture.hover !== null ? picture.hover : picture.chosen;
  scene.groups.forEach(function (group) {
    found.push({
      x: group.x, y: group.y, dx: -group.side * 6, dy: 0, align: group.side < 0 ? "right" : "left", rank: 2e6, firm: true,
      lines: [{ text: group.text, font: (group.plain ? "13px " : group.quiet ? "12px " : "bold 12px ") + fonts, color: group.plain ? ink : group.quiet ? faint : strongLine }],
    });
  });
  scene.nodes.forEach(function (node) {
    if (node.theme) {
      themeLabels(node, scale, found);
      return;
    }
    const pointed = node.id === point;
    const shown = near(node.id);
    const text = pointed ? name(node.entity) : shortened(name(node.entity), labelLength(scene));
    const radius = radiusOf(node) * scale;
    const font = (node.big || pointed ? "bold 14px " : "13px ") + fonts;
    found.push({
      x: node.x, y: node.y, lines: [{ text: text, font: font, color: shown ? ink : "#b5bec7" }], firm: pointed || Boolean(node.side),
      dx: node.side ? node.side * (radius + 6) : 0, dy: node.side ? 0 : radius + 11, around: scene.kind === "theme" ? radius : undefined,
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
  const wide = language === "en" ? 2 : 1;
  function lines(first, second) {
    return [
      { text: shortened(leaders[0], first * wide), font: "bold 13px " + fonts, color: ink },
      { text: (leaders[1] && second ? shortened(leaders[1], second * wide) + " · " : "") + word(types[theme.type]) + " " + node.shown, font: "12px " + fonts, color: faint },
    ];
  }
  found.push({
    x: node.x, y: node.y + node.size, dx: 0, dy: 13, align: "center", firm: true, rank: (pointed ? 1e9 : 1e6) + theme.members.length,
    lines: pointed ? lines(40, 40) : lines(10, 8), shorter: pointed ? [] : [lines(8, 5), lines(8, 0), lines(6, 0), lines(6, 0).slice(0, 1), lines(4, 0).slice(0, 1)],
  });
  if (node.dots.factor * scale < 0.38) {
    return;
  }
  node.dots.places.forEach(function (place, id) {
    if (live.entity[id]) {
      found.push({
        x: node.x + place[0], y: node.y + place[1], dx: 0, dy: 0, around: dotSize(id, node.dots.factor) * scale, rank: entities[id].links.length,
        lines: [{ text: shortened(name(entities[id]), 10), font: "12px " + fonts, color: "#3b4754" }],
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
      x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, dx: 0, dy: -2, align: "center", rank: 1e8, boxed: true, firm: true,
      lines: [{ text: names.join(language === "en" ? ", " : "、"), font: "bold 12px " + fonts, color: strongLine }],
    });
  });
}

const lineHeight = 16;

// Where a label may stand: where it is meant to, or below, right, left, above of its node.
function spots(label) {
  if (label.around === undefined) {
    return [{ dx: label.dx, dy: label.dy, align: label.align }];
  }
  const far = label.around + 5;
  return [
    { dx: 0, dy: far + 6, align: "center" }, { dx: far, dy: 0, align: "left" }, { dx: -far, dy: 0, align: "right" }, { dx: 0, dy: -far - 6, align: "center" },
  ];
}

function overlaps(a, b) {
  return !(a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3]);
}

// Chooses a free spot for each label, most important first; a shorter form is tried before a label is given up.
function placeLabels(ctx, labels, at, frame) {
  const taken = [];
  const obstacles = labels.filter(function (label) { return label.around !== undefined; }).map(function (label) {
    const place = at(label);
    const r = label.around * 0.7;
    return { label: label, box: [place.x - r, place.y - r, place.x + r, place.y + r] };
  });
  const chosen = [];
  labels.forEach(function (label) {
    const place = at(label);
    const tries = [label.lines].concat(label.shorter || [], label.lines.length > 1 ? [label.lines.slice(0, 1)] : []);
    tries.some(function (lines) {
      const width = Math.max.apply(null, lines.map(function (line) { ctx.font = line.font; return ctx.measureText(line.text).width; }));
      const spot = spots(label).find(function (s) {
        const box = labelBox(place, s, width, lines.length);
        return !outside(box, frame, label.firm) && !taken.some(function (b) { return overlaps(box, b); }) &&
          (label.firm || !obstacles.some(function (o) { return o.label !== label && overlaps(box, o.box); }));
      });
      if (spot) {
        taken.push(labelBox(place, spot, width, lines.length));
        chosen.push({ label: label, x: place.x + spot.dx, y: place.y + spot.dy, align: spot.align, lines: lines });
      }
      return Boolean(spot);
    });
  });
  return chosen;
}

function labelBox(place, spot, width, count) {
  const x = place.x + spot.dx;
  const left = spot.align === "center" ? x - width / 2 : spot.align === "right" ? x - width : x;
  const top = place.y + spot.dy - 8;
  return [left - 2, top, left + width + 2, top + count * lineHeight];
}

// Whether a label lies outside the frame: a firm one wholly, any other partly.
function outside(box, frame, firm) {
  return firm
    ? box[2] < 0 || box[0] > frame[0] || box[3] < 0 || box[1] > frame[1]
    : box[0] < 0 || box[2] > frame[0] || box[1] < 0 || box[3] > frame[1];
}

function drawLabel(ctx, placed) {
  ctx.textAlign = placed.align;
  ctx.textBaseline = "middle";
  placed.lines.forEach(function (line, number) {
    ctx.font = line.font;
    ctx.strokeStyle = "rgba(255,255,255,0.92)";
    ctx.lineWidth = placed.label.boxed ? 6 : 3.5;
    ctx.strokeText(line.text, placed.x, placed.y + number * lineHeight);
    ctx.fillStyle = line.color;
    ctx.fillText(line.text, placed.x, placed.y + number * lineHeight);
  });
}

// ---- mouse

function hover(id) {
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

function zoom(factor) {
  picture.network.moveTo({ scale: picture.network.getScale() * factor, animation: false });
}
