-- A consent is begun by an actor: a person, a link, or a visitor of a public page. Those under way were begun by people.
ALTER TABLE "OAuthState" RENAME COLUMN "userId" TO "actorId";
ALTER TABLE "OAuthState" ADD COLUMN "actorKind" TEXT NOT NULL DEFAULT 'person';
ALTER TABLE "OAuthState" ALTER COLUMN "actorKind" DROP DEFAULT;
ALTER TABLE "PendingConsent" RENAME COLUMN "userId" TO "actorId";
ALTER TABLE "PendingConsent" ADD COLUMN "actorKind" TEXT NOT NULL DEFAULT 'person';
ALTER TABLE "PendingConsent" ALTER COLUMN "actorKind" DROP DEFAULT;
