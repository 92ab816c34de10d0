// Search by characters, alias, English name, pinyin and initials; a field with a list of what fits.

import {
  data, distinction, el, empty, entities, live, liveLinks, mark, name, say, sentences, soundOf, strength, word,
} from "./10-model.js";
import { actText, acts, inRole, nameList, rungs } from "./12-board-model.js";
import { go } from "./99-main.js";

const searchMost = 12;

function initialsOf(pinyin) {
  return pinyin.split(" ").map(function (syllable) { return syllable.charAt(0); }).join("");
}

const index = entities.map(function (entity) {
  const spoken = entity.pinyin.split("|");
  return {
    names: [entity.label].concat(entity.aliases, entity.en ? [entity.en] : []).map(function (text) { return text.toLowerCase(); }),
    spoken: spoken.map(function (text) { return text.replace(/ /g, ""); }),
    initials: spoken.map(initialsOf),
  };
});

// How well an entity fits, smaller is better; null where it does not.
function fit(id, query, latin) {
  const entry = index[id];
  let best = null;
  function take(rank) {
    best = best === null ? rank : Math.min(best, rank);
  }
  entry.names.forEach(function (text, place) {
    const at = text.indexOf(query);
    if (at >= 0) {
      take((text === query ? 0 : at === 0 ? 1 : 3) + (place ? 0.5 : 0));
    }
  });
  if (best === null && latin) {
    entry.initials.forEach(function (text) {
      if (text.indexOf(query) === 0) {
        take(text === query ? 2 : 4);
      }
    });
    entry.spoken.forEach(function (text) {
      const at = text.indexOf(query);
      if (at >= 0) {
        take(text === query ? 2 : at === 0 ? 4 : 6);
      }
    });
  }
  return best;
}

// Whether a text holds the query with one letter wrong, missing or too many (Sellers' distance to a part of it).
function nearly(query, text) {
  const letters = Array.from(query);
  let row = letters.map(function (unused, i) { return i + 1; });
  return Array.from(text).some(function (letter) {
    let diagonal = 0;
    let left = 0;
    row = row.map(function (above, i) {
      left = Math.min(above + 1, left + 1, diagonal + (letters[i] === letter ? 0 : 1));
      diagonal = above;
      return left;
    });
    return left <= 1;
  });
}

// Entities whose name or pinyin is nearly what was typed: asked only where nothing has just that.
function nearHits(query, latin) {
  if (Array.from(query).length < (latin ? 7 : 3)) { // shorter ones are near too many
    return [];
  }
  return entities.filter(function (entity) {
    const entry = index[entity.id];
    return live.entity[entity.id] && (entry.names.some(function (text) { return nearly(query, text); }) ||
      (latin && entry.spoken.some(function (text) { return nearly(query, text); })));
  }).map(function (entity) { return { entity: entity, rank: 8 }; });
}

function search(text) {
  const query = text.trim().toLowerCase();
  if (!query) {
    return [];
  }
  const plain = query.replace(/[\s']/g, "");
  const latin = /^[a-z0-9+]+$/.test(plain);
  const hits = [];
  entities.forEach(function (entity) {
    const direct = fit(entity.id, query, latin);
    const rank = direct === null && latin && plain !== query ? fit(entity.id, plain, true) : direct;
    if (rank !== null && live.entity[entity.id]) {
      hits.push({ entity: entity, rank: rank });
    }
  });
  const found = hits.length || further(text).length ? hits : nearHits(plain, latin);
  return found.sort(function (a, b) { return a.rank - b.rank || strength(b.entity) - strength(a.entity) || a.entity.id - b.entity.id; });
}

const furtherMost = 5; // of each kind beside entities

// Indicators, documents, tasks and sentences that have the text in them: {kind, text, parts and query of the address, told}.
function further(text) {
  const query = text.trim().toLowerCase();
  const plain = query.replace(/[\s']/g, "");
  if (Array.from(query).length < 2) {
    return [];
  }
  function has(words) {
    return words.toLowerCase().indexOf(query) >= 0;
  }
  function sounds(words) {
    const spoken = soundOf(words);
    return /^[a-z]+$/.test(plain) && (spoken.replace(/ /g, "").indexOf(plain) >= 0 || initialsOf(spoken).indexOf(plain) === 0);
  }
  /** @type {{ kind: string, text: string, parts: string[], query?: { n: number }, told?: string }[]} */
  const found = data.indicators.filter(function (one, number) {
    return (has(one.zh) || has(one.en) || sounds(one.zh)) && rungs.some(function (rung) { return rung.indicator === number; });
  }).slice(0, furtherMost).map(function (one) { return { kind: "indicator", text: word(one), parts: ["indicator", one.name] }; });
  data.documents.filter(function (one) { return has(one.title); }).slice(0, furtherMost).forEach(function (one) {
    found.push({ kind: "document", text: one.title, parts: ["sources"], query: { n: one.id + 1 }, told: one.date || "" });
  });
  let taken = 0;
  acts.some(function (act) {
    if (live.act[act.id] && has(actText(act))) {
      found.push({ kind: "task", text: actText(act), parts: ["act", act.key], told: nameList(inRole(act, "actor")) });
      taken += 1;
    }
    return taken === furtherMost;
  });
  taken = 0;
  sentences.some(function (sentence, number) {
    if (live.sentence.has(number) && has(sentence.text)) {
      const at = sentence.text.toLowerCase().indexOf(query);
      found.push({ kind: "sentence", text: (at > 12 ? "…" : "") + sentence.text.slice(Math.max(0, at - 12), at + 30), parts: ["sentence", String(number)] });
      taken += 1;
    }
    return taken === furtherMost;
  });
  return found;
}

// Why an entity was found, where its name does not show it.
/** @param {Entity} entity @param [text] */
function foundBy(entity, text) {
  const query = text.trim().toLowerCase();
  if (entity.label.toLowerCase().indexOf(query) >= 0) {
    return null;
  }
  const alias = entity.aliases.find(function (other) { return other.toLowerCase().indexOf(query) >= 0; });
  return alias ? say("search_alias", { name: alias }) : null;
}

// A field that offers entities (the combobox pattern of WAI-ARIA).
export function combobox(options) {
  const listId = options.id + "-list";
  const list = el("ul", { id: listId, role: "listbox", class: "hits", hidden: true, "aria-label": options.label });
  const none = el("p", { class: "hits none", hidden: true, role: "status" });
  const field = el("input", {
    id: options.id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", value: options.value || null,
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", placeholder: options.placeholder || null,
  });
  let hits = [];
  let active = -1;

  function close() {
    list.hidden = none.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(hit) {
    close();
    field.value = options.keep === false ? "" : name(hit.entity);
    if (hit.parts) {
      go(hit.parts, hit.query);
    } else {
      options.chosen(hit.entity);
    }
  }

  function line(hit) {
    if (hit.parts) {
      return [el("span", { class: "kind" }, say("search_" + hit.kind)), el("span", { class: "hit", lang: "zh-CN" }, el("b", {}, hit.text)), el("span", { class: "count" }, hit.told || "")];
    }
    const why = foundBy(hit.entity, field.value);
    return [mark(hit.entity.type, 14), el("span", { class: "hit" }, el("b", {}, name(hit.entity)), why ? el("i", {}, why) : null),
      el("span", { class: "count" }, distinction(hit.entity) + " · " + say("linked", { n: liveLinks(hit.entity).length }))];
  }

  function point(number) {
    active = number;
    Array.from(list.children).forEach(function (item, i) {
      item.setAttribute("aria-selected", i === active ? "true" : "false");
    });
    if (active >= 0) {
      field.setAttribute("aria-activedescendant", listId + "-" + active);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function offer() {
    const all = search(field.value);
    const more = options.further ? further(field.value) : [];
    const rest = Math.max(0, all.length - searchMost);
    hits = all.slice(0, searchMost).concat(more);
    empty(list);
    hits.forEach(function (hit, i) {
      list.appendChild(el("li", {
        id: listId + "-" + i, role: "option", "aria-selected": "false",
        on: { mousedown: function (event) { event.preventDefault(); choose(hit); } },
      }, line(hit)));
    });
    const asked = field.value.trim() !== "";
    list.hidden = !hits.length;
    none.hidden = !asked || (hits.length > 0 && rest === 0);
    none.textContent = hits.length ? say("search_more", { n: rest }) : say("search_none", { q: field.value.trim() });
    none.classList.toggle("below", hits.length > 0);
    field.setAttribute("aria-expanded", hits.length ? "true" : "false");
    active = -1;
    if (hits.length) {
      point(0);
    }
  }

  field.addEventListener("input", offer);
  field.addEventListener("focus", function () { field.select(); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown" && hits.length) {
      event.preventDefault();
      point((active + 1) % hits.length);
    } else if (event.key === "ArrowUp" && hits.length) {
      event.preventDefault();
      point((active + hits.length - 1) % hits.length);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      choose(hits[active]);
    } else if (event.key === "Escape" && (!list.hidden || !none.hidden)) {
      event.stopPropagation();
      close();
    }
  });
  return el("div", { class: "combobox" }, el("label", { for: options.id, class: options.quiet ? "away" : null }, options.label), field, list, none);
}
