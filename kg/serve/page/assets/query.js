"use strict";
(function () {
const byId = function (id) { return document.getElementById(id); };
const data = JSON.parse(byId("data").textContent);
const words = data.words;
const forms = [["CSV", "csv", "text/csv", "text/csv"], ["TSV", "tsv", "text/tab-separated-values", "text/tab-separated-values"],
  ["JSON", "json", "application/sparql-results+json", "application/json"], ["XML", "xml", "application/sparql-results+xml", "application/xml"]];
const graphForms = [["Turtle", "ttl", "text/turtle", "text/turtle"], ["N-Triples", "nt", "application/n-triples", "text/plain"]];
let running = null;
let shown = null;

function el(tag, attributes, children) {
  const made = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
  (children || []).forEach(function (child) { made.append(child); });
  return made;
}

function say(word, values) {
  return words[word].replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
}

function status(text, wrong) {
  byId("status").textContent = text;
  byId("status").className = wrong ? "wrong" : "quiet";
}

function choose() {
  const question = data.questions[byId("question").value];
  byId("about").textContent = question ? question.about : words.named_hint;
  byId("parameters").replaceChildren.apply(byId("parameters"), (question ? question.parameters : []).map(function (of) {
    const input = el("input", { name: of.name, autocomplete: "off", placeholder: of.default || (of.optional ? words.optional : "") });
    input.required = !of.optional && of.default === null;
    return el("label", {}, [of.name + " · " + of.about, input]);
  }));
  if (question) {
    byId("text").value = question.text;
  }
  byId("text").readOnly = Boolean(question);
  byId("edit").hidden = true;
}

function values() {
  const found = {};
  byId("parameters").querySelectorAll("input").forEach(function (input) {
    if (input.value.trim()) {
      found[input.name] = input.value;
    }
  });
  return found;
}

function asked() {
  const question = byId("question").value;
  return question ? { question: question, values: values() } : { text: byId("text").value };
}

async function post(address, options) {
  running = new AbortController();
  options.method = "POST";
  options.signal = running.signal;
  byId("stop").hidden = false;
  byId("run").disabled = true;
  try {
    return await fetch(address, options);
  } finally {
    running = null;
    byId("stop").hidden = true;
    byId("run").disabled = false;
  }
}

function failed(error) {
  status(error.name === "AbortError" ? words.stopped : words.failed, error.name !== "AbortError");
}

async function run() {
  const began = performance.now();
  const wanted = asked();
  status(words.running, false);
  history.replaceState(null, "", "#" + new URLSearchParams(wanted.question
    ? Object.assign({ question: wanted.question }, wanted.values) : wanted).toString());
  wanted.language = data.language;
  let response, answer;
  try {
    response = await post("/query/rows", { headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) });
    answer = await response.json();
  } catch (error) {
    failed(error);
    return;
  }
  if (!response.ok) {
    byId("result").hidden = true;
    status(answer.fact + (answer.hint ? "\n" + words.try + answer.hint : ""), true);
    return;
  }
  shown = answer;
  byId("edit").hidden = !wanted.question;
  status(say("took", { s: ((performance.now() - began) / 1000).toFixed(1) }), false);
  draw();
}

function cell(value) {
  if (!value) {
    return el("td", { class: "unbound" }, ["—"]);
  }
  if (value.kind === "iri") {
    const text = byId("labels").checked ? value.label : value.text;
    return el("td", {}, [el("a", { href: "/entity?iri=" + encodeURIComponent(value.text) + "&language=" + data.language, title: value.text }, [text])]);
  }
  const kind = (value.datatype || "").replace(/.*#/, "");
  const look = /^(integer|decimal|double|float)$/.test(kind) ? "numeric" : kind ? "short" : "";
  return el("td", look ? { class: look } : value.language ? { lang: value.language } : {}, [value.text]);
}

function draw() {
  const heads = shown.variables.map(function (name) { return el("th", { scope: "col" }, [name]); });
  const rows = shown.rows.map(function (row) { return el("tr", {}, row.map(cell)); });
  const counted = shown.form === "ask" ? words[shown.truth ? "yes" : "no"]
    : shown.more ? say("rows_more", { n: rows.length }) : rows.length ? say("rows", { n: rows.length }) : words.rows_none;
  byId("count").textContent = counted;
  byId("rows").replaceChildren(el("thead", {}, [el("tr", {}, heads)]), el("tbody", {}, rows));
  byId("downloads").replaceChildren.apply(byId("downloads"), [words.download].concat(
    (shown.form === "construct" ? graphForms : forms).map(function (form) {
      const button = el("button", { type: "button", class: "button" }, [form[0]]);
      button.addEventListener("click", function () { download(form); });
      return button;
    })));
  byId("result").hidden = false;
}

async function download(form) {
  status(words.running, false);
  try {
    const response = await post("/sparql", { headers: { "Content-Type": "application/sparql-query", Accept: form[2] }, body: shown.text });
    if (!response.ok) {
      status(await response.text(), true);
      return;
    }
    const content = await response.blob();
    const parts = form[1] === "csv" ? ["\ufeff", content] : [content];
    const address = URL.createObjectURL(new Blob(parts, { type: form[3] }));
    const link = el("a", { href: address, download: (byId("question").value || "query") + "." + form[1] });
    link.click();
    setTimeout(function () { URL.revokeObjectURL(address); }, 10000);
    status("", false);
  } catch (error) {
    failed(error);
  }
}

function restore() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (Object.prototype.hasOwnProperty.call(data.questions, given.get("question") || "")) {
    byId("question").value = given.get("question");
    choose();
    byId("parameters").querySelectorAll("input").forEach(function (input) { input.value = given.get(input.name) || ""; });
  } else if (given.get("text")) {
    byId("text").value = given.get("text");
  }
}

byId("question").addEventListener("change", choose);
byId("labels").addEventListener("change", draw);
byId("stop").addEventListener("click", function () { if (running) { running.abort(); } });
byId("edit").addEventListener("click", function () {
  byId("question").value = "";
  choose();
  byId("text").value = shown.text;
  byId("text").focus();
});
byId("form").addEventListener("submit", function (event) { event.preventDefault(); run(); });
byId("text").addEventListener("keydown", function (event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    byId("form").requestSubmit();
  }
});
restore();
}());
