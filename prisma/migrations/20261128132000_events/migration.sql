CREATE TABLE "Event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "connectionId" TEXT,
    "environment" TEXT,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "written" BIGSERIAL NOT NULL,
    "position" BIGINT,
    "sequence" INTEGER,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "EventCounter" (
    "id" TEXT NOT NULL,
    "last" BIGINT NOT NULL,

    CONSTRAINT "EventCounter_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "EventEndpoint" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealedSecret" BYTEA,
    "keyId" TEXT,
    "secretGeneration" INTEGER NOT NULL DEFAULT 1,
    "previousUntil" TIMESTAMPTZ(3),
    "types" TEXT[],
    "allCompanies" BOOLEAN NOT NULL,
    "companyIds" TEXT[],
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),
    "disabledWhy" TEXT,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "EventEndpoint_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "EventDelivery" (
    "id" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "endpointId" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "lastStatus" INTEGER,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EventDelivery_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Event_position_key" ON "Event"("position");
CREATE INDEX "Event_at_idx" ON "Event"("at");
CREATE INDEX "EventEndpoint_createdAt_idx" ON "EventEndpoint"("createdAt");
CREATE INDEX "EventDelivery_nextAttemptAt_idx" ON "EventDelivery"("nextAttemptAt");
CREATE INDEX "EventDelivery_endpointId_position_idx" ON "EventDelivery"("endpointId", "position");
CREATE UNIQUE INDEX "EventDelivery_eventId_endpointId_key" ON "EventDelivery"("eventId", "endpointId");
ALTER TABLE "EventDelivery" ADD CONSTRAINT "EventDelivery_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "EventDelivery" ADD CONSTRAINT "EventDelivery_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "EventEndpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The outbox: what the relay has still to give its place.
CREATE INDEX "Event_unplaced" ON "Event"("written") WHERE "position" IS NULL;

-- Alert channels send by the same machinery: their secret can be replaced, and a receiver that is gone turns them off.
ALTER TABLE "AlertChannel"
    ADD COLUMN "secretGeneration" INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN "previousUntil" TIMESTAMPTZ(3),
    ADD COLUMN "disabledWhy" TEXT;
UPDATE "AlertChannel" SET "disabledWhy" = 'person' WHERE "disabledAt" IS NOT NULL;
