/** The version of this package, from its package.json. */
import { existsSync, readFileSync } from "node:fs";

export function packageVersion(): string {
  // One folder up from the sources, two from dist.
  const places = ["../package.json", "../../package.json"].map((path) => new URL(path, import.meta.url));
  const place = places.find((url) => existsSync(url));
  if (place === undefined) return "unknown";
  return String((JSON.parse(readFileSync(place, "utf8")) as { version?: string }).version ?? "unknown");
}
