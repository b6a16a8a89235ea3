import { expect, it } from "vitest";
import {
  ConnectorError,
  ERROR_CODES,
  EXIT_CODE,
  isConnectorError,
  toConnectorError,
} from "../../../protocol/errors.ts";

it("says what, where, why and what next in one line", () => {
  const error = new ConnectorError("IMPORT_FAILED", {
    what: "The import did not finish.",
    why: "The file has gone.",
    next: "Upload again.",
    context: { import_id: "112000000001", task_id: "T" },
  });
  expect(error.message).toBe(
    "IMPORT_FAILED: The import did not finish. [import_id=112000000001 task_id=T] Cause: The file has gone. Next: Upload again.",
  );
  expect(error.exitCode).toBe(2);
});

it("adds where without overwriting what is known", () => {
  const cause = new Error("inner");
  const error = new ConnectorError("CSV_INVALID", { what: "x", context: { row: 3 }, cause }).at({
    row: 9,
    stream: "s",
  });
  expect(error.context).toEqual({ row: 3, stream: "s" });
  expect(error.cause).toBe(cause);
  expect(isConnectorError(error, "CSV_INVALID")).toBe(true);
  expect(isConnectorError(error, "CSV_ROW_LENGTH")).toBe(false);
});

it("turns anything thrown into an error with a code", () => {
  expect(toConnectorError(new TypeError("x is not a function"))).toMatchObject({ code: "UNEXPECTED", exitCode: 1 });
  expect(toConnectorError("text").message).toContain("text");
});

it("gives every class of codes an exit code that is not success", () => {
  for (const kind of Object.values(ERROR_CODES)) expect(EXIT_CODE[kind]).toBeGreaterThan(0);
});
