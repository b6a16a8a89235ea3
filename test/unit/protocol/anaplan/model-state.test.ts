import { describe, expect, it } from "vitest";
import { holdOf, isClosed } from "../../../../protocol/anaplan/model-state.ts";

describe("what holds a model", () => {
  it.each([
    [{ activeState: "UNLOCKED", currentStep: "Open", progress: -1 }, undefined],
    [{ activeState: "ACTIVE" }, undefined],
    [{ activeState: "PRODUCTION", currentStep: "Closed" }, undefined],
    [{ activeState: "SOMETHING_NEW", currentStep: "Dreaming" }, undefined],
    [{}, undefined],
    [{ activeState: "archived" }, "archived"],
    [{ activeState: "LOCKED", currentStep: "Open" }, "locked"],
    [{ activeState: "MAINTENANCE" }, "offline"],
    [{ activeState: "PRODUCTION_MAINTENANCE" }, "offline"],
    [{ currentStep: "Opening" }, "being loaded (Opening)"],
    [{ currentStep: "Closing" }, "being loaded (Closing)"],
    [{ currentStep: "Processing import", progress: 0.456 }, "busy (Processing import 46 %)"],
    [{ currentStep: "Processing ...", progress: -1 }, "busy (Processing ...)"],
    [{ isAtWork: true, currentStep: "Open" }, "busy"],
    [{ isAtWork: true, currentStep: "Processing ...", progress: 0.5 }, "busy (Processing ... 50 %)"],
    [{ isAtWork: true, activeState: "LOCKED" }, "locked"],
    [{ isAtWork: false, activeState: "UNLOCKED" }, undefined],
  ])("%o", (look, words) => {
    expect(holdOf(look)?.words).toBe(words);
  });

  it("a closed model is no hold: its first call opens it", () => {
    expect([isClosed({ currentStep: "Closed" }), isClosed({ currentStep: "Closing" }), isClosed({})]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
