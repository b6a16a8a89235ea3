/** Dumps of imports, whole and in chunks, also of the imports inside a process (anaplan-api.md 6.5). */
import { Refusal, type Reply } from "../http/exchange.ts";
import { bytes, empty } from "../http/replies.ts";
import { chunkCount, readChunk, readContent, type StoredContent } from "../world/content.ts";
import { dumpKey } from "../world/model.ts";
import type { TaskKind } from "../world/tasks.ts";
import { chunkListReply } from "./chunk-list.ts";
import { type Emulation, inModel, type ModelCall, notFound, type Route } from "./route.ts";
import { found } from "./tasks.ts";

const KINDS: TaskKind[] = ["imports", "exports", "processes", "actions"];
const answers = { answersWhenBusy: true };

export const dumpRoutes: Route[] = KINDS.flatMap((kind) =>
  ["/dump", "/dumps/:nested"].flatMap((tail) => [
    ...inModel("GET", `/${kind}/:id/tasks/:task${tail}`, (call) => whole(call, kind), answers),
    ...inModel("GET", `/${kind}/:id/tasks/:task${tail}/chunks`, (call) => chunks(call, kind), answers),
    ...inModel("GET", `/${kind}/:id/tasks/:task${tail}/chunks/:chunk`, (call) => chunk(call, kind), answers),
  ]),
);

/** Only the user's latest run of an import has a dump. */
function dumpOf(call: ModelCall, kind: TaskKind): StoredContent | undefined {
  const task = found(call, kind);
  const importId = call.params.nested ?? call.params.id!;
  const dump = call.model.dumps.get(dumpKey(call.user.id, importId));
  if (dump === undefined || dump.taskId !== task.id) return undefined;
  const { clock, limits } = call.emulation;
  if (clock.now() - dump.content.lastAccess > limits.privateLifeSeconds * 1000) return undefined;
  dump.content.lastAccess = clock.now();
  return dump.content;
}

function withoutDump({ readings }: Emulation): Reply {
  switch (readings.noDump) {
    case "404":
      throw notFound();
    case "400":
      throw new Refusal(400, "No dump available");
    case "204":
      return empty();
    case "empty":
      return empty(200);
  }
}

function whole(call: ModelCall, kind: TaskKind): Reply {
  const dump = dumpOf(call, kind);
  if (dump !== undefined) return bytes(readContent(dump), "text/plain;charset=UTF-8");
  // The whole-dump call answers 204 or 404 without a dump, never a 400 (anaplan-api.md 6.5).
  return call.emulation.readings.noDump === "400" ? empty() : withoutDump(call.emulation);
}

function chunks(call: ModelCall, kind: TaskKind): Reply {
  const dump = dumpOf(call, kind);
  if (dump !== undefined) return chunkListReply(chunkCount(dump), call.emulation.readings);
  return call.emulation.readings.noDump === "empty"
    ? chunkListReply(0, call.emulation.readings)
    : withoutDump(call.emulation);
}

function chunk(call: ModelCall, kind: TaskKind): Reply {
  const dump = dumpOf(call, kind);
  if (dump === undefined) return withoutDump(call.emulation);
  const part = /^\d+$/.test(call.params.chunk!) ? readChunk(dump, Number(call.params.chunk)) : undefined;
  if (part === undefined) throw notFound();
  return bytes(part.bytes());
}
