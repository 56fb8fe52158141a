-- A removed channel keeps its row, so that what was told to whom stays readable; its secret goes.
ALTER TABLE "AlertChannel" ADD COLUMN     "removedAt" TIMESTAMPTZ(3);
