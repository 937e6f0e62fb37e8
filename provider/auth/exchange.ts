import { TokenError } from "../errors";
import { errorWords } from "../http/answer";
import type { HttpCall } from "../http/call";
import { unreadable, type HttpClient } from "../http/client";

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Altinn's token exchange: a Maskinporten token in, an Altinn token of 30 minutes out. */
export class TokenExchange {
  constructor(
    readonly http: HttpClient,
    readonly platformUrl: string,
  ) {}

  /** The exchange answers 401 for its own outages too, so its refusal does not prove a bad token; the text says so. */
  async exchange(maskinportenToken: string): Promise<string> {
    const call: HttpCall = {
      method: "GET",
      url: `${this.platformUrl}/authentication/api/v1/exchange/maskinporten`,
      headers: {
        Authorization: `Bearer ${maskinportenToken}`,
        Accept: "text/plain, application/json",
      },
      answers: [200, 401],
    };
    const answer = await this.http.send(call);
    if (answer.status === 401) {
      const { text } = errorWords(answer);
      throw new TokenError(
        `Altinn's token exchange at ${this.platformUrl} answered 401${text ? ` (${text})` : ""} to a token that Maskinporten had just issued. Check that altinn:environment and the Maskinporten client belong together; Altinn answers the same when its organisation list is down, so wait and run the same command again before changing anything.`,
      );
    }
    // With a JSON Accept the token comes as a quoted string, else as bare text.
    const token = answer.text().trim().replace(/^"|"$/g, "");
    if (!JWT.test(token)) throw unreadable(call, answer, "a token");
    return token;
  }
}
