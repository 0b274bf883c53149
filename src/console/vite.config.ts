import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Static files under /console/. The desk's content security policy allows no inline script and nothing from elsewhere. */
export default defineConfig({
  root: here("."),
  base: "/console/",
  plugins: [react()],
  build: {
    outDir: here("../../dist/console"),
    emptyOutDir: true,
    target: ["chrome137", "firefox130", "safari18"], // the first with Ed25519 in WebCrypto
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
});
