// editor.js and all that it imports as one minified module, with the licences of what is in it: `npm ci && npm run build`.
import { readdirSync, readFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const target = new URL("../../kg/serve/page/assets/codemirror.js", import.meta.url).pathname;
const made = await build({
  entryPoints: ["editor.js"], bundle: true, minify: true, format: "esm", target: "es2020", charset: "utf8",
  legalComments: "none", write: false, metafile: true,
});
const packages = [...new Set(Object.keys(made.metafile.inputs)
  .map(path => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean))].sort();
const of = name => JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8"));
const licence = name => readdirSync(join("node_modules", name)).filter(file => /^licen[cs]e/i.test(file))
  .map(file => readFileSync(join("node_modules", name, file), "utf8").trim())[0];
const listed = packages.map(name => `${name} ${of(name).version}`).join(", ");
writeFileSync(target, `// @ts-nocheck\n/* CodeMirror 6, MIT: ${listed}; licences in codemirror.LICENSE; rebuilt by tools/codemirror. */\n${made.outputFiles[0].text}`);
const texts = new Map();
for (const name of packages) {
  const text = licence(name);
  if (!text || of(name).license !== "MIT") throw new Error(`${name}: no MIT licence`);
  texts.set(text, [...(texts.get(text) ?? []), name]);
}
writeFileSync(target.replace(/\.js$/, ".LICENSE"),
  [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}\n`).join("\n----\n\n"));
console.log(target, existsSync(target) && readFileSync(target).length, "bytes;", packages.length, "packages");
