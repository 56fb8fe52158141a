export { MAX_ATTEMPTS, nextAttemptAt } from "./attempts";
export { DEAD_WORDS, type DeadWhy } from "./dead";
export { openNetwork, type WebhookNetwork } from "./network";
export { GONE, postWebhook } from "./post-webhook";
export { type SecretBox, type SecretPlace, sealedIn } from "./secret-box";
export { type DeliveryRun, sendDue } from "./send-due";
export { SendFailure } from "./send-failure";
export { goodSecrets, newSigningSecret, rotatedSecret } from "./signing-secret";
export { webhookUrlProblem, webhookWords } from "./webhook-url";
