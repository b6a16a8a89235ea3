import type { ErrorContext } from "../../errors.ts";
import type { ListEndpoint } from "../endpoints.ts";

/** What differs between the kinds of actions, and only that. */
export interface ActionTraits {
  /** What people call one. */
  noun: string;
  /** Path segment, also the payload key of its list. */
  segment: string;
  /** First three digits of its ids. */
  idPrefix: string;
  /** Under which tracked id it shows up in errors and logs (contract.md section 6). */
  tracked: keyof ErrorContext;
  /** The result of its task: `steps` holds one nested result per step, `single` is all there is. */
  result: "single" | "steps";
  /** Whether its own id is also the id of a file that a successful task has written. */
  makesFile: boolean;
  list: ListEndpoint;
}
