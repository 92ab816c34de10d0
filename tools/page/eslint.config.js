// What ESLint asks of the scripts of our pages: its recommended rules, and a few that our style rests on.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/codemirror.js"] },
  js.configs.recommended,
  {
    languageOptions: { sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "eqeqeq": "error", "no-var": "error", "prefer-const": "error", "no-shadow": "off", "no-eval": "error", "no-implied-eval": "error",
      "no-unused-vars": ["error", { caughtErrors: "none" }], "no-duplicate-imports": "error", "no-throw-literal": "error", "radix": "error",
      "no-use-before-define": "off", "consistent-return": "error", "array-callback-return": "error",
    },
  },
  // the briefing runs in browsers of 2017; vis-network stands before its script
  { files: ["**/export/html/page/*.js"], languageOptions: { ecmaVersion: 2017, globals: { vis: "readonly" } } },
];
