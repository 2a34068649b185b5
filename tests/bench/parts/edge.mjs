// The deployed worker in plain workerd, under load and from a cold start, beside constant workers in JavaScript.
import { usage } from "../bound.mjs";
import { generator, load, loaded } from "../load.mjs";
import { percent, quantile } from "../timing.mjs";
import { getJson, opener } from "../worker.mjs";
import { constant, deployed, request, serve } from "../workerd.mjs";

const ROUNDS = 3;
const SECONDS = 2;
const STARTS = 15;
const MEGABYTE = 2 ** 20;

export async function measure(report) {
  const { counts } = getJson(opener()(), "/plots/filter?limit=1");
  const most = (facet) => encodeURIComponent(Object.keys(counts[facet])[0]);
  const page = `/plots/filter?lang=${most("lang")}&plot=${most("plot")}&limit=36`;
  const workloads = [
    ["stats", "/stats"],
    ["not_modified", "/stats", true],
    ["filter36", page],
    ["filter, unlimited", "/plots/filter"],
    ["library images", `/libraries/${most("lib")}/images`],
  ];
  await throughput(report, workloads);
  await coldStart(report, page);
}

async function throughput(report, workloads) {
  const rows = [];
  const edge = await serve(deployed);
  let resident;
  try {
    for (const [name, path, isHeld] of workloads) {
      const { status, headers, body } = await request(edge.port, path);
      if (status !== 200) throw new Error(`${path} is answered with ${status}`);
      const header = isHeld ? `if-none-match: ${headers.etag}` : undefined;
      const expected = isHeld ? 304 : 200;
      const again = await request(edge.port, path, isHeld ? { "if-none-match": headers.etag } : {});
      if (again.status !== expected) throw new Error(`${path} is answered with ${again.status}, not ${expected}`);
      const place = name.replaceAll(/\W/g, "_");
      const plain = await serve(constant(place, expected, body));
      const alike = await serve(constant(`${place}_alike`, expected, body, ofMessage(again.headers)));
      try {
        const [ours, theirs, same] = await inTurns([edge, plain, alike], path, header);
        const ratios = [ours.rps / theirs.rps, ours.rps / same.rps];
        const cpu = [ours, theirs, same].map((each) => each.cpu);
        rows.push([name, isHeld ? 0 : body.length, ours.rps, ...ratios, ...cpu, percent(ours.spread)]);
        const [ratio, ratio_alike] = ratios;
        if (!/\W/.test(name)) report.record({ edge: { [name]: { rps: ours.rps, ratio, ratio_alike } } });
      } finally {
        await plain.stop();
        await alike.stop();
      }
    }
    ({ resident } = usage(edge.shell));
  } finally {
    await edge.stop();
  }
  const columns = [
    "bytes",
    "requests/s",
    "x constant JS",
    "x with our headers",
    "CPU us",
    "constant JS",
    "with our headers",
    "noise",
  ];
  report.table(`workerd, 4 connections, ${generator}`, columns, rows);
  if (resident !== undefined) report.note(`workerd holds ${Math.round(resident / MEGABYTE)} MB at the end.`);
}

/** The fields that the worker itself sends. */
function ofMessage(headers) {
  const added = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !added.includes(name)));
}

/** The same load on each server in turn, so that what disturbs the machine disturbs both. */
async function inTurns(servers, path, header) {
  const rounds = servers.map(() => []);
  for (const server of servers) await load(server.port, path, header, 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, server] of servers.entries()) rounds[at].push(await loaded(server, path, header, SECONDS));
  }
  return rounds.map((list) => {
    const rates = list.map(({ rps }) => rps);
    const rps = quantile(rates, 0.5);
    const cpu = quantile(
      list.map((each) => each.cpu),
      0.5,
    );
    return { rps, cpu: Number.isNaN(cpu) ? null : cpu, spread: (Math.max(...rates) - Math.min(...rates)) / rps };
  });
}

/** From the start of workerd to the end of the first reply. */
async function coldStart(report, page) {
  const candidates = [
    ["first filter, limit=36", deployed, page],
    ["JavaScript hello world", constant("hello", 200, "Hello World!"), "/"],
  ];
  const times = candidates.map(() => []);
  for (let start = 0; start < STARTS; start += 1) {
    for (const [at, [, config, path]] of candidates.entries()) {
      const begun = performance.now();
      const server = await serve(config);
      await request(server.port, path);
      times[at].push(performance.now() - begun);
      await server.stop();
    }
  }
  const rows = candidates.map(([name], at) => [name, quantile(times[at], 0.5), quantile(times[at], 1)]);
  report.table(`cold start of workerd, ${STARTS} times, ms`, ["p50", "worst"], rows);
}
