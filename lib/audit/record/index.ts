export { type AuditBuffer, createAuditBuffer } from "./buffer";
export {
  type AuditEntry,
  type AuditEvent,
  type AuditOperation,
  entryOf,
  NO_ANSWER,
  recordAudit,
  recordAudits,
} from "./record";
