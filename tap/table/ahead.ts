/** A large-volume read that begins before its stream's turn: the server makes its pages, the first one waits here. */
import type { SelectedStream } from "../stream.ts";
import type { Begun, SyncRun } from "../streams/kind.ts";
import type { PagePiece } from "./pages.ts";
import { isUnchanged, readTable, type TableSource } from "./read.ts";

/** `quietRun` ends it by its signal. */
export function beginTable<Source extends TableSource>(
  selected: SelectedStream<Source>,
  quietRun: SyncRun,
  open: (selected: SelectedStream<Source>, run: SyncRun) => AsyncIterable<PagePiece>,
): Begun | undefined {
  if (isUnchanged(selected, quietRun)) return undefined;
  const pieces = open(selected, quietRun)[Symbol.asyncIterator]();
  const first = pieces.next();
  // A failure is the stream's, and told when its turn comes.
  const settled = first.catch(() => undefined);
  const end = async () => {
    await settled;
    await pieces.return?.();
  };
  return {
    sync: async (run) => {
      try {
        await readTable(selected, run, () => ({ kind: "pages", pieces: continued(first, pieces) }));
      } finally {
        await end();
      }
    },
    abandon: end,
  };
}

async function* continued<Item>(first: Promise<IteratorResult<Item>>, rest: AsyncIterator<Item>): AsyncGenerator<Item> {
  for (let next = await first; !next.done; next = await rest.next()) yield next.value;
}
