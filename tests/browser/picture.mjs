// Takes the picture of the Explorer for the README: `cargo xtask picture`.

import { writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [file] = process.argv.slice(2);
const { SITE = "", CHROME_PATH = "" } = process.env;
const browser = await chromium.launch({ executablePath: CHROME_PATH, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
// A picture shows a usual time of a reply, not that of the first one after a start.
await page.goto(`${SITE}/explore?lib=bokeh`, { waitUntil: "networkidle" });
await page.goto(`${SITE}/explore?lib=matplotlib,plotly&plot=heatmap`, { waitUntil: "networkidle" });
// Until a preview is loaded, a drawing stands in for it, which then fades.
await page.waitForFunction(() => document.querySelectorAll(".card img.is-loaded").length >= 12);
await page.waitForFunction(() => document.getAnimations().length === 0);
// Playwright itself writes no WebP, which is a third of a PNG.
const chrome = await page.context().newCDPSession(page);
const { data } = await chrome.send("Page.captureScreenshot", { format: "webp", quality: 80 });
writeFileSync(file, Buffer.from(data, "base64"));
await browser.close();
