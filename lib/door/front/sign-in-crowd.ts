import { networksOf } from "@/lib/people/network-of";

/** Some more than `lib/people/sign-in-room.ts` has room for, so that those who must wait hear it in words. */
const FROM_ONE_NETWORK = 8;
const IN_ALL = 24;

/** Where a password is sent to, or a new one asked for. */
const SIGN_IN = /^\/(?:sign-in|api\/auth\/callback\/|invite\/|forgot-password|reset-password\/)/;

/**
 * How many sign-ins reach the framework at a time. It spends milliseconds on each before anybody judges it, so that two
 * hundred at once would hold up everything else for seconds; turning one away costs next to nothing.
 */
export class SignInCrowd {
  private readonly networks = new Map<string, number>();
  private all = 0;

  /** @returns What ends the stay; undefined when there is no room. Whoever signs in nowhere needs none. */
  enter({ method, url }: { method?: string; url?: string }, ipAddress: string): (() => void) | undefined {
    if (method !== "POST" || !SIGN_IN.test(url ?? "")) return () => {};
    const { network } = networksOf(ipAddress);
    const present = this.networks.get(network) ?? 0;
    if (present >= FROM_ONE_NETWORK || this.all >= IN_ALL) return undefined;
    this.networks.set(network, present + 1);
    this.all++;
    return () => this.leave(network);
  }

  private leave(network: string): void {
    const left = (this.networks.get(network) ?? 1) - 1;
    if (left > 0) this.networks.set(network, left);
    else this.networks.delete(network);
    this.all--;
  }
}
