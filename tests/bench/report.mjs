// The results of a run: tables for people, figures for machines.

export class Report {
  #blocks = [];
  /** Of `bench.json`. */
  figures = {};

  /** Adds figures, kept beside those of the same name that are there. */
  record(figures) {
    merge(this.figures, figures);
  }

  /** A sentence between tables. */
  note(text) {
    this.#blocks.push(text);
  }

  /** `columns` are names of all columns but the first, which `title` heads; a row is its name and its cells. */
  table(title, columns, rows) {
    const lines = [[title, ...columns], ...rows.map((row) => row.map(shown))];
    const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
    const spelled = lines.map((line) =>
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))),
    );
    spelled.splice(
      1,
      0,
      widths.map((width, at) => (at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)),
    );
    this.#blocks.push(spelled.map((line) => `| ${line.join(" | ")} |`).join("\n"));
  }

  text() {
    return `\n${this.#blocks.join("\n\n")}\n`;
  }
}

/** Three digits that count, or a whole number; a dash for what there is not. */
function shown(cell) {
  if (cell === undefined || cell === null) return "-";
  if (typeof cell === "string") return cell;
  if (cell === 0 || Number.isInteger(cell)) return cell.toLocaleString("en");
  return Math.abs(cell) >= 100 ? Math.round(cell).toLocaleString("en") : cell.toPrecision(3);
}

function merge(into, figures) {
  for (const [key, value] of Object.entries(figures)) {
    if (typeof value === "number") {
      into[key] = value;
    } else {
      into[key] ??= {};
      merge(into[key], value);
    }
  }
}
