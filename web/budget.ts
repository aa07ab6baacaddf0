/**
 * Writes .br and .gz beside every built file, for WhiteNoise, and holds the sizes to their limits (brotli, KB).
 * Run by build.py after Vite: `node budget.ts DIST`.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
  assets?: string[];
}
type Manifest = Record<string, Chunk>;

const dist = process.argv[2] ?? "";
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Manifest;
const sizes = new Map<string, number>();

for (const name of readdirSync(join(dist, "assets"))) {
  if (/\.(br|gz)$/.test(name)) continue;
  const path = join(dist, "assets", name);
  const bytes = readFileSync(path);
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(`${path}.br`, packed);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  sizes.set(`assets/${name}`, packed.length);
}

/** The files that loading an entry brings at once. */
function closure(key: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) seen.add(file);
  for (const other of chunk.imports ?? []) closure(other, seen);
  return seen;
}

const main = closure("console/main.ts");
const chart = closure("console/chart.ts");
const map = new Set([...closure("console/map.ts")].filter((file) => !main.has(file)));
const total = (files: Iterable<string>, ending: RegExp): number =>
  [...files].filter((file) => ending.test(file)).reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0) / 1024;

const budgets: [string, number, number][] = [
  ["console JS, charts included", total(new Set([...main, ...chart]), /js$/), 190],
  ["console CSS", total(main, /css$/), 70],
  ["map, when needed", total(map, /(js|css)$/), 380],
];
for (const [name, size, limit] of budgets) console.log(`${name.padEnd(28)} ${size.toFixed(1).padStart(6)} KB of ${limit}`);
if (budgets.some(([, size, limit]) => size > limit)) {
  console.error("Over budget: load less, or later.");
  process.exit(1);
}
