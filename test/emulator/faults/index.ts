/** The registry of faults and the desk that decides which request is hit. */
import type { Exchange, Handler } from "../http/exchange.ts";
import { chaos } from "./chaos.ts";
import { connectionDropped, droppedMidBody, slow, truncated } from "./connection.ts";
import type { Fault, FaultContext, FaultName, FaultSpec } from "./fault.ts";
import { chunkLost, fileNewer, otherFileId, privateFileExpired, staleDump, uploadReplaced } from "./file-content.ts";
import { badGateway, busyConflict, loginPage, notFoundReply, serverError, unavailable } from "./http-errors.ts";
import { exportDeleted, modelArchived, modelBusy, modelLocked, modelOffline } from "./model-state.ts";
import { rateLimit } from "./rate-limit.ts";
import {
  emptyExport,
  headerOnlyExport,
  importDies,
  partialLoad,
  taskCancelled,
  taskFails,
  taskSlow,
  taskStuck,
} from "./task-outcome.ts";
import { startNeverArrived, startReplyLost } from "./task-start.ts";
import { unauthorized } from "./unauthorized.ts";

export type { FaultName, FaultSpec } from "./fault.ts";

export const faults: Record<FaultName, Fault> = {
  "rate-limit": rateLimit,
  unauthorized,
  "bad-gateway": badGateway,
  unavailable,
  "connection-dropped": connectionDropped,
  "dropped-mid-body": droppedMidBody,
  "start-reply-lost": startReplyLost,
  "start-never-arrived": startNeverArrived,
  slow,
  truncated,
  "task-fails": taskFails,
  "task-cancelled": taskCancelled,
  "task-stuck": taskStuck,
  "task-slow": taskSlow,
  "partial-load": partialLoad,
  "import-dies": importDies,
  "private-file-expired": privateFileExpired,
  "empty-export": emptyExport,
  "header-only-export": headerOnlyExport,
  "model-locked": modelLocked,
  "model-offline": modelOffline,
  "model-archived": modelArchived,
  "model-busy": modelBusy,
  "login-page": loginPage,
  "other-file-id": otherFileId,
  "chunk-lost": chunkLost,
  "stale-dump": staleDump,
  "export-deleted": exportDeleted,
  "file-newer": fileNewer,
  "upload-replaced": uploadReplaced,
  "not-found": notFoundReply,
  "server-error": serverError,
  "busy-conflict": busyConflict,
  chaos,
};

export type FaultDesk = {
  /** Throws on a name that is no fault. */
  add(spec: FaultSpec): void;
  clear(): void;
  /** Specs with the number of requests each has hit. */
  report(): { spec: FaultSpec; seen: number; hits: number }[];
  wrap(next: Handler): Handler;
};

type Armed = { spec: FaultSpec; fault: Fault; path: RegExp; method: string | undefined; seen: number; hits: number };

export function createFaultDesk(specs: FaultSpec[], context: FaultContext): FaultDesk {
  const armed: Armed[] = [];
  const desk: FaultDesk = {
    add: (spec) => {
      armed.push(arm(spec));
    },
    clear: () => {
      armed.length = 0;
    },
    report: () => armed.map(({ spec, seen, hits }) => ({ spec, seen, hits })),
    wrap: (next) => (exchange) => {
      const due = armed.filter((entry) => isDue(entry, exchange));
      const handler = due.reduceRight<Handler>(
        (inner, { fault, spec }) =>
          (passed) =>
            fault.apply(passed, inner, spec, context),
        next,
      );
      for (const { spec } of due) exchange.journal.faults.push(spec.fault);
      return handler(exchange);
    },
  };
  for (const spec of specs) desk.add(spec);
  return desk;
}

function arm(spec: FaultSpec): Armed {
  const fault = faults[spec.fault];
  if (fault === undefined) throw new Error(`unknown fault: ${spec.fault}`);
  const path = spec.match?.path === undefined ? fault.match.path : new RegExp(spec.match.path);
  return { spec, fault, path, method: spec.match?.method ?? fault.match.method, seen: 0, hits: 0 };
}

/** Counts the request and says whether it is hit. */
function isDue(entry: Armed, exchange: Exchange): boolean {
  if (exchange.path.startsWith("/emulator/") || !entry.path.test(exchange.path)) return false;
  if (entry.method !== undefined && entry.method !== exchange.method) return false;
  entry.seen += 1;
  const times = entry.spec.times ?? 1;
  if (entry.seen <= (entry.spec.after ?? 0) || (times > 0 && entry.hits >= times)) return false;
  entry.hits += 1;
  return true;
}
