CREATE TABLE "ProviderDiscovery" (
    "connectionType" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "found" JSONB NOT NULL,
    "differsSince" TIMESTAMPTZ(3),
    "accepted" JSONB,
    "acceptedBy" TEXT,
    "acceptedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProviderDiscovery_pkey" PRIMARY KEY ("connectionType","environment")
);
