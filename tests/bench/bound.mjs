// Programs that end with this process, however it ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { root } from "./programs.mjs";

/** Starts a program in a process group of its own; `stop` ends it with all it started. */
export function bound(program, args, options = {}) {
  const shell = spawn("sh", [`${root}xtask/src/bound.sh`, program, ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
    ...options,
  });
  const stop = async () => {
    const ended = shell.exitCode === null ? once(shell, "exit") : null;
    shell.stdin.destroy();
    await ended;
  };
  return { shell, stop };
}

/** Seconds of CPU and resident bytes of the program so far; nothing if the system has no `/proc`. */
export function usage(shell) {
  try {
    const program = readFileSync(`/proc/${shell.pid}/task/${shell.pid}/children`, "utf8").split(" ")[0];
    const fields = readFileSync(`/proc/${program}/stat`, "utf8").split(") ")[1].split(" ");
    const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${program}/status`, "utf8"))[1];
    // utime and stime are the 14th and 15th field, in ticks of which Linux counts a hundred a second.
    return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, resident: Number(resident) * 1024 };
  } catch {
    return {};
  }
}
