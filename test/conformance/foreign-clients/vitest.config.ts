import { join } from "node:path";
import { defineConfig } from "vitest/config";

const report = process.env.VITEST_JSON;

/** Clients written by others, installed from PyPI: needs Python 3.11, and fails without it. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../../.."),
    include: ["test/conformance/foreign-clients/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
