/** Deletes of one stream: rows marked as deleted, and with ACTIVATE_VERSION the items that a stream sent in full no longer holds.
 *  Keys are kept in memory, marked rows in the spool until they are settled. */
import type { AnaplanClient, ModelRef, NamedObject } from "../protocol/anaplan/types.ts";
import { cellText } from "../protocol/csv/cells.ts";
import { ConnectorError, type ErrorContext } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import type { StreamEntry, StreamReport } from "../schemas/generated/types.ts";
import type { Ledger } from "./ledger.ts";
import { type DeletePlan, doomedText, isMarked, isTooMany, planDeletes, planSweep, tooMany } from "./list-deletes.ts";

/** Far below the limit of 100,000 items a call (anaplan-api.md 4.5). */
const BATCH_ITEMS = 10_000;

export interface StreamDeletesParts {
  client: AnaplanClient;
  log: Log;
  model: ModelRef;
  list: NamedObject;
  entry: StreamEntry;
  /** Property with the code of the item. */
  keyProperty: string;
  /** Of the stream: marked rows are part of its books. */
  ledger: Ledger;
  report: StreamReport;
  /** Deletes items by these codes in another way than through the API; what is still there afterwards was refused. */
  select: ((codes: readonly string[]) => Promise<void>) | undefined;
}

export class StreamDeletes {
  readonly #parts: StreamDeletesParts;
  /** Keys of all rows that are not marked. */
  readonly #seen = new Set<string>();
  #marked = new Set<string>();
  #markedRows = 0;
  #receivedAtActivation = 0;

  constructor(parts: StreamDeletesParts) {
    this.#parts = parts;
  }

  /** Marked rows that wait. */
  get waitingRows(): number {
    return this.#markedRows;
  }

  /** Answers whether the row is marked, and so goes into no file. Throws RECORD_INVALID for one without a key. */
  take(record: Readonly<Record<string, unknown>>): boolean {
    const key = this.#keyOf(record);
    if (!isMarked(record)) {
      // Deleted, and there again later in the stream.
      this.#marked.delete(key);
      this.#seen.add(key);
      return false;
    }
    if (key === "") throw keyless(this.#parts.keyProperty, this.#parts.entry.stream);
    this.#parts.ledger.received += 1;
    this.#markedRows += 1;
    this.#marked.add(key);
    this.#seen.delete(key);
    return true;
  }

  /** The stream says that all its rows have come. */
  activate(): void {
    this.#receivedAtActivation = this.#parts.ledger.received;
  }

  /** Rows came before the activation and none behind it: what was not among them is gone. An activation in front of the rows
   *  says nothing of the kind: a log-based tap sends one before the changes of the day. */
  get isSweepDue(): boolean {
    return this.#receivedAtActivation > 0 && this.#receivedAtActivation === this.#parts.ledger.received;
  }

  /** Throws DELETES_TOO_MANY; nothing is deleted then. */
  async settleMarked(): Promise<void> {
    if (this.#markedRows === 0) return;
    const { client, model, list, entry, ledger } = this.#parts;
    const plan = planDeletes(await client.listItems(model, list.id), this.#marked, entry);
    const { deleted, refused } = await this.#delete(plan);
    ledger.loaded += deleted;
    ledger.rejected += refused;
    ledger.ignored += this.#markedRows - deleted - refused;
    this.#marked = new Set();
    this.#markedRows = 0;
  }

  /** Throws DELETES_TOO_MANY, and ROWS_REJECTED for items that Anaplan does not let go. */
  async sweep(): Promise<void> {
    if (!this.isSweepDue) return;
    const { client, model, list, entry } = this.#parts;
    const { refused } = await this.#delete(planSweep(await client.listItems(model, list.id), this.#seen, entry));
    this.#receivedAtActivation = 0;
    if (refused > 0)
      throw new ConnectorError("ROWS_REJECTED", {
        what: `Anaplan refused to delete ${refused} items of the list "${list.name}".`,
        next: "Look at the warnings above; delete them in Anaplan, or repair what holds them.",
        context: this.#context,
      });
  }

  /** What `settleMarked` and `sweep` would do. Only reads. */
  async plan(): Promise<DeletePlan[]> {
    const { client, model, list, entry } = this.#parts;
    if (this.#markedRows === 0 && !this.isSweepDue) return [];
    const items = await client.listItems(model, list.id);
    return [
      ...(this.#markedRows > 0 ? [planDeletes(items, this.#marked, entry)] : []),
      ...(this.isSweepDue ? [planSweep(items, this.#seen, entry)] : []),
    ];
  }

  async #delete(plan: DeletePlan): Promise<{ deleted: number; refused: number }> {
    const { list, log, report } = this.#parts;
    if (plan.doomed.length === 0) return { deleted: 0, refused: 0 };
    if (isTooMany(plan)) throw tooMany(plan, list.name, this.#context);
    const refused = await (this.#parts.select === undefined ? this.#deleteDirectly(plan) : this.#deleteSelected(plan));
    const deleted = plan.doomed.length - refused;
    report.deleted = (report.deleted ?? 0) + deleted;
    log.info(`${deleted} of ${plan.total} items deleted from the list "${list.name}"`, {
      ...this.#context,
      items: doomedText(plan),
    });
    return { deleted, refused };
  }

  async #deleteSelected({ doomed }: DeletePlan): Promise<number> {
    const { client, model, list, log, select } = this.#parts;
    await select?.(doomed.map(({ key }) => key));
    const there = new Set((await client.listItems(model, list.id)).map(({ id }) => id));
    const left = doomed.filter(({ id }) => there.has(id));
    for (const { key } of left)
      log.warn(`The item "${key}" was not deleted: the action did not select it`, { ...this.#context });
    return left.length;
  }

  async #deleteDirectly(plan: DeletePlan): Promise<number> {
    const { client, model, list, log } = this.#parts;
    let refused = 0;
    for (let from = 0; from < plan.doomed.length; from += BATCH_ITEMS) {
      const batch = plan.doomed.slice(from, from + BATCH_ITEMS);
      const { failures } = await client.deleteItems(
        model,
        list.id,
        batch.map(({ id }) => ({ id })),
      );
      refused += failures.length;
      for (const { index, details, type } of failures)
        log.warn(`The item "${batch[index]?.key}" was not deleted: ${details || type}`, { ...this.#context });
    }
    return refused;
  }

  get #context(): ErrorContext {
    const { model, entry } = this.#parts;
    return { stream: entry.stream, workspace_id: model.workspaceId, model_id: model.modelId };
  }

  #keyOf(record: Readonly<Record<string, unknown>>): string {
    return cellText(record[this.#parts.keyProperty], ".").trim();
  }
}

function keyless(property: string, stream: string): ConnectorError {
  return new ConnectorError("RECORD_INVALID", {
    what: `A record is marked as deleted and has no "${property}", so its item cannot be told.`,
    next: "Name the property with the item's code in the entry: deletes.code.",
    context: { stream, column: property },
  });
}

/** `code` of the entry, else what fills the item's code, else the stream's only key. Throws MAPPING_INVALID. */
export function deleteKeyOf(entry: StreamEntry, keyProperties: readonly string[], mapped: string | undefined): string {
  const key = entry.deletes?.code ?? mapped ?? (keyProperties.length === 1 ? keyProperties[0] : undefined);
  if (key !== undefined) return key;
  throw new ConnectorError("MAPPING_INVALID", {
    what: `It is not said which property of stream "${entry.stream}" holds the code of the item to delete.`,
    why: `Its SCHEMA names ${keyProperties.length === 0 ? "no key" : "several keys"}.`,
    next: 'Add it to the entry: "deletes": {"code": "<property>"}.',
    context: { stream: entry.stream },
  });
}
