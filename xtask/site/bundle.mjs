// Bundles files that pages name. The names of what comes out end in a digest of the content.

import { basename } from "node:path";
import { build } from "esbuild";

/**
 * A bundle: its name in the folder, and the names of the bundles that it needs before it can run.
 *
 * @typedef {{ name: string, needs: string[] }} Bundle
 */

/**
 * Bundles each of `files` in the folder `sources`, with all it imports, into `folder`. What several share, and what is
 * imported on demand, becomes a bundle of its own. Returns the bundle of each file.
 *
 * @param {string} sources
 * @param {string[]} files
 * @param {string} folder
 * @returns {Promise<Map<string, Bundle>>}
 */
export async function bundle(sources, files, folder) {
  const { metafile } = await build({
    absWorkingDir: sources,
    entryPoints: files,
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    // Licences ask to stay with what they cover.
    legalComments: "eof",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "copy", ".wasm": "copy" },
    metafile: true,
    logLevel: "warning",
  });
  const outputs = Object.entries(metafile.outputs);
  /** @type {(path: string) => string[]} */
  const needed = (path) => {
    const imports = metafile.outputs[path].imports.filter(({ kind }) => kind === "import-statement");
    return imports.flatMap((each) => [basename(each.path), ...needed(each.path)]);
  };
  return new Map(
    files.map((file) => {
      // A file that is copied is no entry point to the bundler.
      const own = outputs.find(([, { entryPoint, inputs }]) => (entryPoint ?? Object.keys(inputs)[0]) === file);
      if (!own) throw new Error(`the bundler made nothing of ${file}`);
      return [file, { name: basename(own[0]), needs: [...new Set(needed(own[0]))] }];
    }),
  );
}
