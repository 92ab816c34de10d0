// Sentences with subject and object marked, where they stand, how sure we are; and as a citation.

import {
  announce, append, data, distinction, el, entities, fill, language, live, mark, name, otherEnd, percent, relations, say, sentences,
  statuses, word,
} from "./10-model.js";
import { address } from "./99-main.js";

function marked(sentence, marks) {
  const letters = Array.from(sentence.text);
  const cuts = marks.filter(function (m) { return m[1] !== null && m[1] >= 0 && m[2] <= letters.length && m[1] < m[2]; })
    .sort(function (a, b) { return a[1] - b[1] || b[2] - a[2]; });
  const parts = [];
  let at = 0;
  cuts.forEach(function (cut) {
    if (cut[1] < at) {
      return; // the object lies within the subject, or the other way round: the longer one is marked
    }
    parts.push(letters.slice(at, cut[1]).join(""));
    parts.push(el("mark", { class: cut[0] === "s" ? "subject" : "object" }, letters.slice(cut[1], cut[2]).join("")));
    at = cut[2];
  });
  parts.push(letters.slice(at).join(""));
  return parts;
}

export function sourceLine(document, linked, page, cell) {
  const parts = [el("span", { lang: "zh-CN" }, "《" + (document.title || say("untitled")) + "》"), document.source, document.date || say("no_date"),
    page ? say("page_number", { n: page }) : null, cell ? el("span", { lang: "zh-CN" }, cell) : null];
  const line = el("span", { class: "where" });
  parts.filter(Boolean).forEach(function (part, i) { append(line, i ? [" · ", part] : part); });
  if (linked) {
    append(line, [" · ", el("a", { href: address(["sources"], { n: document.id + 1 }) }, "[" + (document.id + 1) + "]")]);
  }
  return line;
}

const longQuote = 170;

// A long sentence is cut to the surroundings of its marks, with a button that shows the whole.
function quoted(sentence, marks) {
  const letters = Array.from(sentence.text);
  const points = marks.filter(function (m) { return m[1] !== null; });
  const from = Math.max(0, Math.min.apply(null, points.map(function (m) { return m[1]; }).concat(letters.length - 1)) - 40);
  const to = Math.min(letters.length, Math.max(from + longQuote - 20, Math.max.apply(null, points.map(function (m) { return m[2]; }).concat(0)) + 40));
  const whole = el("p", { lang: "zh-CN" }, marked(sentence, marks));
  if (to - from > letters.length - 30) {
    return whole;
  }
  const start = points.length ? from : 0;
  const cut = {
    text: letters.slice(start, start ? to : Math.max(to, longQuote)).join(""),
  };
  const short = el("p", { lang: "zh-CN" }, start ? "…" : "", marked(cut, marks.map(function (m) { return m[1] === null ? m : [m[0], m[1] - start, m[2] - start]; })), "…",
    el("button", { type: "button", class: "cite", on: { click: function () { short.parentNode.replaceChild(whole, short); } } }, say("whole_sentence")));
  return short;
}

// One statement: the sentence, its source, status, confidence and rule, and a button that copies the citation.
export function statement(one, head) {
  const sentence = sentences[one.sentence];
  const document = data.documents[sentence.document];
  const inferred = head !== "figure" && one.marks[0][1] === null;
  return el("blockquote", { class: "statement" },
    quoted(sentence, one.marks),
    el("footer", {},
      statusTag(one.status, one.stage), one.nature ? [" ", el("span", { class: "tag" }, word(data.natures[one.nature]))] : null, one.year && head !== "figure" ? el("span", { class: "year" }, " " + say("by_year", { year: one.year })) : null, " ", sourceLine(document, true, sentence.page, one.cell), " · ",
      el("span", {}, say("confidence") + " " + percent(one.confidence)),
      inferred ? el("span", { class: "inferred" }, " · " + say("inferred")) : null,
      el("button", { type: "button", class: "cite", on: { click: function (e) { copyCitation(sentence, document, e.currentTarget); } } }, say("cite"))));
}

export function statusTag(status, stage) {
  const entry = statuses[status];
  const text = word(entry) + (stage === null || stage === undefined ? "" : " · " + word(data.stages[stage]));
  return el("span", { class: "tag " + entry.name }, text);
}

function citation(sentence, document) {
  function part(text) {
    return text ? (language === "en" ? ", " : "，") + text : "";
  }
  return fill(data.words.citation[language], {
    quote: sentence.text, title: document.title || say("untitled"), source: part(document.source), date: part(document.date) + part(sentence.page ? say("page_number", { n: sentence.page }) : ""), url: part(document.url),
  });
}

function copyCitation(sentence, document, button) {
  copyText(citation(sentence, document)).then(function () {
    told(button, say("copied"));
  }, function () {
    told(button, say("copy_failed"));
  });
}

function told(button, text) {
  const before = say("cite");
  button.textContent = text;
  announce(text);
  setTimeout(function () { button.textContent = before; }, 1600);
}

export function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    return navigator.clipboard.writeText(text).catch(function () { return copyOldWay(text); });
  }
  return copyOldWay(text);
}

function copyOldWay(text) {
  const field = el("textarea", { class: "away", "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  document.body.appendChild(field);
  field.select();
  const done = document.execCommand("copy");
  document.body.removeChild(field);
  return done ? Promise.resolve() : Promise.reject(new Error("copy"));
}

// All that is stated of one link.
/** @param {Link} link */
export function linkStatements(link) {
  const claims = live.claims[link.id];
  const few = link.count > link.claims.length ? el("p", { class: "note" }, say("sentence_some", { n: link.claims.length, m: link.count })) : null;
  return [few, claims.map(function (claim) { return statement(claim, "claim"); })];
}

/** @param {Figure} figure */
export function figureText(figure) {
  return figure.indicator + " " + word(data.words.comparators[figure.comparator] || { zh: figure.comparator }) + " " + figure.value + figure.unit;
}

/** @param {Figure} figure @param [withSubject] */
export function figureLine(figure, withSubject) {
  const years = [figure.base, figure.year].filter(Boolean).join("→");
  return item(figureText(figure), [
    withSubject ? [entityButton(entities[figure.subject]), " "] : null,
    el("span", { class: "figure", lang: "zh-CN" }, figureText(figure)), " ",
    years ? el("span", { class: "year" }, years) : null, " ", statusTag(figure.status, null),
  ], function () { return statement(figure, "figure"); });
}

/** @param {Entity} entity @param [extra] */
export function entityButton(entity, extra) {
  return el("a", { class: "entity", href: address(["entity", entity.key]), title: distinction(entity) },
    mark(entity.type, 13), " ", el("span", { lang: language === "en" && entity.en ? "en" : "zh-CN" }, name(entity)), extra);
}

// A link as a line that opens to its sentences.
/** @param {Link} link @param [from] */
export function linkLine(link, from) {
  const other = from === null ? null : entities[otherEnd(link, from)];
  const claims = live.claims[link.id];
  const status = claims.length ? claims[0] : link.claims[0];
  const heading = other
    ? [entityButton(other)]
    : [entityButton(entities[link.source]), el("span", { class: "verb" }, word(relations[link.relation])), entityButton(entities[link.target])];
  const named = [name(entities[link.source]), word(relations[link.relation]), name(entities[link.target])].join(" ");
  return item(named, [heading, " ", statusTag(status.status, status.stage), " ", el("span", { class: "count" }, say("sentence_count", { n: claims.length }))],
    function () { return linkStatements(link); });
}

// A line that opens to its evidence, which is made when first asked for. (A <details> may not hold links in its summary.)
export function item(named, line, make) {
  const box = el("div", { class: "evidence", hidden: true });
  const button = el("button", { type: "button", class: "disclose", "aria-expanded": "false", "aria-label": say("evidence") + " " + named });
  function open(wanted) {
    if (wanted && !box.firstChild) {
      append(box, make());
    }
    box.hidden = !wanted;
    button.setAttribute("aria-expanded", wanted ? "true" : "false");
  }
  const head = el("div", { class: "row", on: { click: function (event) {
    if (!event.target.closest("a")) {
      open(box.hidden);
    }
  } } }, button, el("span", {}, line));
  const whole = el("div", { class: "item" }, head, box);
  whole.openEvidence = open;
  return whole;
}
