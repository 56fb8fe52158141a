const FILE = /\/(?:export|csv)$/;

/** The page that a file is offered on; undefined for what is a page itself. */
export function pageOfFile(address: string): string | undefined {
  const [path = ""] = address.split("?");
  return FILE.test(path) ? path.replace(FILE, "") : undefined;
}
