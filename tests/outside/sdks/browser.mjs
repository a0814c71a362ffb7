// Opens and leaves pages in headless Chromium, as the lines on stdin say: {"open": url} gives the
// page the next number, {"leave": number} goes away from it and answers with what it complained of,
// {"close": number} forgets its profile.
import { createInterface } from "node:readline";
import { env, stdin, stdout } from "node:process";
import { chromium } from "playwright-core";

// A busy machine may take long to show a page.
const SECONDS = 90;

const browser = await chromium.launch({
  executablePath: env.CHROMIUM,
  args: ["--no-sandbox", "--disable-background-networking"],
});
// A browser that calls itself headless is counted as a robot.
const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
  `Chrome/${browser.version()} Safari/537.36`;
const pages = [];

async function open(url) {
  const context = await browser.newContext({ userAgent });
  context.setDefaultTimeout(SECONDS * 1000);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (said) => said.type() === "error" && complaints.push(said.text()));
  page.on("requestfailed", (r) => complaints.push(`${r.method()} ${r.url()}: ${r.failure()?.errorText}`));
  await page.goto(url);
  return { page, complaints };
}

async function leave(number) {
  const { page, complaints } = await pages[number];
  await page.waitForFunction(() => window.working !== false);
  await page.goto("about:blank");
  stdout.write(`${JSON.stringify({ left: number, complaints })}\n`);
}

async function close(number) {
  await (await pages[number]).page.context().close();
}

for await (const line of createInterface({ input: stdin })) {
  const told = JSON.parse(line);
  if (told.open) pages.push(open(told.open));
  else if ("leave" in told) leave(told.leave);
  else close(told.close);
}
await browser.close();
