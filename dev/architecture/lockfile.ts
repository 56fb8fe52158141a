/** Releases below these have published security faults that touch this product. */
const FLOORS: Readonly<Record<string, string>> = { next: "16.3.3", "next-auth": "4.24.15" };

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** @param lockText package-lock.json as text. */
export function versionViolations(lockText: string): string[] {
  const packages = lockedPackages(lockText);
  return Object.entries(FLOORS).flatMap(([name, floor]) => {
    const installed = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    if (installed.length === 0) return [`package-lock.json: ${name} is missing (≥ ${floor})`];
    return installed
      .filter(([, { version }]) => !version || isBelow(version, floor))
      .map(
        ([path, { version }]) =>
          `package-lock.json: ${path} is ${version ?? "without a version"} (≥ ${floor})`,
      );
  });
}

/**
 * When a release lacks some platforms' packages, `npm install` leaves them out of the lock without a word
 * and every `npm ci` fails from then on. Installed machines don't notice, fresh clones do.
 */
export function completenessViolations(lockText: string): string[] {
  const packages = lockedPackages(lockText);
  const names = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  return Object.entries(packages).flatMap(([path, { version, optionalDependencies = {} }]) => {
    const missing = Object.keys(optionalDependencies).filter((name) => !names.has(name));
    if (missing.length === 0) return [];
    return [
      `package-lock.json: ${path} ${version} lacks ${missing.join(", ")}; take an older, complete release`,
    ];
  });
}

function lockedPackages(lockText: string): Record<string, LockedPackage> {
  return JSON.parse(lockText).packages;
}

function isBelow(version: string, floor: string): boolean {
  const numbers = (text: string) => text.split(/[.+-]/, 3).map(Number);
  const [have, need] = [numbers(version), numbers(floor)];
  const at = need.findIndex((part, index) => part !== have[index]);
  if (at >= 0) return !((have[at] ?? 0) > (need[at] ?? 0));
  return version.includes("-");
}
