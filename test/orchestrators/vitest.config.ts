import { join } from "node:path";
import { defineConfig } from "vitest/config";

const report = process.env.VITEST_JSON;

/** The real orchestrators around our real programs. `install.sh` must have run. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../.."),
    include: ["test/orchestrators/**/*.test.ts"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
