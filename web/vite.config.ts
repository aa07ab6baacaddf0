import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { sprite } from "./sprite.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "/static/dist/",
  plugins: [sprite(here("console/icons.json"), here("console/favicon.svg"))],
  build: {
    outDir: here("../src/muster/static/dist"),
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    cssTarget: ["chrome111", "safari16.4", "firefox115"],
    assetsInlineLimit: 0,
    // MapLibre alone is larger than Vite's warning; budget.mjs holds the real limits.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: [here("console/main.ts")],
      // htmx names eval, for what our configuration (allowEval) and the content security policy forbid.
      checks: { eval: false },
    },
  },
  test: { environment: "happy-dom", include: ["**/*.test.ts"], exclude: ["node_modules"] },
});
