// Reads Mermaid files with Mermaid's own parser: node parse.mjs FILE...
import { readFile } from "node:fs/promises";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");
for (const file of process.argv.slice(2)) {
  await mermaid.parse(await readFile(file, "utf8"));
}
