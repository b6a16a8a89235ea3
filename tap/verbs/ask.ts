/** Questions to a person at a terminal. Drawn on stderr: stdout stays free. */
import type { Readable, Writable } from "node:stream";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Io } from "../../protocol/program.ts";

export interface Choice<Value> {
  value: Value;
  label: string;
  hint?: string;
}

export interface Ask {
  title(text: string): void;
  /** Something to read, in a box. */
  show(title: string, text: string): void;
  say(text: string): void;
  warn(text: string): void;
  text(message: string, options?: { default?: string; mayBeEmpty?: boolean }): Promise<string>;
  /** Shown as dots. */
  secret(message: string, options?: { mayBeEmpty?: boolean }): Promise<string>;
  confirm(message: string, byDefault: boolean): Promise<boolean>;
  /** A list that typing narrows. */
  choose<Value extends string | number>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** The same with Tab to mark; at least one. */
  chooseMany<Value extends string | number>(message: string, choices: readonly Choice<Value>[]): Promise<Value[]>;
  /** Shows that something is going on. */
  busy<Result>(message: string, action: () => Promise<Result>): Promise<Result>;
  end(text: string): void;
}

type Cancelled = typeof import("@clack/prompts").CANCEL_SYMBOL;

const shownAtOnce = 10;

/** Throws ARGUMENT_INVALID where there is no terminal; every question throws INTERRUPTED when it is left with Ctrl-C. */
export async function openAsk({ stdin, screen, signal }: Pick<Io, "stdin" | "screen" | "signal">): Promise<Ask> {
  if (!screen.isTerminal || (stdin as { isTTY?: boolean }).isTTY !== true) throw noTerminal();
  const clack = await import("@clack/prompts");
  const where = { input: stdin as Readable, output: screen.stream as Writable, signal };
  const answer = async <Value>(asked: Promise<Value | Cancelled>): Promise<Value> => {
    const given = await asked;
    if (clack.isCancel(given)) throw left();
    return given as Value;
  };
  const required = (mayBeEmpty: boolean | undefined) => (given: string | undefined) =>
    mayBeEmpty || (given ?? "").trim() !== "" ? undefined : "Please type something.";
  const listOf = <Value>(message: string, choices: readonly Choice<Value>[]) => ({
    ...where,
    message,
    options: [...choices] as never[],
    maxItems: shownAtOnce,
    placeholder: "Type to search",
  });
  return {
    title: (text) => clack.intro(text, where),
    show: (title, text) => clack.note(text, title, { ...where, format: (line) => line }),
    say: (text) => clack.log.info(text, where),
    warn: (text) => clack.log.warn(text, where),
    text: async (message, { default: fallback, mayBeEmpty } = {}) => {
      const preset = fallback === undefined ? {} : { defaultValue: fallback, placeholder: fallback };
      const validate = required(mayBeEmpty ?? fallback !== undefined);
      return (await answer(clack.text({ ...where, message, validate, ...preset }))) ?? "";
    },
    secret: async (message, { mayBeEmpty } = {}) =>
      (await answer(clack.password({ ...where, message, validate: required(mayBeEmpty) }))) ?? "",
    confirm: (message, byDefault) => answer(clack.confirm({ ...where, message, initialValue: byDefault })),
    choose: (message, choices) => answer(clack.autocomplete(listOf(message, choices))),
    chooseMany: (message, choices) =>
      answer(clack.autocompleteMultiselect({ ...listOf(message, choices), required: true })),
    busy: async (message, action) => {
      const spinner = clack.spinner(where);
      spinner.start(message);
      try {
        const result = await action();
        spinner.stop(message);
        return result;
      } catch (error) {
        spinner.error(message);
        throw error;
      }
    },
    end: (text) => clack.outro(text, where),
  };
}

function left(): ConnectorError {
  return new ConnectorError("INTERRUPTED", {
    what: "You left the questions; no file was written.",
    next: "Start again: tap-anaplan init",
  });
}

function noTerminal(): ConnectorError {
  return new ConnectorError("ARGUMENT_INVALID", {
    what: "init asks questions, and there is no terminal to ask them on.",
    next: "Run it in a terminal, or write the config by hand: --about lists the settings.",
  });
}
