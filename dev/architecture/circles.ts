import { importsOf } from "./imports";
import { isTest, resolveImport, type SourceFile } from "./project";
import { roomOf } from "./rooms";

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Circles between files; imports of types count, because they too tie two files into one. */
export function fileCircles(files: readonly SourceFile[]): string[] {
  return circlesIn(fileGraph(files)).map(
    (path) => `${path[0]}: imports itself in a circle: ${path.join(" → ")}`,
  );
}

/** Circles between rooms, even where no two files form one. */
export function roomCircles(files: readonly SourceFile[]): string[] {
  const rooms = new Map<string, Set<string>>();
  for (const [from, targets] of fileGraph(files.filter((file) => !isTest(file.path)))) {
    for (const target of targets) {
      const [fromRoom, toRoom] = [houseName(from), houseName(target)];
      if (fromRoom !== toRoom) rooms.set(fromRoom, (rooms.get(fromRoom) ?? new Set()).add(toRoom));
    }
  }
  return circlesIn(rooms).map(
    (path) => `${path[0]}: rooms import one another in a circle: ${path.join(" → ")}`,
  );
}

function houseName(path: string): string {
  // A contract and what stands behind it are one room when circles are looked for.
  return (roomOf(path)?.name ?? path).replace(" contract", "");
}

function fileGraph(files: readonly SourceFile[]): Graph {
  const known = new Set(files.map((file) => file.path));
  return new Map(
    files.map((file) => {
      const targets = importsOf(file.text).map(({ specifier }) => resolveImport(file.path, specifier, known));
      return [
        file.path,
        new Set(targets.filter((target) => target !== undefined && known.has(target)) as string[]),
      ];
    }),
  );
}

/** One example path for every circle a depth-first walk meets, each ending where it begins. */
function circlesIn(graph: Graph): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]) => {
    const start = path.indexOf(node);
    if (start >= 0) circles.push([...path.slice(start), node]);
    if (start >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return circles;
}
