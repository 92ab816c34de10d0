// What a page draws, as a file: SVG with its colours inside, or PNG of twice its size.

const NAMES = "http://www.w3.org/2000/svg";
const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "text-anchor", "opacity", "paint-order", "stroke-linejoin"];
const MARGIN = 12;

function svg(tag, attributes, text = "") {
  const made = document.createElementNS(NAMES, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}

/** A drawing with what the page's styles say of it written into it. */
function drawn(/** @type {SVGSVGElement} */ of) {
  const copy = /** @type {SVGSVGElement} */ (of.cloneNode(true));
  const made = [copy, ...copy.querySelectorAll("*")];
  [of, ...of.querySelectorAll("*")].forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const name of KEPT) made[at].setAttribute(name, style.getPropertyValue(name));
    made[at].removeAttribute("class");
  });
  return copy;
}

/** A table with shades or bars as a drawing: each cell where it stands. */
function tabled(/** @type {HTMLTableElement} */ of) {
  const whole = of.getBoundingClientRect();
  const root = svg("svg", { viewBox: `0 0 ${whole.width} ${whole.height}` });
  for (const cell of of.querySelectorAll("th, td")) {
    const box = cell.getBoundingClientRect();
    const style = getComputedStyle(cell);
    root.append(svg("rect", { x: box.x - whole.x, y: box.y - whole.y, width: box.width, height: box.height, fill: style.backgroundColor, stroke: style.borderBottomColor, "stroke-width": 0.5 }));
    for (const bar of cell.querySelectorAll("rect")) {
      const part = bar.getBoundingClientRect();
      root.append(svg("rect", { x: part.x - whole.x, y: part.y - whole.y, width: part.width, height: part.height, fill: getComputedStyle(bar).fill }));
    }
    const text = cell.querySelector("svg") ? "" : cell.textContent.trim();
    const inner = getComputedStyle(cell.querySelector("a") ?? cell);
    root.append(svg("text", { x: box.x - whole.x + 6, y: box.y - whole.y + box.height / 2 + 5, fill: inner.color, "font-size": style.fontSize, "font-family": style.fontFamily, "font-weight": style.fontWeight }, text));
  }
  return root;
}

/** What stands under a heading, with its title, on the page's ground; null where nothing is drawn. */
function picture() {
  const found = document.querySelector("main svg.drawing, main table.matrix, main table.bars");
  if (!found) return null;
  const inner = found instanceof SVGSVGElement ? drawn(found) : tabled(/** @type {HTMLTableElement} */ (found));
  const box = inner.getAttribute("viewBox").split(" ").map(Number);
  const width = Math.ceil(Math.max(box[2], 320) + 2 * MARGIN);
  const height = Math.ceil(box[3] + 40 + 2 * MARGIN);
  const page = getComputedStyle(document.body);
  const root = svg("svg", { xmlns: NAMES, viewBox: `0 0 ${width} ${height}`, width, height });
  root.append(svg("rect", { width, height, fill: page.backgroundColor }));
  root.append(svg("text", { x: MARGIN, y: 30, "font-size": 16, "font-weight": "bold", "font-family": page.fontFamily, fill: page.color }, document.title));
  for (const [name, value] of [["x", MARGIN], ["y", 40 + MARGIN], ["width", box[2]], ["height", box[3]]]) inner.setAttribute(String(name), String(value));
  root.append(inner);
  return root;
}

function save(blob, form) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${document.title.replace(/[\\/:*?"<>|]/g, "_")}.${form}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

document.addEventListener("click", event => {
  const button = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("[data-picture]"));
  const root = button && picture();
  if (!root) return;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
  if (button.dataset.picture === "svg") {
    save(new Blob([text], { type: "image/svg+xml;charset=utf-8" }), "svg");
    return;
  }
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(blob => save(blob, "png"), "image/png");
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`; // the policy lets data: be shown
});
for (const place of document.querySelectorAll(".pictures[hidden]")) /** @type {HTMLElement} */ (place).hidden = false;
