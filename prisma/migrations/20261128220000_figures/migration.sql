-- What the overview draws, counted once an hour's rows are written and never from the log itself.
CREATE TABLE "HourlyFigure" (
    "operation" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "connectionType" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "slowness" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "HourlyFigure_pkey" PRIMARY KEY ("operation", "hour", "connectionType", "outcome", "slowness")
);
CREATE TABLE "FigureProgress" (
    "id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,

    CONSTRAINT "FigureProgress_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "DailyStatus" (
    "day" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "connections" INTEGER NOT NULL,

    CONSTRAINT "DailyStatus_pkey" PRIMARY KEY ("day", "status")
);
