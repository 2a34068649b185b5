// Requests over a few kept connections of the loopback interface, as many as there are answers to.
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { usage } from "./bound.mjs";
import { ownProgram } from "./programs.mjs";

const CONNECTIONS = 4;
const hasWrk = spawnSync("wrk", ["--version"]).error === undefined;

/** The program that makes the load. */
export const generator = hasWrk ? "wrk" : "own load for want of wrk";

/** Requests answered, and seconds it took. */
export async function load(port, path, header, seconds) {
  return hasWrk ? wrk(port, path, header, seconds) : own(port, path, header, seconds);
}

/** Requests that a server answers in a second of load, and CPU us of each; not a number if the system does not tell. */
export async function loaded(server, path, header, span) {
  const before = usage(server.shell).cpu;
  const { requests, seconds } = await load(server.port, path, header, span);
  return { rps: requests / seconds, cpu: ((usage(server.shell).cpu - before) / requests) * 1e6 };
}

async function wrk(port, path, header, seconds) {
  const headers = header ? ["-H", header] : [];
  const args = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, ...headers, `http://127.0.0.1:${port}${path}`];
  const { stdout } = await promisify(execFile)("wrk", args);
  if (/Socket errors/.test(stdout)) throw new Error(`not all requests were answered: ${path}\n${stdout}`);
  const [, requests, span, unit] = /(\d+) requests in ([\d.]+)(ms|s|m)/.exec(stdout);
  return { requests: Number(requests), seconds: Number(span) * { ms: 0.001, s: 1, m: 60 }[unit] };
}

async function own(port, path, header, seconds) {
  const args = ["load", String(port), path, header ?? "", String(seconds), String(CONNECTIONS)];
  const { stdout } = await promisify(execFile)(ownProgram("bench-native"), args);
  return JSON.parse(stdout);
}
