-- CreateTable
CREATE TABLE "Company" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Company_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sealedTokenSet" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "accessExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "refreshExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "hardExpiresAt" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'active',
    "stateSince" TIMESTAMPTZ(3) NOT NULL,
    "leaseId" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "attemptStartedAt" TIMESTAMPTZ(3),
    "failureCount" INTEGER NOT NULL DEFAULT 0,
    "retryAfter" TIMESTAMPTZ(3),
    "lastErrorCode" TEXT,
    "lastErrorMessage" TEXT,
    "lastErrorRef" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "tenantName" TEXT NOT NULL,
    "grantId" TEXT NOT NULL,
    "connectedBy" TEXT NOT NULL,
    "connectedAt" TIMESTAMPTZ(3) NOT NULL,
    "disconnectedBy" TEXT,
    "disconnectedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditLog" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "apiEndpoint" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "requestMethod" TEXT NOT NULL,
    "responseStatus" INTEGER NOT NULL,
    "ipAddress" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "errorMessage" TEXT,
    "responseTime" INTEGER,
    "timestamp" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "operation" TEXT NOT NULL,
    "actorKind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "requestId" TEXT,
    "providerRef" TEXT,
    "generation" INTEGER,

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectionHealth" (
    "id" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "lastChecked" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "errorMessage" TEXT,
    "cause" TEXT,
    "providerRef" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastHealthyAt" TIMESTAMPTZ(3),

    CONSTRAINT "ConnectionHealth_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HealthInterval" (
    "id" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "cause" TEXT,
    "owner" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "HealthInterval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OAuthState" (
    "stateHash" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "browserHash" TEXT NOT NULL,
    "sealedSecrets" BYTEA NOT NULL,
    "connectionId" TEXT,
    "moveReason" TEXT,
    "returnTo" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OAuthState_pkey" PRIMARY KEY ("stateHash")
);

-- CreateTable
CREATE TABLE "PendingConsent" (
    "id" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "connectionId" TEXT,
    "moveReason" TEXT,
    "returnTo" TEXT NOT NULL,
    "callbackParams" TEXT NOT NULL,
    "sealedTokenSet" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "accessExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "refreshExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "hardExpiresAt" TIMESTAMPTZ(3),
    "tenants" JSONB NOT NULL DEFAULT '[]',
    "message" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PendingConsent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Revocation" (
    "id" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "tenantName" TEXT NOT NULL,
    "grantId" TEXT NOT NULL,
    "lastOfGrant" BOOLEAN NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Revocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "sessionVersion" INTEGER NOT NULL DEFAULT 1,
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "accountHash" TEXT NOT NULL,
    "windowStart" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("accountHash","windowStart")
);

-- CreateIndex
CREATE INDEX "Company_name_idx" ON "Company"("name");

-- CreateIndex
CREATE INDEX "Grant_state_accessExpiresAt_idx" ON "Grant"("state", "accessExpiresAt");

-- CreateIndex
CREATE INDEX "Grant_refreshExpiresAt_idx" ON "Grant"("refreshExpiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_connectionType_environment_subject_key" ON "Grant"("connectionType", "environment", "subject");

-- CreateIndex
CREATE INDEX "Connection_connectionType_environment_tenantId_idx" ON "Connection"("connectionType", "environment", "tenantId");

-- CreateIndex
CREATE INDEX "Connection_grantId_idx" ON "Connection"("grantId");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_companyId_connectionType_key" ON "Connection"("companyId", "connectionType");

-- CreateIndex
CREATE INDEX "AuditLog_companyId_idx" ON "AuditLog"("companyId");

-- CreateIndex
CREATE INDEX "AuditLog_timestamp_idx" ON "AuditLog"("timestamp");

-- CreateIndex
CREATE INDEX "AuditLog_companyId_connectionType_timestamp_id_idx" ON "AuditLog"("companyId", "connectionType", "timestamp" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ConnectionHealth_companyId_idx" ON "ConnectionHealth"("companyId");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectionHealth_companyId_connectionType_key" ON "ConnectionHealth"("companyId", "connectionType");

-- CreateIndex
CREATE INDEX "HealthInterval_companyId_connectionType_startedAt_idx" ON "HealthInterval"("companyId", "connectionType", "startedAt");

-- CreateIndex
CREATE INDEX "OAuthState_expiresAt_idx" ON "OAuthState"("expiresAt");

-- CreateIndex
CREATE INDEX "PendingConsent_expiresAt_idx" ON "PendingConsent"("expiresAt");

-- CreateIndex
CREATE INDEX "Revocation_nextAttemptAt_idx" ON "Revocation"("nextAttemptAt");

-- CreateIndex
CREATE INDEX "Revocation_companyId_connectionType_idx" ON "Revocation"("companyId", "connectionType");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "SignInAttempt_windowStart_idx" ON "SignInAttempt"("windowStart");

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A live organisation belongs to one company; a disconnected one may be connected again elsewhere. Prisma's schema
-- language cannot say so, and its diff leaves such an index alone.
CREATE UNIQUE INDEX "Connection_live_tenant_key" ON "Connection"("connectionType", "environment", "tenantId") WHERE "disconnectedAt" IS NULL;
