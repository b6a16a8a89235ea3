/** `node --import` this: a file's chunks are fetched one after another. */
import { register } from "node:module";

register("./replace.js", import.meta.url, {
  data: { "/protocol/anaplan/prefetch.js": new URL("./prefetch-one.js", import.meta.url).href },
});
