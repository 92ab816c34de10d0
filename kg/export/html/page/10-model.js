// The data of the page: entities, links, figures, sentences; what passes the filters; words in two languages.

import { readData, readLibrary } from "./05-data.js";
import { acts, filterBoard } from "./12-board-model.js";

readLibrary();
export const data = readData();

/** @type {Entity[]} */
export const entities = data.entities.map(function (row, id) {
  return {
    id: id, key: row[0] || data.types[row[3]].name + "/" + row[1], label: row[1], en: row[2], type: row[3], kind: row[4], code: row[5], scope: row[6],
    aliases: row[7], mentions: row[8], theme: row[9], pinyin: row[10] || [row[1]].concat(row[7]).map(soundOf).join("|"), links: [], figures: [],
  };
});
// The syllables of a name, each letter by itself; the data tell those of names that are read in another way.
export function soundOf(text) {
  const found = [];
  let silent = true;
  Array.from(text).forEach(function (letter) {
    const sound = data.sounds[letter];
    if (sound === undefined && found.length && silent) {
      found[found.length - 1] += letter;
    } else {
      found.push(sound || letter);
    }
    silent = sound === undefined;
  });
  return found.join(" ").toLowerCase().replace(/\|/g, "");
}

/** @type {Sentence[]} */
export const sentences = data.sentences.map(function (row) {
  return { document: row[0], start: row[1], text: row[2], page: row[3] };
});
/** @type {Link[]} */
export const links = data.links.map(function (row, id) {
  return {
    id: id, source: row[0], target: row[1], relation: row[2], count: row[3],
    claims: row[4].map(function (c) {
      return {
        sentence: c[0], status: c[1], stage: c[2], confidence: c[3], marks: [["s", c[4], c[5]], ["o", c[6], c[7]]], year: c[8], cell: c[9],
      };
    }),
  };
});
/** @type {Figure[]} */
export const figures = data.figures.map(function (row, id) {
  return {
    id: id, subject: row[0], indicator: row[1], comparator: row[2], value: row[3], unit: row[4], base: row[5],
    year: row[6], status: row[7], sentence: row[8], confidence: row[9],
    marks: [["s", row[10], row[11]], ["o", row[12], row[13]]], cell: row[14], nature: row[15],
  };
});
links.forEach(function (link) {
  entities[link.source].links.push(link);
  if (link.target !== link.source) {
    entities[link.target].links.push(link);
  }
});
figures.forEach(function (figure) {
  entities[figure.subject].figures.push(figure);
});
export const byKey = new Map(entities.map(function (entity) { return [entity.key, entity]; }));
export const themeByKey = new Map(data.themes.map(function (theme, id) { theme.id = id; return [theme.key, theme]; }));
export const types = data.types;
export const relations = data.relations;
export const statuses = data.statuses;

// ---- words

export let language = data.language;

export function speak(chosen) {
  language = chosen;
}

export function say(key, fields) {
  const entry = data.words[key];
  return fill(entry[language], fields);
}

export function fill(text, fields) {
  return text.replace(/\{(\w+)\}/g, function (whole, name) {
    return fields && name in fields ? String(fields[name]) : whole;
  });
}

export function word(entry) {
  return entry[language] || entry.zh;
}

/** @param {Entity} entity */
export function name(entity) {
  return language === "en" && entity.en ? entity.en : entity.label;
}

/** @param {Entity} entity */
export function typeName(entity) {
  const kind = entity.kind === null ? null : data.kinds[entity.kind];
  return word(kind || types[entity.type]);
}

/** @param {Link} link @param [from] */
export function relationName(link, from) {
  const relation = relations[link.relation];
  return from === link.target && link.source !== link.target && !relation.symmetric && relation.inverse.zh
    ? word(relation.inverse) : word(relation);
}

export function percent(confidence) {
  return confidence + "%";
}

// What tells an entity from others of its name: type, region, code.
/** @param {Entity} entity */
export function distinction(entity) {
  return [typeName(entity), entity.scope, entity.code].filter(Boolean).join(" · ");
}

// ---- filters

export const filters = {
  types: new Set(), relations: new Set(), statuses: new Set(),
  from: "", to: "", undated: true, dueFrom: "", dueTo: "", least: 0,
};
export const live = { entity: [], link: [], figure: [], claims: [], act: [], rung: [], sentence: new Set() };

export function yearOf(sentence) {
  return (data.documents[sentences[sentence].document].date || "").slice(0, 4);
}

function published(sentence) {
  if (!filters.from && !filters.to) {
    return filters.undated || yearOf(sentence) !== "";
  }
  const year = yearOf(sentence);
  if (!year) {
    return filters.undated;
  }
  return (!filters.from || year >= filters.from) && (!filters.to || year <= filters.to);
}

export function within(year) {
  return Boolean(year) && (!filters.dueFrom || year >= filters.dueFrom) && (!filters.dueTo || year <= filters.dueTo);
}

export function stated(one) {
  return !filters.statuses.has(one.status) && one.confidence >= filters.least && published(one.sentence);
}

export function applyFilters() {
  const dueOn = Boolean(filters.dueFrom || filters.dueTo);
  live.figure = figures.map(function (f) {
    return stated(f) && !filters.types.has(entities[f.subject].type) && (!dueOn || within(f.year));
  });
  const due = new Set();
  figures.forEach(function (f) {
    if (live.figure[f.id]) {
      due.add(f.subject);
    }
  });
  function timely(link) {
    return !dueOn || due.has(link.source) || due.has(link.target) || link.claims.some(function (claim) { return within(claim.year); });
  }
  live.entity = entities.map(function () { return false; });
  due.forEach(function (id) { live.entity[id] = true; });
  live.claims = links.map(function (link) {
    const shown = !filters.relations.has(link.relation) && !filters.types.has(entities[link.source].type) &&
      !filters.types.has(entities[link.target].type) && timely(link);
    return shown ? link.claims.filter(stated) : [];
  });
  filterBoard(dueOn);
  live.link = live.claims.map(function (claims) { return claims.length > 0; });
  links.forEach(function (link) {
    if (live.link[link.id]) {
      live.entity[link.source] = true;
      live.entity[link.target] = true;
    }
  });
  live.sentence = new Set();
  live.claims.concat([figures.filter(function (f) { return live.figure[f.id]; }), acts.filter(function (a) { return live.act[a.id]; })]).forEach(function (list) {
    list.forEach(function (one) { live.sentence.add(one.sentence); });
  });
}

export function filtersOn() {
  return filters.types.size + filters.relations.size + filters.statuses.size + (filters.from || filters.to ? 1 : 0) +
    (filters.undated ? 0 : 1) + (filters.dueFrom || filters.dueTo ? 1 : 0) + (filters.least ? 1 : 0);
}

export function clearFilters() {
  filters.types.clear();
  filters.relations.clear();
  filters.statuses.clear();
  filters.from = filters.to = filters.dueFrom = filters.dueTo = "";
  filters.undated = true;
  filters.least = 0;
}

/** @param {Entity} entity */
export function liveLinks(entity) {
  return entity.links.filter(function (link) { return live.link[link.id]; });
}

/** @param {Entity} entity */
export function liveFigures(entity) {
  return entity.figures.filter(function (figure) { return live.figure[figure.id]; });
}

/** @param {Link} link @param [id] */
export function otherEnd(link, id) {
  return link.source === id ? link.target : link.source;
}

export function linksBetween(a, b) {
  return entities[a].links.filter(function (link) { return otherEnd(link, a) === b; });
}

// How much there is to say of an entity under the present filter.
/** @param {Entity} entity */
export function strength(entity) {
  return liveLinks(entity).length + liveFigures(entity).length;
}

// planned: every claim that passes is only planned
/** @param {Link} link */
export function isPlanned(link) {
  return live.claims[link.id].every(function (claim) { return statuses[claim.status].name === "planned"; });
}

// ---- elements

// An element made of parts; every text goes in as text, never as markup.
export function el(tag, attributes, ...parts) {
  const element = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (key) {
    const value = attributes[key];
    if (key === "on") {
      Object.keys(value).forEach(function (event) { element.addEventListener(event, value[event]); });
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, String(value));
    }
  });
  append(element, parts);
  return element;
}

export function append(element, part) {
  if (Array.isArray(part)) {
    part.forEach(function (one) { append(element, one); });
  } else if (part !== null && part !== undefined && part !== false) {
    element.appendChild(typeof part === "object" ? part : document.createTextNode(String(part)));
  }
}

export function empty(element) {
  while (element.firstChild) {
    element.removeChild(element.firstChild);
  }
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

export function announce(text) {
  byId("live").textContent = text;
}

export const svgNames = "http://www.w3.org/2000/svg";

export function svg(tag, attributes, ...parts) {
  const element = document.createElementNS(svgNames, tag);
  Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, String(attributes[key])); });
  append(element, parts);
  return element;
}

export function mark(type, size) {
  return svg("svg", { class: "mark", width: size, height: size, viewBox: "-1.45 -1.45 2.9 2.9", "aria-hidden": "true" },
    shape(types[type], 0, 0, 1));
}

export function shape(type, x, y, radius) {
  const points = data.shapes[type.shape];
  if (!points) {
    return svg("circle", { cx: x, cy: y, r: radius, fill: type.color });
  }
  return svg("polygon", {
    fill: type.color,
    points: points.map(function (p) { return round(x + p[0] * radius) + "," + round(y + p[1] * radius); }).join(" "),
  });
}

export function round(number) {
  return Math.round(number * 100) / 100;
}
