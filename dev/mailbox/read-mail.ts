/** A mail as a reader shows it. */
export interface CaughtMail {
  /** Headers by lower-case name, encoded words decoded. */
  headers: Record<string, string>;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  receivedAtMs: number;
}

/** Reads what nodemailer writes: one part, or alternatives one beside the other. */
export function readMail(raw: string): Pick<CaughtMail, "headers" | "subject" | "text" | "html"> {
  const { headers, body } = split(raw);
  const parts = partsOf(headers, body);
  const partOf = (type: string) => parts.find((part) => part.type.startsWith(type))?.content ?? "";
  return { headers, subject: headers.subject ?? "", text: partOf("text/plain"), html: partOf("text/html") };
}

function split(raw: string): { headers: Record<string, string>; body: string } {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), decodedWords(line.slice(colon + 1).trim())];
    }),
  );
  return { headers, body: raw.slice(end + 4) };
}

function partsOf(headers: Record<string, string>, body: string): { type: string; content: string }[] {
  const type = headers["content-type"] ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (!boundary) return [{ type, content: decoded(body, headers["content-transfer-encoding"] ?? "") }];
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((part) => {
      const inner = split(part.replace(/^\r\n/, ""));
      return partsOf(inner.headers, inner.body.replace(/\r\n$/, ""));
    });
}

function decoded(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64").toString();
  return /quoted-printable/i.test(encoding) ? unquoted(body.replace(/=\r\n/g, "")) : body;
}

/** @see RFC 2045 §6.7 */
function unquoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}

/** @see RFC 2047 */
function decodedWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString()
        : unquoted(text.replaceAll("_", " ")),
    );
}
