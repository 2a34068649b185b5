// A throw-away PostgreSQL cluster on a private socket.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { bound } from "./bound.mjs";

/** The folder of PostgreSQL's server, which `cargo xtask bench` looks for; none where there is no server. */
const bin = process.env.POSTGRES_BIN;
const SECONDS = 30;

/**
 * Calls `use` with a function that runs a script through psql and returns what it prints, and with the environment in
 * which PostgreSQL's programs find the cluster; returns nothing without a server.
 */
export async function withCluster(use) {
  if (!bin) return undefined;
  const folder = mkdtempSync(`${tmpdir()}/bench-postgres-`);
  // Root may not run a server.
  const isRoot = process.getuid() === 0;
  const owner = isRoot ? ["runuser", "-u", "postgres", "--"] : ["env"];
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  const data = `${folder}/data`;
  let server;
  try {
    const settings = [
      "fsync=off",
      "listen_addresses=",
      "jit=off",
      "shared_buffers=128MB",
      "port=5432",
      "log_min_messages=fatal",
    ];
    execFileSync(
      owner[0],
      [
        ...owner.slice(1),
        `${bin}/initdb`,
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        "-D",
        data,
      ],
      { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
    );
    const args = [`${bin}/postgres`, "-D", data, "-k", folder, ...settings.flatMap((setting) => ["-c", setting])];
    // runuser says that it was ended, which it always is.
    server = bound(owner[0], [...owner.slice(1), ...args], { cwd: folder, stdio: ["pipe", "ignore", "ignore"] });
    const address = { PGHOST: folder, PGPORT: "5432", PGUSER: "postgres", PGDATABASE: "postgres" };
    const env = { ...process.env, ...address, PATH: `${bin}:${process.env.PATH}` };
    const psql = (script) =>
      execFileSync("psql", ["-qAtX", "-v", "ON_ERROR_STOP=1"], {
        env,
        input: script,
        encoding: "utf8",
        maxBuffer: 2 ** 30,
        stdio: ["pipe", "pipe", "pipe"],
      });
    await ready(psql);
    return await use(psql, env);
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ready(psql) {
  const end = performance.now() + SECONDS * 1000;
  for (;;) {
    try {
      return psql("SELECT 1");
    } catch (fault) {
      if (performance.now() > end) throw fault;
      await setTimeout(100);
    }
  }
}
