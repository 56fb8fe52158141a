import { UsageError } from "./command";

/** ISO 8601; a bare day begins at midnight UTC. @throws {UsageError} */
export function timeOf(option: string, value: string): Date {
  const time = new Date(value);
  if (/^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(time.getTime())) return time;
  throw new UsageError(`${option} must be a day or time such as 2026-03-03 or 2026-03-03T09:14Z.`);
}

export const count = (value: number) => value.toLocaleString("en");
