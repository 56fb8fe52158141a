-- An authenticator app as the second factor of a person's sign-in.
CREATE TABLE "SecondFactor" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "sealedSecret" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "lastStep" INTEGER,

    CONSTRAINT "SecondFactor_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "BackupCode" (
    "factorId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BackupCode_pkey" PRIMARY KEY ("factorId", "codeHash")
);

CREATE TABLE "SignInPolicy" (
    "id" TEXT NOT NULL,
    "secondFactorRequired" BOOLEAN NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SignInPolicy_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "SecondFactor_userId_key" ON "SecondFactor"("userId");

ALTER TABLE "SecondFactor" ADD CONSTRAINT "SecondFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "BackupCode" ADD CONSTRAINT "BackupCode_factorId_fkey" FOREIGN KEY ("factorId") REFERENCES "SecondFactor"("id") ON DELETE CASCADE ON UPDATE CASCADE;
