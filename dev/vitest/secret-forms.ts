/** A secret as it may lie in a text: plain, in URLs, as hexadecimal digits, in base64 at each of its three offsets. */
export function secretForms(value: string): string[] {
  const base64 = ([0, 1, 2] as const).flatMap((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value).toString("base64");
    // The digits at either end depend on the neighbours.
    const certain = encoded.slice(offset === 0 ? 0 : 4, -4);
    return [certain, certain.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const url = [encodeURIComponent(value), new URLSearchParams({ value }).toString().slice("value=".length)];
  return [
    ...new Set([
      value,
      JSON.stringify(value).slice(1, -1),
      ...url,
      Buffer.from(value).toString("hex"),
      ...base64,
    ]),
  ];
}

/** Which secrets a text gives away, by their first characters only: a failure must not print one. */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
  return secrets
    .filter((secret) => secretForms(secret).some((form) => text.includes(form)))
    .map((secret) => `${secret.slice(0, 6)}…`);
}
