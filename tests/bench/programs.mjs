// The programs in Rust, compiled when a part first needs them, and what they leave behind.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const cargo = process.env.CARGO ?? "cargo";

/** A folder of this name under `build/bench`. */
export function folder(name = "") {
  const path = `${root}build/bench/${name}`;
  mkdirSync(path, { recursive: true });
  return path;
}

/** The optimised program of a package of the benchmark's workspace. */
export function ownProgram(name) {
  return executable(["--manifest-path", `${root}tests/bench/Cargo.toml`, "--package", name]);
}

/** `catalog-builder` as operators run it. */
export function builder() {
  return executable(["--package", "catalog-builder"]);
}

/** Arguments of `catalog-builder` for a synthetic catalogue of so many images, without documents. */
export function synthesis(images, file) {
  return ["synth", "--no-documents", "--quiet", "--images", String(images), "--seed", "1", "--out", file];
}

/** Runs a program and reads the JSON it prints. */
export function json(program, args) {
  return JSON.parse(
    execFileSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 30, stdio: ["ignore", "pipe", "inherit"] }),
  );
}

function executable(selection) {
  const args = ["build", "--release", "--quiet", "--message-format", "json-render-diagnostics", ...selection];
  const messages = execFileSync(cargo, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const built = messages
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter((message) => message.executable);
  return built.at(-1).executable;
}
