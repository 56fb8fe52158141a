/** The tags of XML as far as QuickBooks uses them; comments and CDATA are passed over whole. */
const PIECE =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([A-Za-z][\w.:-]*)((?:\s+[A-Za-z][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
const ATTRIBUTE = /([A-Za-z][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const MAX_CHARACTERS = 100_000;

/**
 * The code of the first `Fault/Error` within an `IntuitResponse`; undefined for anything else, and for XML that is cut
 * before it. A whole parser would bring entities and options for one attribute.
 */
export function xmlErrorCode(text: string): string | undefined {
  const xml = text.slice(0, MAX_CHARACTERS).trimStart();
  const open: string[] = [];
  PIECE.lastIndex = 0;
  for (let piece = PIECE.exec(xml); piece; piece = PIECE.exec(xml)) {
    const [, closing, name, attributes = "", selfClosing] = piece;
    if (name === undefined) continue;
    if (closing) {
      if (open.pop() !== name) return undefined;
      continue;
    }
    if (name === "Error" && open.at(-1) === "Fault") return attributeOf(attributes, "code");
    if (open.length === 0 && name !== "IntuitResponse") return undefined;
    if (!selfClosing) open.push(name);
  }
  return undefined;
}

function attributeOf(attributes: string, wanted: string): string | undefined {
  const [, , double, single] = [...attributes.matchAll(ATTRIBUTE)].find(([, name]) => name === wanted) ?? [];
  return double ?? single;
}
