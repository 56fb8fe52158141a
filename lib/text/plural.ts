/** "1 row", "2,000 rows"; `many` where an s does not make it: "3 companies". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
