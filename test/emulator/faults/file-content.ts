/** Files that are not what the client thinks: expired, overwritten by another run, a chunk lost, another file's id. */
import type { Reply } from "../http/exchange.ts";
import { ContentWriter } from "../world/content.ts";
import { dumpKey } from "../world/model.ts";
import { chunkPaths, type Fault, type FaultContext, importStarts, swallow } from "./fault.ts";
import { modelOf } from "./model-state.ts";

/** The private content of every file of the model is gone before the request: defaults show through. */
export const privateFileExpired: Fault = {
  match: { method: "POST", path: importStarts },
  async apply(exchange, next, _options, { world }) {
    const model = modelOf(exchange, world);
    for (const slot of model?.files.slots.values() ?? []) slot.byUser.clear();
    return next(exchange);
  },
};

/** A PUT is answered 204, and the bytes are not kept. */
export const chunkLost: Fault = {
  match: { method: "PUT", path: chunkPaths },
  async apply(exchange) {
    await swallow(exchange);
    return { status: 204 };
  },
};

/** Step 1 of an upload answers with the id of a new file, as Anaplan does for an unknown id. */
export const otherFileId: Fault = {
  match: { method: "POST", path: /\/files\/[^/]+$/ },
  async apply(exchange, next) {
    const reply = await next(exchange);
    return typeof reply.body === "string"
      ? { ...reply, body: reply.body.replace(/"id":"113\d{9}"/, '"id":"113999999998"') }
      : reply;
  },
};

/** A task says a dump is there, the dump says 404. */
export const staleDump: Fault = {
  match: { method: "GET", path: /\/dumps?(\/|$)/ },
  async apply(exchange, next, _options, { world }) {
    const model = modelOf(exchange, world);
    const [, importId = "", nested] =
      /\/(?:imports|processes)\/([^/]+)\/tasks\/[^/]+\/dumps?(?:\/(\d{12}))?/.exec(exchange.path) ?? [];
    for (const user of world.accounts.users) model?.dumps.delete(dumpKey(user.id, nested ?? importId));
    return next(exchange);
  },
};

/** Another run of the same user has overwritten the exported file since the task ended. */
export const fileNewer: Fault = {
  match: { method: "GET", path: /\/files\/116\d+\/chunks$/ },
  async apply(exchange, next, _options, context) {
    await overwrite(exchange.path, exchange.headers.authorization ?? "", context);
    return next(exchange);
  },
};

/** Another run of the same user has uploaded to the same file, in as many chunks. */
export const uploadReplaced: Fault = {
  match: { method: "GET", path: /\/files\/113\d+\/chunks$/ },
  async apply(exchange, next, _options, { world }) {
    const model = modelOf(exchange, world);
    const user = world.accounts.find((exchange.headers.authorization ?? "").replace(/^\S+\s+/, ""))?.user;
    const slot = model?.files.slots.get(/\/files\/(\d+)/.exec(exchange.path)?.[1] ?? "");
    if (model === undefined || user === undefined || slot === undefined) return next(exchange);
    const current = slot.byUser.get(user.id)?.current;
    if (current?.kind !== "stored") return next(exchange);
    const other = "Another\n";
    const writer = new ContentWriter(await model.files.fresh(slot), other.length);
    for (const _ of current.sizes) await writer.write(Buffer.from(other));
    await writer.end();
    await model.files.replace(slot, user, writer.content);
    return next(exchange);
  },
};

async function overwrite(
  path: string,
  authorization: string,
  { world, clock }: FaultContext,
): Promise<Reply | undefined> {
  const user = world.accounts.find(authorization.replace(/^\S+\s+/, ""))?.user;
  const model = world.models.get(/\/models\/([^/]+)/.exec(path)?.[1] ?? "");
  const id = /\/files\/(\d+)/.exec(path)?.[1] ?? "";
  const slot = model?.files.slots.get(id);
  if (user === undefined || model === undefined || slot === undefined) return undefined;
  const task = world.startTask(model, {
    kind: "exports",
    actionId: id,
    user,
    mappingParameters: [],
    plan: { durationMs: 0 },
  });
  while (task.state !== "COMPLETE" && task.state !== "CANCELLED") await clock.sleep(5);
  const writer = new ContentWriter(await model.files.fresh(slot), 1_000_000);
  await writer.write(Buffer.from("Other\nfrom another run\n"));
  await writer.end();
  await model.files.replace(slot, user, { ...writer.content, taskId: task.id });
  return undefined;
}
