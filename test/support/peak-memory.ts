/** `node --import` this: tells at the end, in the file that PEAK_MEMORY_FILE names, how many bytes the program held at most. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE ?? "", String(process.resourceUsage().maxRSS * 1024));
});
