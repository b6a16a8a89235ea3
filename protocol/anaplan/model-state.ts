/** What keeps a model from answering, as its own state tells (anaplan-api.md 4.2, 7.1). Pure. */

/** What is known at one moment; nothing where the server does not tell. */
export interface ModelLook {
  /** `UNLOCKED`, `LOCKED`, `ARCHIVED`, … */
  activeState?: string | undefined;
  /** Something works in it. */
  isAtWork?: boolean | undefined;
  /** `Open`, `Closed`, `Processing …`, … */
  currentStep?: string | undefined;
  /** Of that step, 0 to 1; -1 when idle. */
  progress?: number | undefined;
}

export interface Hold {
  code: "MODEL_ARCHIVED" | "MODEL_OFFLINE" | "MODEL_LOCKED" | "MODEL_BUSY";
  /** Completes "The model is …". */
  words: string;
}

const STATES: Readonly<Record<string, Hold>> = {
  ARCHIVED: { code: "MODEL_ARCHIVED", words: "archived" },
  MAINTENANCE: { code: "MODEL_OFFLINE", words: "offline" },
  PRODUCTION_MAINTENANCE: { code: "MODEL_OFFLINE", words: "offline" },
  LOCKED: { code: "MODEL_LOCKED", words: "locked" },
};

/** Undefined for a model that should answer. The names of steps are free text: an unknown one holds nobody up. */
export function holdOf({ activeState = "", isAtWork, currentStep = "", progress = -1 }: ModelLook): Hold | undefined {
  const held = STATES[activeState.toUpperCase()];
  if (held !== undefined) return held;
  if (/^(opening|loading|closing)/i.test(currentStep))
    return { code: "MODEL_BUSY", words: `being loaded (${currentStep})` };
  if (!/^processing/i.test(currentStep)) return isAtWork === true ? { code: "MODEL_BUSY", words: "busy" } : undefined;
  const share = progress > 0 && progress <= 1 ? ` ${Math.round(progress * 100)} %` : "";
  return { code: "MODEL_BUSY", words: `busy (${currentStep}${share})` };
}

export function isClosed({ currentStep = "" }: ModelLook): boolean {
  return /^closed$/i.test(currentStep);
}

/** The status that calls are refused with meanwhile. */
export const STATUS_OF_HOLD = { MODEL_BUSY: 409, MODEL_ARCHIVED: 422, MODEL_LOCKED: 423, MODEL_OFFLINE: 424 } as const;
