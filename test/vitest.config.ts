import { join } from "node:path";
import { defineConfig } from "vitest/config";

const report = process.env.VITEST_JSON;

/** `npm test` needs Node only, and minutes; suites that install Python programs or fill gigabytes have a config of their own
 *  beside them. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: join(import.meta.dirname, ".."),
    include: ["test/**/*.test.ts"],
    exclude: ["test/conformance/foreign-clients/**", "test/orchestrators/**", "test/large/**"],
    globalSetup: [join(import.meta.dirname, "support/leaks.ts")],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A program's start alone takes seconds on a loaded machine.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
