-- What people did is rare among what machines did: without an index of its own it would be looked for row by row.
CREATE INDEX "AuditLog_actorKind_at_idx" ON "AuditLog"("actorKind", "at");
