import { join } from "node:path";
import { defineConfig } from "vitest/config";

const report = process.env.VITEST_JSON;

/** What needs gigabytes of disk and minutes: not for every run of `npm test`. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../.."),
    include: ["test/large/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
