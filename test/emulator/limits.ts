/** Sizes, lives and rates of the emulated tenant. Defaults are Anaplan's (anaplan-api.md 7.4) unless said otherwise. */

export type Limits = {
  /** Size of the chunks an export is stored in. Anaplan does not document it (doubt 20); small values cut rows. */
  exportChunkBytes: number;
  dumpChunkBytes: number;
  uploadChunkBytes: number;
  uploadChunks: number;
  listPageSize: number;
  tokenLifeSeconds: number;
  oauthTokenLifeSeconds: number;
  /** Private files and dumps, counted from the last access. */
  privateLifeSeconds: number;
  /** Token bucket of the tenant: refill per minute and burst. 0 switches it off. */
  requestsPerMinute: number;
  listWriteItems: number;
  cellWriteCells: number;
  cellWriteBytes: number;
  viewCells: number;
  listReadItems: number;
  previewRows: number;
  readRequestPageRows: number;
  /** A read request is reclaimed when nobody asked for it so long. */
  readRequestLifeSeconds: number;
  /** How long a call that must wait for a busy model is held before it is answered anyway (anaplan-api.md 7.3). */
  busyWaitMs: number;
  /** Time a closed model takes to open. */
  wakeMs: number;
};

export const defaultLimits: Limits = {
  exportChunkBytes: 10_000_000,
  dumpChunkBytes: 10_000_000,
  uploadChunkBytes: 50 * 1024 * 1024,
  uploadChunks: 1000,
  listPageSize: 5000,
  tokenLifeSeconds: 35 * 60,
  oauthTokenLifeSeconds: 35 * 60,
  privateLifeSeconds: 48 * 3600,
  requestsPerMinute: 600,
  listWriteItems: 100_000,
  cellWriteCells: 100_000,
  cellWriteBytes: 15_000_000,
  viewCells: 1_000_000,
  listReadItems: 1_000_000,
  previewRows: 1000,
  readRequestPageRows: 10_000,
  readRequestLifeSeconds: 30 * 60,
  busyWaitMs: 10_000,
  wakeMs: 50,
};
