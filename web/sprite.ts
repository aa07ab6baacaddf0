import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);

/** One `<symbol>` of an icon's SVG file. */
export function symbol(name: string, svg: string): string {
  const inside = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>[\s\S]*$/, "")
    .replace(/>\s+</g, "><")
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inside}</symbol>`;
}

/** Emits one SVG with every icon that the templates name, and the favicon, both in the manifest. */
export function sprite(list: string, favicon: string): Plugin {
  return {
    name: "muster-sprite",
    apply: "build",
    buildStart() {
      this.addWatchFile(list);
      const names = JSON.parse(readFileSync(list, "utf8")) as string[];
      const symbols = names.map((name) =>
        symbol(name, readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), "utf8")),
      );
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "console/icons.svg", source });
      this.emitFile({
        type: "asset",
        name: "favicon.svg",
        originalFileName: "console/favicon.svg",
        source: readFileSync(favicon, "utf8"),
      });
    },
  };
}
