-- The provider's own reference, which its support asks for. Most rows have none.
CREATE INDEX "AuditLog_providerRef_idx" ON "AuditLog"("providerRef") WHERE "providerRef" IS NOT NULL;

-- Names as people type them: whole or their beginning, in either case.
CREATE INDEX "Company_lower_name_idx" ON "Company"(lower("name") text_pattern_ops);
CREATE INDEX "User_lower_name_idx" ON "User"(lower("name") text_pattern_ops);
