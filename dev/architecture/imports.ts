/** One import of a source file: static, re-exporting, dynamic or `require`. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased by the compiler, so nothing is loaded at run time. */
  readonly typeOnly: boolean;
}

/** Source text whose comments are gone and whose string literals are replaced by their number, quoted. */
export interface Masked {
  readonly code: string;
  readonly strings: readonly string[];
}

const PLAIN = /[^"'`/{}]+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;
const TEMPLATE_PART = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const REGEX_MAY_FOLLOW = /(?:^|[(,=:[!&|?{};+\-*%~>]|\b(?:return|typeof|case|in|of|throw|await|yield))\s*$/;

/**
 * Replaces what is not code, so that plain patterns can be searched for. TypeScript 7 offers no parser to
 * JavaScript; telling strings, templates, comments and regular expressions apart is all that is needed here.
 */
export function maskSource(source: string): Masked {
  const strings: string[] = [];
  const templatesOpenAt: number[] = [];
  let code = "";
  let depth = 0;
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    at += text?.length ?? 0;
    return text;
  };
  const takeTemplatePart = () => {
    const part = take(TEMPLATE_PART) ?? "";
    code += newlinesOf(part);
    if (part.endsWith("${")) {
      templatesOpenAt.push(depth);
      code += "{";
      depth += 1;
    }
  };

  while (at < source.length) {
    const plain = take(PLAIN);
    const comment = plain === undefined ? take(COMMENT) : undefined;
    const literal = plain === undefined && comment === undefined ? take(STRING) : undefined;
    if (plain !== undefined) code += plain;
    else if (comment !== undefined) code += newlinesOf(comment) || " ";
    else if (literal !== undefined) code += `"${strings.push(literal.slice(1, -1)) - 1}"`;
    else if (source[at] === "/" && REGEX_MAY_FOLLOW.test(code.slice(-40)) && take(REGEX) !== undefined)
      code += "0";
    else {
      const character = source[at++];
      if (character === "{") depth += 1;
      if (character === "}") depth -= 1;
      code += character === "`" ? " " : character;
      const templateGoesOn = character === "}" && templatesOpenAt.at(-1) === depth;
      if (templateGoesOn) templatesOpenAt.pop();
      if (character === "`" || templateGoesOn) takeTemplatePart();
    }
  }
  return { code, strings };
}

const STATIC = /(?:^|[;}\n])\s*(?:import|export)\s+(?:([^;"()]*?)\bfrom\s*)?"(\d+)"/g;
const DYNAMIC = /\b(?:import|require)\s*\(\s*"(\d+)"/g;

/** Every import of a file, in the order of its lines. */
export function importsOf(source: string): Import[] {
  const { code, strings } = maskSource(source);
  const found = (match: RegExpExecArray, index: string | undefined, clause: string): Import => ({
    specifier: strings[Number(index)] ?? "",
    line: code.slice(0, match.index + match[0].length).split("\n").length,
    typeOnly: isTypeClause(clause),
  });
  return [
    ...[...code.matchAll(STATIC)].map((match) => found(match, match[2], match[1] ?? "")),
    ...[...code.matchAll(DYNAMIC)].map((match) => found(match, match[1], "")),
  ].sort((a, b) => a.line - b.line);
}

/** `type X`, `type { X }` or `{ type X, type Y }`. */
function isTypeClause(clause: string): boolean {
  if (/^type\s+(?!,)\S/.test(clause)) return true;
  const names = /^\{([^}]*)\}\s*$/.exec(clause)?.[1]?.split(",");
  const written = names?.map((name) => name.trim()).filter(Boolean) ?? [];
  return written.length > 0 && written.every((name) => /^type\s/.test(name));
}

function newlinesOf(text: string): string {
  return text.replaceAll(/[^\n]/g, "");
}
