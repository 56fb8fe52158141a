-- AlterTable
ALTER TABLE "ConnectionHealth" ADD COLUMN     "lastProbedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "lastVendedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "HealthInterval" ADD COLUMN     "message" TEXT,
ADD COLUMN     "providerRef" TEXT;

-- CreateTable
CREATE TABLE "ProviderIncident" (
    "id" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "providerRef" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastFailureAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProviderIncident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncidentCompany" (
    "incidentId" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "affectedAt" TIMESTAMPTZ(3) NOT NULL,
    "recoveredAt" TIMESTAMPTZ(3),

    CONSTRAINT "IncidentCompany_pkey" PRIMARY KEY ("incidentId","companyId")
);

-- CreateTable
CREATE TABLE "AlertChannel" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "sealedSecret" BYTEA,
    "keyId" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "AlertChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Alert" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "raisedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlertDelivery" (
    "id" TEXT NOT NULL,
    "alertId" TEXT,
    "channelId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "lastStatus" INTEGER,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AlertDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ProviderIncident_connectionType_startedAt_idx" ON "ProviderIncident"("connectionType", "startedAt");

-- CreateIndex
CREATE INDEX "IncidentCompany_companyId_affectedAt_idx" ON "IncidentCompany"("companyId", "affectedAt");

-- CreateIndex
CREATE INDEX "AlertChannel_disabledAt_idx" ON "AlertChannel"("disabledAt");

-- CreateIndex
CREATE INDEX "Alert_raisedAt_idx" ON "Alert"("raisedAt");

-- CreateIndex
CREATE INDEX "Alert_subjectId_idx" ON "Alert"("subjectId");

-- CreateIndex
CREATE INDEX "AlertDelivery_nextAttemptAt_idx" ON "AlertDelivery"("nextAttemptAt");

-- CreateIndex
CREATE INDEX "AlertDelivery_channelId_createdAt_idx" ON "AlertDelivery"("channelId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "AlertDelivery_alertId_channelId_event_key" ON "AlertDelivery"("alertId", "channelId", "event");

-- CreateIndex
CREATE INDEX "ConnectionHealth_connectionType_lastChecked_idx" ON "ConnectionHealth"("connectionType", "lastChecked");

-- CreateIndex
CREATE INDEX "Grant_state_issuedAt_idx" ON "Grant"("state", "issuedAt");

-- CreateIndex
CREATE INDEX "HealthInterval_startedAt_idx" ON "HealthInterval"("startedAt");

-- AddForeignKey
ALTER TABLE "IncidentCompany" ADD CONSTRAINT "IncidentCompany_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "ProviderIncident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertDelivery" ADD CONSTRAINT "AlertDelivery_alertId_fkey" FOREIGN KEY ("alertId") REFERENCES "Alert"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertDelivery" ADD CONSTRAINT "AlertDelivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "AlertChannel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Prisma's schema language has no partial indexes, and its diff leaves these alone.
-- One open stretch of health a connection, one open incident a provider, one open alert a problem.
CREATE UNIQUE INDEX "HealthInterval_open_key" ON "HealthInterval"("companyId", "connectionType") WHERE "endedAt" IS NULL;
CREATE UNIQUE INDEX "ProviderIncident_open_key" ON "ProviderIncident"("connectionType") WHERE "endedAt" IS NULL;
CREATE UNIQUE INDEX "Alert_open_key" ON "Alert"("kind", "subjectId") WHERE "endedAt" IS NULL;
