import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileCircles, roomCircles } from "./architecture/circles";
import { contractViolations, idleContracts } from "./architecture/contracts";
import { readDoors } from "./architecture/doors";
import {
  environmentViolations,
  flatViolations,
  mockViolations,
  nameViolations,
  routeViolations,
  sizeViolations,
  topLevelViolations,
} from "./architecture/house-rules";
import { completenessViolations, versionViolations } from "./architecture/lockfile";
import { isTest, projectRoot, readSources, topLevelNames } from "./architecture/project";
import { roomViolations } from "./architecture/rooms";
import { habitViolations, sentenceViolations } from "./architecture/sentences";
import { serverActionViolations } from "./architecture/server-actions";
import {
  columnsOf,
  handTypedViolations,
  looseRowViolations,
  starViolations,
} from "./architecture/sql/row-rules";
import { statementsOf } from "./architecture/sql/statements";
import { ownerlessTables, tableViolations } from "./architecture/tables";
import { timeViolations } from "./architecture/times";

const sources = readSources();

test("every room imports only what the table of rooms allows", () => {
  expect(sources.length).toBeGreaterThan(0);
  expect(roomViolations(sources)).toEqual([]);
});

test("no room is imported past its contract", () => {
  expect(contractViolations(sources)).toEqual([]);
  expect(idleContracts(sources)).toEqual([]);
});

test("no files and no rooms import one another in a circle", () => {
  expect([...fileCircles(sources), ...roomCircles(sources)]).toEqual([]);
});

test("the root holds the project's folders and files, and nothing else", () => {
  expect(topLevelViolations(topLevelNames())).toEqual([]);
});

test("files stay short, are named after what they hold, and no folder of lib holds too many", () => {
  expect([...flatViolations(sources), ...sizeViolations(sources), ...nameViolations(sources)]).toEqual([]);
});

test("every page, route and action says whom it is for", () => {
  expect(readDoors(sources).violations).toEqual([]);
});

test("routes are thin and server actions go through the one door", () => {
  expect([...routeViolations(sources), ...serverActionViolations(sources)]).toEqual([]);
});

test("screens show times in the zone that their reader chose", () => {
  expect(timeViolations(sources)).toEqual([]);
});

test("process.env is read by lib/env alone and no module of ours is mocked", () => {
  expect([...environmentViolations(sources), ...mockViolations(sources)]).toEqual([]);
});

test("sentences on screen stand in their room's words.ts, without the habits that the style page forbids", {
  timeout: 60_000,
}, () => {
  expect([...sentenceViolations(sources), ...habitViolations(sources)]).toEqual([]);
});

test("statements name their columns, and what they give is typed by the schema", { timeout: 180_000 }, () => {
  const stores = sources.filter(({ path }) => path.startsWith("lib/") && !isTest(path));
  const columns = columnsOf(readFileSync(join(projectRoot, "prisma/schema.prisma"), "utf8"));
  const statements = statementsOf(stores);
  expect([
    ...starViolations(statements),
    ...looseRowViolations(stores),
    ...handTypedViolations(stores, statements, columns),
  ]).toEqual([]);
});

test("every table has an owning room, and no other room's statements name it", () => {
  const schema = readFileSync(join(projectRoot, "prisma/schema.prisma"), "utf8");
  expect([...ownerlessTables(columnsOf(schema).keys()), ...tableViolations(sources)]).toEqual([]);
});

test("the lock holds every platform's packages, none older than its security fixes", () => {
  const lock = readFileSync(join(projectRoot, "package-lock.json"), "utf8");
  expect([...versionViolations(lock), ...completenessViolations(lock)]).toEqual([]);
});
