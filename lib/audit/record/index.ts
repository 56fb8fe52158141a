export { type AuditBuffer, createAuditBuffer } from "./buffer";
export { exportRecorder, type RecordExport } from "./export-recorder";
export {
  type AuditEntry,
  type AuditEvent,
  type AuditOperation,
  entryOf,
  NO_ANSWER,
  recordAudit,
  recordAudits,
} from "./record";
