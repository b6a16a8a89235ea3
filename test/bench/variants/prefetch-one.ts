/** Stands in for `protocol/anaplan/prefetch.ts`: the same with one request in flight. */
import { prefetch as prefetchMany } from "../../../protocol/anaplan/prefetch.ts";

export function prefetch(request: Parameters<typeof prefetchMany>[0]): ReturnType<typeof prefetchMany> {
  return prefetchMany({ ...request, inFlight: 1 });
}
