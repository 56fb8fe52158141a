import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { envFileProblem } from "./env-file.mjs";

const CANARY = "c4n4ry";

test.each([
  [`DATABASE_URL=postgresql://app:${CANARY}#1@localhost/app`, "DATABASE_URL", "%23"],
  [`export NEXTAUTH_SECRET=#${CANARY}`, "NEXTAUTH_SECRET", "quotation marks"],
  [`NEXTAUTH_SECRET = ${CANARY}# # a comment`, "NEXTAUTH_SECRET", "quotation marks"],
  [`SMTP_URL="smtps://${CANARY}`, "SMTP_URL", "never closes"],
  [`SMTP_URL='${CANARY}"\nA=1`, "SMTP_URL", "never closes"],
  [`METRICS_TOKEN="${CANARY}"${CANARY}"`, "METRICS_TOKEN", "goes on after"],
])("%j is refused by line and variable, without its value", (line, name, remedy) => {
  const problem = envFileProblem(`# a comment\r\n\r\nA=1\n${line}\n`);
  expect(problem).toMatch(new RegExp(`^line 4: ${name} `));
  expect(problem).toContain(remedy);
  expect(problem).not.toContain(CANARY);
});

test("a line that would become a part of the next one's name is refused unquoted", () => {
  expect(envFileProblem(`A=1\n${CANARY}\nB=1`)).toBe(
    "line 2 is neither NAME=VALUE nor a comment that begins with #.",
  );
});

test("a file without such a value is read as it stands", () => {
  const text = [
    "# DATABASE_URL=postgresql://x#y",
    "A=",
    "B=0 # none",
    "C= # none",
    'D="a#b" # quoted',
    "E='a#b'",
    "F=postgresql://app:%23@localhost/app",
    'G=it"s',
    "H=`a\"b'c`",
  ].join("\r\n");
  expect(envFileProblem(text)).toBeUndefined();
  expect(parseEnv(text)).toMatchObject({
    ...{ A: "", B: "0", C: "", D: "a#b", E: "a#b" },
    ...{ F: "postgresql://app:%23@localhost/app", G: 'it"s', H: "a\"b'c" },
  });
});

test("a file that is refused sets nothing, and one that is not there is fine", () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-env-file-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, ".env");
  const load = () => {
    const module = JSON.stringify(new URL("./env-file.mjs", import.meta.url).href);
    const code = `import { loadEnvFile } from ${module};
      try { loadEnvFile(${JSON.stringify(path)}); } catch (error) { console.log(error.message); }
      console.log(process.env.FIRST_OF_THE_FILE);`;
    return spawnSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" }).stdout;
  };
  expect(load()).toBe("undefined\n");
  writeFileSync(path, "FIRST_OF_THE_FILE=1\nSECOND=a#b\n");
  expect(load()).toMatch(/^.*\.env, line 2: SECOND holds a # .*\nundefined\n$/);
  writeFileSync(path, 'FIRST_OF_THE_FILE=1\nSECOND="a#b"\n');
  expect(load()).toBe("1\n");
});
