// Imported before anything else. The CLI takes every line of the engine for JSON, and libraries print what they like:
// their lines become log lines.
const out = process.stdout.write.bind(process.stdout);
const err = process.stderr.write.bind(process.stderr);

/** @param {object} message One message of the protocol. */
export const sendLine = (message) => out(`${JSON.stringify(message)}\n`);

/** @param {string} text What a person asked for, who then waits for no JSON. */
export const print = (text) => out(`${text}\n`);

let begun = false;
/** The CLI skips the first line of what is written here, and takes each other for JSON. */
export function logLine(level, target, fields) {
  err(`${begun ? "" : "\n"}${JSON.stringify({ level, target, fields })}\n`);
  begun = true;
}

const said = (text) => logLine("WARN", "node", { message: String(text).trimEnd() });

for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    said(chunk);
    const whenDone = typeof encoding === "function" ? encoding : done;
    whenDone?.();
    return true;
  };
}
// Node's own listener writes past the streams.
process.removeAllListeners("warning");
process.on("warning", (warning) => said(`${warning.name}: ${warning.message}`));
