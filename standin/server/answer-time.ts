import type { Altinn } from "../altinn";

/** Lets this part of the answer time pass, from 0 to 1. Nothing to wait for when none is set. */
export async function pass(
  { answerTimeMs }: Pick<Altinn, "answerTimeMs">,
  part: number,
): Promise<void> {
  if (answerTimeMs > 0) {
    await new Promise((resolve) => setTimeout(resolve, answerTimeMs * part));
  }
}
