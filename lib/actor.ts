/** A user of Countersign who proved who they are. */
export interface Person {
  readonly kind: "person";
  readonly id: string;
}

/** A key of the HTTP API that was shown, whole and still good. */
export interface ApiKeyActor {
  readonly kind: "apiKey";
  /** The key's public id. */
  readonly id: string;
  /** On whose behalf the product asks, as it says; the key's name where it says nothing. */
  readonly onBehalfOf: string;
}

/** A link that was handed to a customer: who holds it gives a consent, and can do nothing else. */
export interface LinkActor {
  readonly kind: "link";
  readonly id: string;
}

/** A person without an account, on a page of ours that a provider sends them to. */
export interface VisitorActor {
  readonly kind: "visitor";
  /** The provider, by connectionType. */
  readonly id: string;
}

/** Who acts. New kinds of actor are added here, and the compiler then names every place that must know them. */
export type Actor =
  | Person
  | ApiKeyActor
  | LinkActor
  | VisitorActor
  /** A part of the surrounding product. */
  | { readonly kind: "service"; readonly id: string }
  /** A caller gave an id and nothing else: whether it is a user's is found out as the audit row is written. */
  | { readonly kind: "caller"; readonly id: string }
  /** A part of Countersign itself. */
  | { readonly kind: "system"; readonly id: string };

/** The actor of every command. */
export const COMMAND_LINE: Actor = { kind: "system", id: "command line" };
