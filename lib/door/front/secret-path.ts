/** Pages whose address holds a secret: whoever has it may use it. */
const SECRET_PATH = /^(\/(?:invite|reset-password|connect)\/)[^?#]+/;

export function hasSecret(url: string): boolean {
  return SECRET_PATH.test(url);
}

/** A path as it may be written down. */
export function writablePath(path: string): string {
  return path.replace(SECRET_PATH, "$1…");
}
