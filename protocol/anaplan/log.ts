import type { Log } from "../log.ts";

/** What the client says while it works; never a header, a body or a secret. */
export type ClientLog = Pick<Log, "debug" | "info" | "warn" | "metric">;
