// Several queries at once, each in a tab, and those asked before; both kept by the browser.

import { byId, el, recalled, remember, words } from "./page.js";

const MOST = 50;

/** The tabs; `shown` is called with the query of a tab that is opened, `current` gives the query of the open one. */
export function createTabs({ first, shown, current }) {
  let state = recalled("tabs", { open: 0, queries: [first] });
  if (!Array.isArray(state.queries) || !state.queries.length) state = { open: 0, queries: [first] };
  state.open = Math.min(Math.max(state.open | 0, 0), state.queries.length - 1);

  const title = query => query.name || (query.text ?? "").replace(/\s+/g, " ").slice(0, 22) || words.untitled;
  function keep() {
    state.queries[state.open] = current();
    remember("tabs", state);
  }
  function open(number) {
    state.open = number;
    shown(state.queries[number]);
    draw();
    keep();
  }
  function draw() {
    const places = state.queries.map((query, number) => {
      const button = el("button", { type: "button", class: "query-tab", "aria-pressed": String(number === state.open) }, [title(query)]);
      button.addEventListener("click", () => { keep(); open(number); });
      return button;
    });
    const more = el("button", { type: "button", class: "query-tab", "aria-label": words.tab_new }, ["＋"]);
    more.addEventListener("click", () => { keep(); state.queries.push({ text: "", question: "", values: {} }); open(state.queries.length - 1); });
    const less = el("button", { type: "button", class: "query-tab", "aria-label": words.tab_close }, ["×"]);
    less.disabled = state.queries.length < 2;
    less.addEventListener("click", () => { state.queries.splice(state.open, 1); open(Math.min(state.open, state.queries.length - 1)); });
    byId("tabs-of-queries").replaceChildren(...places, more, less);
  }
  return {
    keep() { keep(); draw(); },
    get query() { return state.queries[state.open]; },
    /** Opens a query in a tab of its own, unless the open one is just that. */
    add(query) {
      const same = state.queries.findIndex(of => of.text === query.text && of.question === query.question && JSON.stringify(of.values) === JSON.stringify(query.values));
      if (same >= 0) { open(same); return; }
      state.queries.push(query);
      open(state.queries.length - 1);
    },
    start() { open(state.open); },
  };
}

/** The queries asked before, the last first; `chosen` is called with one that is wanted again. */
export function createHistory(chosen) {
  let asked = recalled("history", []);
  if (!Array.isArray(asked)) asked = [];
  function draw() {
    byId("history").replaceChildren(...asked.map(query => {
      const button = el("button", { type: "button", class: "link" }, [query.name || query.text.replace(/\s+/g, " ").slice(0, 120)]);
      button.addEventListener("click", () => chosen(query));
      return el("li", {}, [button]);
    }));
    byId("past").hidden = false;
  }
  draw();
  return {
    add(query) {
      const key = JSON.stringify(query);
      asked = [query, ...asked.filter(of => JSON.stringify(of) !== key)].slice(0, MOST);
      remember("history", asked);
      draw();
    },
  };
}
