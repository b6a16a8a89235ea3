import { existsSync, lutimesSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemClock } from "../../../protocol/clock.ts";
import { withFileLock } from "../../../protocol/file-lock.ts";
import { freshFolder } from "../../support/bins.ts";

const ports = { clock: systemClock, patienceMs: 20_000 };
/** Above every pid a system gives out. */
const deadPid = 2 ** 30;

it("lets one in at a time, fails through, and leaves nothing behind", async () => {
  const folder = freshFolder();
  const path = join(folder, "a.lock");
  let inside = 0;
  let most = 0;
  const enter = (fails: boolean) =>
    withFileLock(path, ports, async () => {
      most = Math.max(most, ++inside);
      await systemClock.sleep(2);
      inside -= 1;
      if (fails) throw new Error("planned");
    }).catch((error: Error) => expect(error.message).toBe("planned"));
  await Promise.all(Array.from({ length: 12 }, (_, index) => enter(index % 3 === 0)));
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

it("takes over from a process that is gone, with many waiting for it", async () => {
  const folder = freshFolder();
  const path = join(folder, "a.lock");
  const mine = await withFileLock(path, ports, async () => readlinkSync(path));
  const machine = mine.split(" ")[0];
  symlinkSync(`${machine} ${deadPid} 12 nonce-of-the-dead`, path);
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, () =>
      withFileLock(path, ports, async () => {
        most = Math.max(most, ++inside);
        await systemClock.sleep(1);
        inside -= 1;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

it("takes over from a process whose number now belongs to another", async () => {
  const path = join(freshFolder(), "a.lock");
  const [machine, pid] = (await withFileLock(path, ports, async () => readlinkSync(path))).split(" ");
  symlinkSync(`${machine} ${pid} 1-tick-after-boot nonce`, path);
  await withFileLock(path, ports, async () => expect(readlinkSync(path)).not.toContain("nonce"));
});

it("waits for a living owner, then names it", async () => {
  const path = join(freshFolder(), "a.lock");
  await withFileLock(path, ports, async () => {
    const second = withFileLock(path, { ...ports, patienceMs: 30 }, async () => "in");
    await expect(second).rejects.toMatchObject({ code: "FILE_LOCKED", exitCode: 1 });
    await expect(second).rejects.toThrow(new RegExp(`Process ${process.pid} on ${hostname()}`));
  });
  expect(existsSync(path)).toBe(false);
});

it("gives up an owner on another machine only after ten minutes", async () => {
  const path = join(freshFolder(), "a.lock");
  symlinkSync("elsewhere/pid:[1] 7 12 nonce", path);
  await expect(withFileLock(path, { ...ports, patienceMs: 0 }, async () => "in")).rejects.toThrow(/FILE_LOCKED/);
  const old = Date.now() / 1000 - 11 * 60;
  lutimesSync(path, old, old);
  expect(await withFileLock(path, ports, async () => "in")).toBe("in");
});

it("says where no lock can be made", async () => {
  const error = withFileLock("/nowhere/at/all/a.lock", ports, async () => "in");
  await expect(error).rejects.toThrow(/FILE_LOCKED: No lock can be made at .*ENOENT/);
});
