// The review page: a decision a key or a button, kept by the server before the next is shown.

import { byId, data, say, words } from "./page.js";

const next = () => location.assign(`/review?list=${data.list}&n=${Math.min(data.n + 1, Math.max(data.last, 0))}`);

function status(text, wrong = false) {
  byId("status").textContent = text;
  byId("status").className = wrong ? "wrong" : "quiet";
}

/** Sends a decision; what the server says of it, or null where it was not kept. */
async function send(decision) {
  status(words.keeping);
  try {
    const response = await fetch("/review", {
      method: "POST", headers: { "Content-Type": "application/json", "X-Kg-Page": data.page }, body: JSON.stringify(decision),
    });
    const said = await response.json();
    if (response.ok) return said;
    status(said.fact + (said.hint ? ` ${words.try}${said.hint}` : ""), true);
  } catch {
    status(words.failed, true);
  }
  return null;
}

async function decide(decision) {
  if (await send(decision)) {
    // what was decided leaves its list, so the same number shows the next
    location.assign(data.named ? location.href : `/review?list=${data.list}&n=${data.n}`);
    if (data.named) location.reload();
  }
}

/** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-decision]")).forEach(button => {
  button.addEventListener("click", () => decide(JSON.parse(button.dataset.decision)));
});
document.querySelectorAll("[data-skip]").forEach(button => button.addEventListener("click", next));
/** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-form]")).forEach(form => form.addEventListener("submit", event => {
  event.preventDefault();
  decide({ kind: form.dataset.form, ...Object.fromEntries(new FormData(form)) });
}));
byId("apply").addEventListener("click", async () => {
  byId("apply").disabled = true;
  status(words.applying);
  const said = await send({ kind: "apply" });
  byId("apply").disabled = false;
  if (said) status(say("applied", said));
});
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || /** @type {Element} */ (event.target).closest("input, select, textarea")) return;
  if (event.key === "e") {
    /** @type {HTMLInputElement} */
    const field = document.querySelector(".fields input:not([type=hidden])");
    if (field) {
      event.preventDefault();
      field.focus();
    }
    return;
  }
  /** @type {HTMLElement} */ (document.querySelector(`[data-key="${CSS.escape(event.key)}"]`))?.click();
});
