// Labels of a scene: what they say, and places where none lies on another.

import { entities, language, live, name, relationName, types, word } from "./10-model.js";
import { dotSize, faint, fonts, ink, near, picture, radiusOf, strongLine } from "./30-picture.js";

// How many letters of a name a scene shows.
export function labelLength(scene) {
  return scene.length || (language === "en" ? 24 : 13);
}

export function shortened(text, most) {
  const letters = Array.from(text);
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
}

export function drawLabels(ctx) {
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
export function labelsOf(scene, scale) {
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

export const lineHeight = 16;

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
export function placeLabels(ctx, labels, at, frame) {
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
        return !outside(box, frame, label.firm && !label.shorter) && !taken.some(function (b) { return overlaps(box, b); }) &&
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
