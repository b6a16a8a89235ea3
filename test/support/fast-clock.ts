/** `node --import` this: a program's hours pass in seconds. */
import { register } from "node:module";

register("../bench/variants/replace.js", import.meta.url, {
  data: { "/protocol/clock.js": new URL("./quick-clock.js", import.meta.url).href },
});
