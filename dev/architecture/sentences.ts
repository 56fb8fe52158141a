import { parseAst } from "vitest/node";
import { isTest, type SourceFile } from "./project";
import { childrenOf, type Node } from "./sql/syntax";

/** What `app/api` answers is read by programs. */
const ON_SCREEN = /^(?:app\/(?!api\/)|components\/).*\.tsx?$/;
const LEAST_WORDS = 3;
const WORD = /^[("“‘'[]*(?:\p{L}[\p{L}\p{N}'’-]*|\d[\d.,]*%?)[)"”’'\]]*[.,;:!?…]*$/u;
/** Attributes and options that hold no text. */
const NOT_TEXT = /^(?:class|.*Class|className|.*ClassName|style|d|viewBox|sizes|pattern|media|content)$/;
/** Their arguments are class names, or a message for the log alone. */
const NOT_TEXT_CALLS = /^(?:clsx|buttonClass|Error|TypeError|RangeError)$/;

interface Sentence {
  readonly line: number;
  readonly text: string;
}

/** Sentences outside of the file of a room's words, where they can be read and translated together. */
export function sentenceViolations(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => holdsSentences(path))
    .flatMap(({ path, text }) =>
      sentencesOf(path, text).map(
        (sentence) => `${path}:${sentence.line}: “${sentence.text}” belongs in the room's words.ts`,
      ),
    );
}

/** What docs/style.md forbids, wherever people read it. */
const HABITS = /\b(?:whoever|whomever|somebody|anew|mend(?:s|ed|ing)?|need not)\b/i;

export function habitViolations(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^(?:app|components|lib)\/.*\.tsx?$/.test(path) && !isTest(path))
    .flatMap(({ path, text }) =>
      (HABITS.test(text) ? sentencesOf(path, text) : []).flatMap((sentence) => {
        const habit = HABITS.exec(sentence.text)?.[0];
        return habit ? [`${path}:${sentence.line}: “${habit}” is not our style (docs/style.md)`] : [];
      }),
    );
}

const holdsSentences = (path: string) => ON_SCREEN.test(path) && !isTest(path) && !path.endsWith("/words.ts");

/** Three words or more, a value between them being one, in text between tags or in a string that becomes text. */
export function sentencesOf(path: string, text: string): Sentence[] {
  const found: Sentence[] = [];
  const add = (node: Node, parts: readonly string[]) => {
    const words = parts.join(" … ").trim().split(/\s+/);
    const literal = words.filter((word) => WORD.test(word)).length;
    const slots = parts.length - 1;
    if (literal < 2 || literal + slots < LEAST_WORDS || isClassList(words)) return;
    found.push({ line: text.slice(0, node.start).split("\n").length, text: words.join(" ") });
  };
  const visit = (node: Node): void => {
    if (isNotText(node)) return;
    if (node.type === "Literal" && typeof node.value === "string") add(node, [node.value]);
    if (node.type === "TemplateLiteral")
      add(
        node,
        node.quasis.map(({ value }: Node) => value.cooked),
      );
    if (node.type === "JSXElement" || node.type === "JSXFragment") add(node, textOf(node));
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }) as unknown as Node);
  return found;
}

/** What stands between an element's tags: its text, cut where a value or another element stands. */
function textOf({ children }: Node): string[] {
  const parts = [""];
  for (const child of children as Node[]) {
    const isSpace = child.type === "JSXExpressionContainer" && child.expression.value === " ";
    if (child.type === "JSXText") parts.push(`${parts.pop()}${child.value}`);
    else if (isSpace) parts.push(`${parts.pop()} `);
    else parts.push("");
  }
  return parts.map((part) => part.replaceAll("&nbsp;", " "));
}

function isNotText(node: Node): boolean {
  if (node.type.startsWith("TS") || node.type.startsWith("Import")) return !isTypedValue(node);
  if (node.type === "JSXAttribute") return NOT_TEXT.test(node.name.name);
  if (node.type === "CallExpression" || node.type === "NewExpression")
    return NOT_TEXT_CALLS.test(node.callee.name ?? "");
  return false;
}

/** `x as T` and `x satisfies T` hold a value beside the type. */
const isTypedValue = (node: Node) =>
  /^TS(?:As|Satisfies|NonNull|Instantiation|TypeAssertion)/.test(node.type);

const CLASS = /^[a-z0-9@!*&>[(-][\w@!*&>~=:.,#%/[\]()'-]*$/;

/** A list of style classes: all in small letters, one at least with a hyphen or colon inside. */
function isClassList(words: readonly string[]): boolean {
  return words.every((word) => CLASS.test(word)) && words.some((word) => /[a-z\]][-:]\[?[a-z0-9]/.test(word));
}
