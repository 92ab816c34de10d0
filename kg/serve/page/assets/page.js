// What every module of a page stands on: the data that came with it, its words, and elements made of plain text.

/** @param {string} id @returns {any} */
export const byId = id => document.getElementById(id);
export const data = JSON.parse(byId("data").textContent);
export const words = data.words;

/** An element with attributes and children; a text is always a text. */
export function el(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A word of the page with its fields filled in. */
export function say(word, values) {
  return words[word].replace(/\{(\w+)\}/g, (whole, name) => values?.[name] ?? whole);
}

/** A value kept by this browser for this server; the fallback where there is none, or none may be kept. */
export function recalled(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(`kg.${name}`)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keeps a value in this browser, where it may. */
export function remember(name, value) {
  try {
    localStorage.setItem(`kg.${name}`, JSON.stringify(value));
  } catch { /* a browser that keeps nothing: the page works all the same */ }
}
