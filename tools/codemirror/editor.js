// What the query page needs of CodeMirror 6, and nothing else: bundled by build.js.
import { autocompletion, acceptCompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export {
  acceptCompletion, autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap, Compartment, completionKeymap, defaultKeymap,
  drawSelection, EditorState, EditorView, highlightActiveLine, highlightSelectionMatches, HighlightStyle, history, historyKeymap, keymap,
  lineNumbers, lintGutter, Prec, searchKeymap, setDiagnostics, sparql, startCompletion, StreamLanguage, syntaxHighlighting, tags,
};
