export { readAnchor } from "./anchor";
export type { AuditProblem } from "./chain-check";
export { type SealDeps, sealAudit } from "./seal";
export { sealLines } from "./seals-file";
export { openPublicKey, openSigningKey, type PublicKey, type SigningKey } from "./signing-key";
export { recordVerification, type Verification, verifyAudit } from "./verify";
export { verifyDaily } from "./verify-daily";
export { verifyFile } from "./verify-file";
