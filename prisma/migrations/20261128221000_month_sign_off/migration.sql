CREATE TABLE "MonthSignOff" (
    "month" TEXT NOT NULL,
    "signedBy" TEXT NOT NULL,
    "signerName" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL,
    "connections" INTEGER NOT NULL,
    "interrupted" INTEGER NOT NULL,
    "coverage" DOUBLE PRECISION,

    CONSTRAINT "MonthSignOff_pkey" PRIMARY KEY ("month")
);
