-- What a bulk sending made: the link of each part.
ALTER TABLE "BulkPart" ADD COLUMN "linkId" TEXT;
