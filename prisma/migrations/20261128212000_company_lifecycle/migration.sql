ALTER TABLE "Company" ADD COLUMN "contactName" TEXT,
ADD COLUMN "archivedAt" TIMESTAMPTZ(3),
ADD COLUMN "mergedIntoId" TEXT;
ALTER TABLE "Company" ADD CONSTRAINT "Company_mergedIntoId_fkey" FOREIGN KEY ("mergedIntoId") REFERENCES "Company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "Company_mergedIntoId_idx" ON "Company"("mergedIntoId");
