// The editor of SPARQL: CodeMirror with its colours, completion by Chinese label, and remarks at their place.

import * as cm from "./codemirror.js";
import { data, words } from "./page.js";

const KEYWORDS = ("SELECT DISTINCT CONSTRUCT ASK DESCRIBE WHERE FILTER OPTIONAL UNION MINUS BIND AS VALUES GROUP BY ORDER BY DESC ASC LIMIT "
  + "OFFSET HAVING COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT EXISTS NOT REGEX CONTAINS STRSTARTS STR LANG IF COALESCE PREFIX").split(" ");
const HAN = /[\u3400-\u9fff]/;
const colours = cm.HighlightStyle.define([
  { tag: cm.tags.keyword, class: "sparql-keyword" }, { tag: cm.tags.string, class: "sparql-string" },
  { tag: cm.tags.comment, class: "sparql-comment" }, { tag: cm.tags.variableName, class: "sparql-variable" },
  { tag: cm.tags.atom, class: "sparql-iri" }, { tag: cm.tags.number, class: "sparql-string" },
]);

/** What may stand in place of the word before the cursor: variables, terms by name or label, things by name. */
async function complete(context) {
  const word = context.matchBefore(/[\w:?$\-\u3400-\u9fff（）]+/);
  if (!word && !context.explicit) return null;
  const text = word ? word.text : "";
  const from = word ? word.from : context.pos;
  if (/^[?$]/.test(text)) {
    const known = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    known.delete(text);
    return { from, options: [...known].map(label => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const lower = text.toLowerCase();
  const label = term => term[data.language];
  const fits = term => !text || term.name.toLowerCase().includes(lower) || term.zh.includes(text) || (!HAN.test(text) && lower.length > 2 && term.en.toLowerCase().includes(lower));
  const rank = term => (term.name.toLowerCase() === lower || label(term) === text ? 2 : term.name.toLowerCase().startsWith(lower) || label(term).startsWith(text) ? 1 : 0);
  const options = data.terms.filter(fits).sort((a, b) => rank(b) - rank(a)).slice(0, 60)
    .map(term => ({ label: term.name, detail: label(term), type: term.kind === "class" ? "class" : "property", info: words[`term_${term.kind || "property"}`] }));
  if (!HAN.test(text)) {
    options.push(...Object.keys(data.prefixes).filter(name => name.startsWith(lower)).map(name => ({ label: `${name}:`, type: "namespace", detail: data.prefixes[name] })));
    options.push(...KEYWORDS.filter(name => text && name.toLowerCase().startsWith(lower)).map(name => ({ label: name, type: "keyword" })));
  } else {
    const response = await fetch(`/query/names?words=${encodeURIComponent(text)}`);
    if (response.ok && !context.aborted) {
      options.push(...(await response.json()).map(of => ({ label: of.label, detail: of.type, type: "text", apply: `<${of.iri}>` })));
    }
  }
  return options.length ? { from, options, filter: false } : null;
}

function place(doc, line, column) {
  const of = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(of.from + Math.max(column - 1, 0), of.to);
  return { from, to: Math.max(from, Math.min(of.to, from + (doc.sliceString(from, of.to).match(/^[?$]?[\w:-]+/) ?? ["x"])[0].length)) };
}

/** An editor in an element; `run` is called by Ctrl+Enter, `changed` with each text. */
export function createEditor(parent, { text, run, changed, labelledBy, describedBy }) {
  const reading = new cm.Compartment();
  const view = new cm.EditorView({
    parent,
    state: cm.EditorState.create({
      doc: text,
      extensions: [
        cm.EditorView.cspNonce.of(data.nonce),
        cm.EditorView.contentAttributes.of({ "aria-labelledby": labelledBy, "aria-describedby": describedBy, spellcheck: "false" }),
        cm.EditorView.lineWrapping,
        cm.Prec.highest(cm.keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }])),
        cm.lineNumbers(), cm.history(), cm.drawSelection(), cm.bracketMatching(), cm.closeBrackets(), cm.lintGutter(),
        cm.StreamLanguage.define(cm.sparql), cm.syntaxHighlighting(colours),
        cm.autocompletion({ override: [complete] }),
        cm.keymap.of([...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.historyKeymap, ...cm.defaultKeymap]),
        cm.EditorView.updateListener.of(update => { if (update.docChanged) changed(update.state.doc.toString()); }),
        reading.of([]),
      ],
    }),
  });
  return {
    get text() { return view.state.doc.toString(); },
    set text(value) { view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } }); },
    set readOnly(on) { view.dispatch({ effects: reading.reconfigure(on ? [cm.EditorState.readOnly.of(true)] : []) }); },
    focus() { view.focus(); },
    /** Marks places: each with line, column, what is said, and whether it is an error. */
    mark(places) {
      const found = places.filter(of => of.line).map(of => ({ ...place(view.state.doc, of.line, of.column), severity: of.error ? "error" : "warning", message: of.hint ? `${of.fact} — ${of.hint}` : of.fact }));
      view.dispatch(cm.setDiagnostics(view.state, found));
    },
  };
}
