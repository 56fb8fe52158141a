CREATE TABLE "ProblemNote" (
    "id" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "problem" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "consentAt" TIMESTAMPTZ(3) NOT NULL,
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,
    "endedAt" TIMESTAMPTZ(3),
    "endedWhy" TEXT,
    "endedBy" TEXT,

    CONSTRAINT "ProblemNote_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "ProblemNote_connectionId_at_idx" ON "ProblemNote"("connectionId", "at");

CREATE INDEX "ProblemNote_byId_endedAt_idx" ON "ProblemNote"("byId", "endedAt");

-- One note at a time: of two people who write one at once, the second is told of the first's.
CREATE UNIQUE INDEX "ProblemNote_current_key" ON "ProblemNote"("connectionId") WHERE "current";
