import { SIGNED_OUT } from "../words";
import { type ExportFormat, ExportMeter } from "./export-meter";

export interface ExportProgress {
  rows: number;
  /** The time of the last row, ISO 8601; the newest rows come first. */
  backTo: string | undefined;
}

/** The server's own words on why there is no file. */
export class ExportRefused extends Error {}

const PREFIX = "countersign-export-";
/** A browser goes on copying a file after it was told to save it. */
const KEPT_MS = 60_000;
const PROGRESS_EVERY_MS = 200;

/** Whether this browser can lay a file by on its disk. Where it can't, its own download needs less memory. */
export function canSaveExport(): boolean {
  return "FileSystemFileHandle" in window && "createWritable" in FileSystemFileHandle.prototype;
}

/**
 * Downloads an export by way of the browser's private folder on its disk, and has it saved like any download once it
 * is whole. Memory stays flat however long it is; a slow disk holds back the server.
 *
 * @throws {ExportRefused} The server gives none.
 * @throws {Error} It broke off, there is no room, or the signal's reason. Nothing is saved.
 */
export async function saveExport(
  { href, format }: { href: string; format: ExportFormat },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: ExportProgress) => void },
): Promise<{ fileName: string; rows: number; truncated: boolean }> {
  const folder = await navigator.storage.getDirectory();
  await removeLeftovers(folder);
  const name = `${PREFIX}${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const handle = await folder.getFileHandle(name, { create: true });
  const remove = () => folder.removeEntry(name).catch(() => undefined);
  try {
    const response = await fetch(href, { signal, cache: "no-store" });
    const fileName = fileNameOf(response);
    if (!fileName || !response.body) throw new ExportRefused(await refusalOf(response, href));
    const meter = new ExportMeter(format);
    const file = await handle.createWritable();
    await response.body.pipeThrough(metered(meter, onProgress)).pipeTo(file, { signal });
    const ended = meter.end();
    offer(await handle.getFile(), fileName, remove);
    return { fileName, ...ended };
  } catch (error) {
    await remove();
    throw error;
  }
}

function metered(meter: ExportMeter, onProgress: (progress: ExportProgress) => void) {
  let shownMs = 0;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      meter.take(chunk);
      controller.enqueue(chunk);
      if (performance.now() - shownMs < PROGRESS_EVERY_MS) return;
      shownMs = performance.now();
      onProgress(meter.progress());
    },
  });
}

function fileNameOf(response: Response): string | undefined {
  if (!response.ok) return undefined;
  return /^attachment; filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
}

/** A session that has ended is answered with the sign-in page. */
async function refusalOf(response: Response, href: string): Promise<string> {
  const said = (await response.json().catch(() => null)) as { code?: string; message?: string } | null;
  // As a page it leads to where that is done, and the file follows.
  if (said?.code === "proof_needed") location.assign(href);
  return said?.message ?? SIGNED_OUT;
}

function offer(file: File, fileName: string, remove: () => Promise<unknown>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fileName;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
    void remove();
  }, KEPT_MS);
}

/** Removes files of pages that were closed too early. What another page still writes is locked, and stays. */
async function removeLeftovers(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (!name.startsWith(PREFIX) || !(handle instanceof FileSystemFileHandle)) continue;
    const { lastModified } = await handle.getFile();
    if (Date.now() - lastModified > KEPT_MS) await folder.removeEntry(name).catch(() => undefined);
  }
}
