import type { Clock } from "../altinn";
import type { Policy } from "../registry/policy/policy";
import { readPolicy } from "../registry/policy/read-policy";

/** Keeps policies parsed for as long as their bytes are the same. */
export class ParsedPolicies {
  private readonly held = new Map<
    string,
    { readonly bytes: Uint8Array; readonly policy: Policy | undefined }
  >();

  /** Undefined when there are no bytes, or none that the decision point can read. */
  read(identifier: string, bytes: Uint8Array | undefined): Policy | undefined {
    if (bytes === undefined) {
      this.held.delete(identifier);
      return undefined;
    }
    const held = this.held.get(identifier);
    if (held !== undefined && Buffer.compare(held.bytes, bytes) === 0) return held.policy;
    const policy = parsed(bytes);
    this.held.set(identifier, { bytes, policy });
    return policy;
  }
}

function parsed(bytes: Uint8Array): Policy | undefined {
  try {
    return readPolicy(bytes);
  } catch {
    return undefined;
  }
}

export interface Remember {
  <T>(key: string, look: () => T): T;
  /** Looks everything up anew from now on. */
  forget(): void;
}

/** Remembers what was looked up for some minutes; 0 looks anew each time. */
export function createCache(clock: Clock, minutes: number): Remember {
  const held = new Map<string, { readonly value: unknown; readonly until: number }>();
  const remember = <T>(key: string, look: () => T): T => {
    if (minutes <= 0) return look();
    const now = clock.now();
    const found = held.get(key);
    if (found !== undefined && now < found.until) return found.value as T;
    const value = look();
    held.set(key, { value, until: now + minutes * 60_000 });
    return value;
  };
  return Object.assign(remember, { forget: () => held.clear() });
}
