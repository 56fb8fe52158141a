import { newSigningKey } from "@/dev/vitest/sealed-log";
import { exportAudit } from "@/lib/audit/export/export";
import type { ExportFormat } from "@/lib/audit/export/export-format";
import { sealAudit } from "@/lib/audit/seal/seal";
import { verifyAudit } from "@/lib/audit/seal/verify";
import { systemClock } from "@/lib/clock";
import { openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";

export type ExportQuestion = { databaseUrl: string } & ({ export: ExportFormat } | { prove: true });

export interface ExportReply {
  rows: number;
  seconds: number;
  firstByteMs: number;
  bytes: number;
  /** Rows sealed and verified a second; 0 when that was not asked. */
  sealedPerSecond: number;
  verifiedPerSecond: number;
  /** Of this whole process, which does nothing else. */
  peakBytes: number;
}

async function answer(question: ExportQuestion): Promise<ExportReply> {
  const database = openDatabase({ url: question.databaseUrl });
  try {
    const measured = "export" in question ? await readAll(question.export) : await prove();
    return { ...NOTHING, ...measured, peakBytes: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await database.close();
  }

  async function readAll(format: ExportFormat) {
    const startedMs = performance.now();
    const signal = new AbortController().signal;
    const request = { filter: { span: "all" }, format, signal, stillAllowed: async () => {} } as const;
    const { body } = await actAs({ kind: "person", id: "bench" }, () =>
      exportAudit({ database, clock: systemClock }, request),
    );
    let firstByteMs = 0;
    let bytes = 0;
    let lines = 0;
    for await (const part of body) {
      firstByteMs ||= performance.now() - startedMs;
      bytes += Buffer.byteLength(part);
      lines += part.split("\n").length - 1;
    }
    return { rows: lines - 1, bytes, firstByteMs, seconds: (performance.now() - startedMs) / 1_000 };
  }

  async function prove() {
    const signingKey = newSigningKey();
    const startedMs = performance.now();
    const { rows } = await sealAudit({ database, signingKey });
    const sealedMs = performance.now();
    const { problems } = await verifyAudit({ database, publicKeys: [signingKey] });
    if (problems[0]) throw new Error(problems[0].message);
    const verifiedMs = performance.now();
    return {
      rows,
      sealedPerSecond: (rows / (sealedMs - startedMs)) * 1_000,
      verifiedPerSecond: (rows / (verifiedMs - sealedMs)) * 1_000,
    };
  }
}

const NOTHING = { rows: 0, seconds: 0, firstByteMs: 0, bytes: 0, sealedPerSecond: 0, verifiedPerSecond: 0 };

process.on("message", async (question: ExportQuestion) => process.send?.(await answer(question)));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
