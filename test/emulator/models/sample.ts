/** The sample world of the demo. */
import type { WorldDefinition } from "../world/definition.ts";
import { tinyWorld } from "./tiny.ts";

export function sampleWorld(): WorldDefinition {
  return tinyWorld();
}
