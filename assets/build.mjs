// Builds the style sheets, scripts, fonts and icons into helpexchange/static/build, each under a name
// that holds the hash of its content, and writes manifest.json (name in the templates -> name on disk).
//
// Run it with `node assets/build.mjs`; `--no-sizes` leaves out the table of sizes at the end.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { extname, basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";

const SOURCES = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(SOURCES);
const PACKAGES = join(ROOT, "node_modules");
const TARGET = join(ROOT, "helpexchange", "static", "build");
const BROWSERS = ["chrome109", "firefox115", "safari15.6", "edge109"];
const FONTS = ["latin-400", "latin-700", "latin-ext-400", "latin-ext-700"];
const FONT_PARTS = { keepAllGlyphs: true, noHinting: true, keepFeatures: ["kern", "mark", "mkmk", "ccmp", "locl"] };
const STYLES = ["app", "decide", "map"];
const SCRIPTS = ["app", "keys", "map"];

const manifest = {};
const sizes = {};

/** Writes one file under a hashed name and remembers it. */
async function publish(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const suffix = extname(name);
  const hashed = `${basename(name, suffix)}.${hash}${suffix}`;
  await writeFile(join(TARGET, hashed), content);
  manifest[name] = hashed;
  sizes[name] = suffix === ".woff2" || suffix === ".ttf" ? content.length : gzipSync(content, { level: 6 }).length;
}

/** All glyphs, without the instructions for screens of twenty years ago: a third less to load. */
async function buildFonts() {
  const folder = join(PACKAGES, "@fontsource", "atkinson-hyperlegible");
  await publish("atkinson-hyperlegible-licence.txt", await readFile(join(folder, "LICENSE")));
  for (const font of FONTS) {
    const source = join(folder, "files", `atkinson-hyperlegible-${font}-normal.woff2`);
    const lighter = await subsetFont(await readFile(source), undefined, FONT_PARTS);
    await publish(`atkinson-hyperlegible-${font}.woff2`, lighter);
    // Letters are printed with the same letters; typst reads no woff2.
    const plain = await subsetFont(await readFile(source), undefined, { keepAllGlyphs: true, targetFormat: "truetype" });
    await publish(`atkinson-hyperlegible-${font}.ttf`, font.startsWith("latin-ext") ? renamed(plain) : plain);
  }
}

/** Of two fonts of one name typst looks into the first only, so the rarer letters go under a name as long as theirs. */
function renamed(font) {
  let named = Buffer.from(font);
  for (const coding of ["latin1", "utf16le"]) {
    const [old, own] = ["Atkinson Hyperlegible", "Atkinson Hyperleg Ext"].map((name) => Buffer.from(name, coding));
    if (coding === "utf16le") [old, own].forEach((name) => name.swap16());
    for (let at = named.indexOf(old); at >= 0; at = named.indexOf(old, at + 1)) own.copy(named, at);
  }
  return named;
}

/** Copies the drawings of assets/icons that stand alone, and gathers those of assets/icons/sprite. */
async function buildIcons() {
  const folder = join(SOURCES, "icons");
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".svg")).sort()) {
    await publish(file, await readFile(join(folder, file)));
  }
  await publish("icons.svg", await sprite(join(folder, "sprite")));
}

/** One file of symbols, each drawn on a field of 24 by 24 in the colour of the text around it. */
async function sprite(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".svg")).sort();
  const symbols = await Promise.all(names.map(async (name) => {
    const drawing = (await readFile(join(folder, name), "utf8")).trim();
    const inner = drawing.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${basename(name, ".svg")}" viewBox="0 0 24 24">${inner}</symbol>`;
  }));
  const style = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${style}>${symbols.join("")}</svg>\n`;
}

async function buildStyle(name) {
  const compiled = sass.compile(join(SOURCES, "styles", `${name}.scss`), {
    loadPaths: [PACKAGES],
    quietDeps: true,
  });
  const leaflet = name === "map" ? await readFile(join(PACKAGES, "leaflet", "dist", "leaflet.css"), "utf8") : "";
  const whole = withoutPictures(leaflet) + withHashedFonts(compiled.css);
  const minified = await esbuild.transform(whole, { loader: "css", minify: true, target: BROWSERS });
  await publish(`${name}.css`, minified.code);
}

/** Leaflet's own marker and layer pictures are not used: our dots are drawn as SVG. */
function withoutPictures(css) {
  return css.replace(/background-image:\s*url\(images\/[^)]*\);?/g, "").replace(/behavior:\s*url\([^)]*\);?/g, "");
}

function withHashedFonts(css) {
  return css.replace(/url\("([^"]+\.woff2)"\)/g, (_, name) => `url("${manifest[name]}")`);
}

async function buildScript(name) {
  const result = await esbuild.build({
    entryPoints: [join(SOURCES, "scripts", `${name}.js`)],
    nodePaths: [PACKAGES],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: BROWSERS,
    legalComments: "none",
  });
  await publish(`${name}.js`, Buffer.from(result.outputFiles[0].contents));
}

/** The manifest changes in one step, and files of an earlier build go only after it has. */
async function finish() {
  const ordered = Object.fromEntries(Object.entries(manifest).sort());
  const draft = join(TARGET, "manifest.json.new");
  await writeFile(draft, JSON.stringify(ordered, null, 2) + "\n");
  await rename(draft, join(TARGET, "manifest.json"));
  const kept = new Set([...Object.values(manifest), "manifest.json"]);
  for (const file of await readdir(TARGET)) {
    if (!kept.has(file)) await rm(join(TARGET, file), { recursive: true });
  }
}

function printSizes() {
  const total = (names) => names.reduce((sum, name) => sum + sizes[name], 0);
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(9);
  for (const name of Object.keys(sizes).sort()) console.log(`${kilobytes(sizes[name])}  ${name}`);
  const page = ["app.css", "app.js", "icons.svg", ...FONTS.slice(0, 2).map((font) => `atkinson-hyperlegible-${font}.woff2`)];
  console.log(`${kilobytes(total(page))}  every page, without its HTML (gzipped; latin letters)`);
  console.log(`${kilobytes(total([...page, "map.css", "map.js"]))}  a page with a map, without its HTML`);
}

await mkdir(TARGET, { recursive: true });
await buildFonts();
await buildIcons();
await Promise.all([...STYLES.map(buildStyle), ...SCRIPTS.map(buildScript)]);
await finish();
if (!process.argv.includes("--no-sizes")) printSizes();
