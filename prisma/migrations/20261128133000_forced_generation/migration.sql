-- Which of a grant's generations a forced refresh brought; null where the current one came in another way.
ALTER TABLE "Grant" ADD COLUMN "forcedGeneration" INTEGER;
