// The text beside the picture: cover, theme, entity, link, finding, path, sources.

import {
  byId, data, distinction, el, entities, figures, language, links, linksBetween, live, liveFigures, liveLinks, mark, name, otherEnd,
  relations, say, sentences, statuses, strength, types, word,
} from "./10-model.js";
import { acts, hasBoard, rungs } from "./12-board-model.js";
import { groupTitle, relationGroups } from "./20-scenes.js";
import { picture } from "./30-picture.js";
import { entityButton, figureLine, linkLine, linkStatements, sourceLine } from "./40-evidence.js";
import { actLine, board, rungLine } from "./56-board.js";
import { address } from "./99-main.js";

export function heading(kicker, title, sub) {
  return el("header", { class: "head" },
    kicker ? el("p", { class: "kicker" }, kicker) : null,
    el("h1", { tabindex: "-1", id: "heading" }, title),
    sub ? el("p", { class: "sub" }, sub) : null);
}

export function coverPanel() {
  const counts = data.counts.map(function (pair) {
    return el("div", {}, el("dt", {}, say(pair[0])), el("dd", {}, pair[1].toLocaleString(language === "en" ? "en" : "zh-CN")));
  });
  return [
    heading(data.stamp || null, word(data.title), word(data.subtitle)),
    el("dl", { class: "counts" }, counts),
    data.findings.length ? el("h2", {}, say("findings")) : null,
    el("ol", { class: "findings" }, data.findings.map(function (finding) {
      return el("li", {}, el("a", { class: "finding", href: address(["finding", finding.key]) },
        el("span", { class: "number" }, el("b", {}, finding.number), el("span", {}, word(finding.unit))),
        el("span", { class: "words" }, el("strong", {}, word(finding.heading)), el("span", {}, word(finding.text)))));
    })),
    el("section", { class: "notes" }, el("h2", {}, say("about")), data.notes.map(function (note) { return el("p", {}, word(note)); })),
    hasBoard ? null : el("details", { class: "list" }, el("summary", {}, say("themes") + " (" + data.themes.length + ")"), themeList(data.themes)),
  ];
}

export function graphPanel() {
  return [heading(null, say("graph"), say("overview_hint")), el("h2", {}, say("themes") + " (" + data.themes.length + ")"), themeList(data.themes)];
}

export function boardPanel(view, about) {
  return [heading(null, view.title, null), el("p", { class: "note" }, about)];
}

function themeList(themes) {
  return el("ul", { class: "plain" }, themes.map(function (theme) {
    return el("li", {}, el("a", { href: address(["theme", theme.key]) }, themeName(theme)), " ",
      el("span", { class: "count" }, word(types[theme.type]) + " · " + say("theme_count", { n: theme.members.length, m: theme.links })));
  }));
}

/** @param {Theme} theme */
export function themeName(theme) {
  return theme.leaders.slice(0, 2).map(function (id) { return name(entities[id]); }).join(" · ");
}

/** @param {Theme} theme */
export function themePanel(theme) {
  const members = theme.members.filter(function (id) { return live.entity[id]; });
  const shown = picture.scene.nodes.length;
  const near = data.themes.filter(function (other) {
    return other !== theme && theme.near[other.id];
  }).sort(function (a, b) { return theme.near[b.id] - theme.near[a.id]; }).slice(0, 8);
  return [
    heading([mark(theme.type, 14), " ", say("theme_of_type", { type: word(types[theme.type]) })], themeName(theme), say("theme_count", { n: members.length, m: theme.links })),
    members.length > shown ? el("p", { class: "note" }, say("theme_more", { n: shown, m: members.length - shown })) : null,
    el("h2", {}, say("theme_members")),
    entityList(members),
    near.length ? el("h2", {}, say("theme_near")) : null,
    near.length ? themeList(near) : null,
  ];
}

const pageSize = 60;

// Entities as links, 60 at a time.
function entityList(ids) {
  const list = el("ul", { class: "plain entities" });
  function add(from) {
    ids.slice(from, from + pageSize).forEach(function (id) {
      list.appendChild(el("li", {}, entityButton(entities[id]), " ", el("span", { class: "count" }, distinction(entities[id]) + " · " + strength(entities[id]))));
    });
    if (ids.length > from + pageSize) {
      const more = el("li", {}, el("button", { type: "button", class: "more", on: { click: function () {
        list.removeChild(more);
        add(from + pageSize);
      } } }, say("more", { n: ids.length - from - pageSize })));
      list.appendChild(more);
    }
  }
  add(0);
  return list;
}

/** @param {Entity} entity */
function facts(entity) {
  const rows = [
    [say("alias"), entity.aliases.join("、")], [say("scope"), entity.scope], [say("code"), entity.code],
  ].filter(function (row) { return row[1]; });
  const theme = data.themes[entity.theme];
  return el("dl", { class: "facts" }, rows.map(function (row) { return el("div", {}, el("dt", {}, row[0]), el("dd", {}, row[1])); }),
    theme ? el("div", {}, el("dt", {}, say("theme_of")), el("dd", {}, el("a", { href: address(["theme", theme.key]) }, themeName(theme)))) : null);
}

// Targets first, the next due first.
function byDue(a, b) {
  const target = [a, b].map(function (f) { return statuses[f.status].name === "target" ? 0 : 1; });
  return target[0] - target[1] || ((a.year || "9") < (b.year || "9") ? -1 : (a.year || "9") > (b.year || "9") ? 1 : a.id - b.id);
}

/** @param {Entity} entity @param [hops] */
export function entityPanel(entity, hops) {
  const found = liveFigures(entity).sort(byDue);
  const groups = relationGroups(entity);
  const second = language === "en" ? entity.label : entity.en;
  const sub = [second && second !== name(entity) ? second : null, say("mentions", { n: entity.mentions }),
    say("linked", { n: new Set(liveLinks(entity).map(function (l) { return otherEnd(l, entity.id); })).size })].filter(Boolean).join(" · ");
  return [
    heading([mark(entity.type, 15), " " + distinction(entity)], name(entity), sub),
    facts(entity),
    el("div", { class: "buttons" },
      el("span", { role: "group", "aria-label": say("hops"), class: "switch" }, [1, 2].map(function (n) {
        return el("a", { href: address(["entity", entity.key], n > 1 ? { hops: n } : {}), "aria-current": n === hops ? "true" : null }, say("hops_" + n));
      })),
      el("a", { class: "button", href: address(["path", entity.key, ""]) }, say("path_from")),
      groups.length ? openAll() : null),
    picture.scene.hidden ? el("p", { class: "note" }, say("shown_of", { n: picture.scene.nodes.length - 1, m: picture.scene.nodes.length - 1 + picture.scene.hidden })) : null,
    found.length ? el("section", {}, el("h2", {}, say("figures") + " (" + found.length + ")"), found.map(function (f) { return figureLine(f, false); })) : null,
    groups.map(function (group) {
      return el("section", {},
        el("h2", {}, groupTitle(group) + " (" + group.items.length + ")"),
        group.items.map(function (item) { return linkLine(item.link, entity.id); }));
    }),
  ];
}

// A button that opens every item of the panel, and closes them again.
function openAll() {
  return el("button", { type: "button", class: "button", on: { click: function (event) {
    /** @type {any[]} what `item` made */
    const items = Array.from(byId("panel").querySelectorAll(".item"));
    const open = items.some(function (one) { return one.querySelector(".evidence").hidden; });
    items.forEach(function (one) { one.openEvidence(open); });
    event.currentTarget.textContent = say(open ? "no_evidence" : "all_evidence");
  } } }, say("all_evidence"));
}

export function linkPanel(a, b) {
  const found = linksBetween(a.id, b.id).filter(function (link) { return live.link[link.id]; });
  return [
    heading(say("link"), [name(a), " ", el("span", { class: "quiet" }, say("between")), " ", name(b)], null),
    el("p", { class: "pair" }, entityButton(a), entityButton(b)),
    found.length ? null : el("p", { class: "note" }, say("hidden")),
    found.map(function (link) {
      return el("section", {},
        el("h2", {}, name(entities[link.source]), " ", el("span", { class: "verb" }, word(relations[link.relation])), " ", name(entities[link.target])),
        linkStatements(link));
    }),
    markLegend(),
  ];
}

export function markLegend() {
  return el("p", { class: "note" }, el("mark", { class: "subject" }, say("subject")), " ", el("mark", { class: "object" }, say("object")));
}

export function themesPanel(a, b) {
  const found = links.filter(function (link) {
    const ends = [entities[link.source].theme, entities[link.target].theme];
    return live.link[link.id] && ((ends[0] === a.id && ends[1] === b.id) || (ends[0] === b.id && ends[1] === a.id));
  });
  return [
    heading(say("link"), [themeName(a), " ", el("span", { class: "quiet" }, say("between")), " ", themeName(b)], say("linked_themes", { n: found.length })),
    el("p", { class: "pair" }, [a, b].map(function (theme) { return el("a", { class: "button", href: address(["theme", theme.key]) }, themeName(theme)); })),
    found.slice(0, 200).map(function (link) { return linkLine(link, null); }),
  ];
}

/** @param {Finding} finding */
export function findingPanel(finding) {
  const foundLinks = finding.links.map(function (id) { return links[id]; }).filter(function (link) { return live.link[link.id]; });
  const foundActs = finding.acts.map(function (id) { return acts[id]; }).filter(function (act) { return live.act[act.id]; });
  const foundRungs = finding.rungs.map(function (id) { return rungs[id]; }).filter(function (rung) { return live.rung[rung.id]; });
  const foundFigures = finding.figures.map(function (id) { return figures[id]; }).filter(function (f) { return live.figure[f.id]; });
  return [
    heading(say("finding"), word(finding.heading), null),
    el("p", { class: "big" }, el("b", {}, finding.number), " ", word(finding.unit)),
    el("p", { class: "lead" }, word(finding.text)),
    el("div", { class: "buttons" }, finding.figures.length
      ? el("a", { class: "button", href: address(["table", "figures"], { status: statuses[figures[finding.figures[0]].status].name, due: finding.year }) }, say("show_table"))
      : finding.acts.length ? el("a", { class: "button", href: address(["table", "acts"], { finding: finding.key }) }, say("show_table")) : null, openAll()),
    board.view === null && picture.scene.hidden ? el("p", { class: "note" }, say("theme_more", { n: picture.scene.nodes.length, m: picture.scene.hidden })) : null,
    el("h2", {}, say("evidence") + " (" + (foundLinks.length + foundFigures.length + foundActs.length + foundRungs.length) + ")"),
    foundRungs.map(function (rung) { return rungLine(rung, false); }),
    foundActs.map(actLine),
    foundFigures.map(function (f) { return figureLine(f, true); }),
    findingGroups(finding, foundLinks),
  ];
}

// The links of a finding under the leading entity that they belong to.
/** @param {Finding} finding @param [found] */
function findingGroups(finding, found) {
  const left = new Set(found);
  const groups = finding.nodes.map(function (id) {
    const mine = found.filter(function (link) { return left.has(link) && (link.source === id || link.target === id); });
    mine.forEach(function (link) { left.delete(link); });
    return mine.length ? el("section", {}, el("h3", {}, entityButton(entities[id]), " (" + mine.length + ")"), mine.map(function (l) { return linkLine(l, null); })) : null;
  });
  const rest = Array.from(left);
  return [groups, rest.map(function (link) { return linkLine(link, null); })];
}

// A sentence and all that was read in it.
export function sentencePanel(number) {
  const sentence = sentences[number];
  const own = acts.filter(function (act) { return act.sentence === number; });
  const found = links.filter(function (link) { return link.claims.some(function (claim) { return claim.sentence === number; }); });
  const told = figures.filter(function (figure) { return figure.sentence === number; });
  return [
    heading(say("quote"), sourceLine(data.documents[sentence.document], true, sentence.page), null),
    el("blockquote", { class: "statement" }, el("p", { lang: "zh-CN" }, sentence.text)),
    own.length ? [el("h2", {}, say("table_acts") + " (" + own.length + ")"), own.map(actLine)] : null,
    told.length ? [el("h2", {}, say("figures") + " (" + told.length + ")"), told.map(function (figure) { return figureLine(figure, true); })] : null,
    found.length ? [el("h2", {}, say("links") + " (" + found.length + ")"), found.map(function (link) { return linkLine(link, null); })] : null,
  ];
}

export function sourcesPanel(number) {
  return [
    heading(null, say("sources"), say("page", { n: data.documents.length })),
    el("ol", { class: "sources" }, data.documents.map(function (document) {
      const chosen = document.id + 1 === number;
      return el("li", { class: chosen ? "chosen" : null, id: "source-" + (document.id + 1), value: document.id + 1 },
        el("strong", { lang: "zh-CN" }, document.title || say("untitled")),
        el("span", {}, [document.author, document.source, document.date || say("no_date"), document.region].filter(Boolean).join(" · ")),
        webAddress(document.url),
        el("span", { class: "count" }, say("sentence_count", { n: document.sentences })));
    })),
  ];
}

// Only http and https become links; anything else is text.
function webAddress(url) {
  if (!url) {
    return null;
  }
  return /^https?:\/\/[^\s]+$/i.test(url)
    ? el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url) : el("span", {}, url);
}
