// The query page: a named question or SPARQL is asked of the server, and its answer shown as the server draws it.

import { createEditor } from "./editor.js";
import { byId, data, el, say, words } from "./page.js";
import { createHistory, createTabs } from "./tabs.js";

let running = null;
let shown = new URLSearchParams();
let last = "";

function status(text, wrong = false) {
  byId("status").textContent = text;
  byId("status").className = wrong ? "wrong" : "quiet";
}

const questionOf = () => data.questions[byId("question").value];

function values() {
  const given = [...byId("parameters").querySelectorAll("input")].filter(input => input.value.trim());
  return Object.fromEntries(given.map(input => [input.name, input.value]));
}

/** The query that stands in the form. */
function current() {
  const question = byId("question").value;
  return { question, text: question ? "" : editor.text, values: values(), name: questionOf()?.title ?? "" };
}

function choose(given = {}) {
  const question = questionOf();
  byId("about").textContent = question ? question.about : words.named_hint;
  byId("parameters").replaceChildren(...(question?.parameters ?? []).map(of => {
    const input = el("input", { name: of.name, autocomplete: "off", placeholder: of.default ?? (of.optional ? words.optional : "") });
    input.required = !of.optional && of.default === null;
    input.value = given[of.name] ?? "";
    return el("label", {}, [`${of.name} · ${of.about}`, input]);
  }));
  editor.readOnly = false;
  if (question) editor.text = question.text;
  editor.readOnly = Boolean(question);
  byId("edit").hidden = true;
}

/** Puts a query into the form. */
function put(query) {
  byId("question").value = Object.hasOwn(data.questions, query.question ?? "") ? query.question : "";
  choose(query.values ?? {});
  if (!byId("question").value) editor.text = query.text ?? "";
  editor.mark([]);
}

/** The parameters of the address of a query. */
function parameters(query) {
  const told = new URLSearchParams();
  if (query.question) {
    told.set("question", query.question);
    for (const [name, value] of Object.entries(query.values)) told.set(`p.${name}`, value);
  } else {
    told.set("text", query.text);
  }
  return told;
}

async function ask(asked) {
  const began = performance.now();
  status(words.running);
  if (running) running.abort();
  const mine = new AbortController();
  running = mine;
  byId("stop").hidden = false;
  byId("run").disabled = true;
  try {
    const response = await fetch(`/query/result?language=${data.language}`, { method: "POST", signal: mine.signal, body: asked });
    if (!response.ok) {
      const why = await response.json();
      byId("result").hidden = true;
      editor.mark([{ ...why, error: true }]);
      status(why.fact + (why.hint ? `\n${words.try}${why.hint}` : ""), true);
      return false;
    }
    const part = new DOMParser().parseFromString(await response.text(), "text/html");
    byId("result").replaceChildren(...part.body.childNodes);
    byId("result").hidden = false;
    editor.mark([...byId("result").querySelectorAll(".remark")].map(of => ({ line: Number(of.dataset.line), column: Number(of.dataset.column), fact: of.textContent })));
    shown = asked;
    history.replaceState(null, "", `/query?${asked}`);
    byId("edit").hidden = !asked.get("question");
    status(say("took", { s: ((performance.now() - began) / 1000).toFixed(1) }));
    return true;
  } catch {
    status(mine.signal.aborted ? words.stopped : words.failed, !mine.signal.aborted);
    return false;
  } finally {
    if (running === mine) {
      running = null;
      byId("stop").hidden = true;
      byId("run").disabled = false;
    }
  }
}

async function run() {
  const query = current();
  tabs.keep();
  const asked = parameters(query);
  if (asked.toString() === last && shown.get("view")) asked.set("view", shown.get("view"));
  if (await ask(asked)) {
    last = parameters(query).toString();
    past.add(query);
  }
}

/** The answer asked again with some of its parameters changed. */
function again(changes) {
  const asked = new URLSearchParams(shown);
  asked.delete("page");
  for (const [name, value] of changes) {
    if (value) asked.set(name, value); else asked.delete(name);
  }
  ask(asked);
}

async function save() {
  const name = prompt(words.save_name, "");
  if (!name) return;
  const response = await fetch("/query/saved", {
    method: "POST", headers: { "Content-Type": "application/json", "X-Kg-Page": data.page },
    body: JSON.stringify({ name, text: editor.text, title: name }),
  });
  const said = await response.json();
  status(response.ok ? say("saved", { name }) : said.fact + (said.hint ? `\n${words.try}${said.hint}` : ""), !response.ok);
}

const editor = createEditor(byId("editor"), {
  text: data.example, run: () => byId("form").requestSubmit(), labelledBy: "text-label", describedBy: "text-hint", changed: () => {},
});
byId("text").hidden = true;
byId("editor").hidden = false;
const tabs = createTabs({ first: { text: data.example, question: "", values: {} }, shown: put, current });
const past = createHistory(query => tabs.add(query));

byId("question").addEventListener("change", () => choose());
byId("stop").addEventListener("click", () => running?.abort());
byId("edit").addEventListener("click", async () => {
  const text = byId("result").querySelector("[data-text]")?.textContent ?? questionOf().text;
  tabs.add({ text, question: "", values: {} });
  editor.focus();
});
byId("share").addEventListener("click", async () => {
  const address = new URL(`/query?${shown.toString() || parameters(current())}`, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    status(words.shared);
  } catch {
    status(address);
  }
});
byId("save")?.addEventListener("click", save);
byId("form").addEventListener("submit", event => { event.preventDefault(); run(); });
byId("result").addEventListener("click", event => {
  const link = event.target.closest('a[href^="/query?"]');
  if (link) {
    event.preventDefault();
    ask(new URLSearchParams(link.getAttribute("href").split("?")[1]));
  }
});
byId("result").addEventListener("submit", event => {
  event.preventDefault();
  again(new FormData(event.target));
});

tabs.start();
if (data.asked.text || data.asked.question) {
  tabs.add({ ...data.asked, name: data.questions[data.asked.question]?.title ?? "" });
  ask(new URLSearchParams(data.shown));
}
