/** Of a thousand cases how many each property has: more where a case is cheap, or inputs are of many kinds. */
const SHARES = {
  "durations are as long as .NET reads them": 150,
  "durations are written so that they are read as long": 50,
  "what Broker shows of a duration has its length": 50,
  "a duration that was meant is one": 50,

  "rules are rendered as a policy that means what they say": 40,
  "any JSON as rules is refused in sentences, or rendered": 50,
  "a policy in other dress is the same policy": 30,
  "a broken policy is refused where the registry refuses it": 50,
  "any bytes as a policy make a report": 40,
  "what a policy lets in is what its words say, and a change is told by what it changes": 30,

  "documents say the same in whatever order and spelling": 60,
  "any JSON values are compared as values": 60,
  "a document is judged as the registry judges it": 30,
  "what the registry shows of a document is no change": 30,

  "any answer of the registry is a value or an error that says what": 35,
  "any answer of Broker is a value or an error that says what": 35,
  "any answer about access lists is a value or an error that says what": 30,
  "any answer to a request for a token is a token or an error that says what": 30,

  "any settings are read, or refused in sentences without a secret": 50,
  "any text for a key is that key, or refused without a word of it": 30,

  "any JSON as arguments is judged in sentences": 40,
  "settings of Broker that are not refused are taken, and shown as they were written": 20,
  "an access list that is not refused is made, and shown as it was written": 10,
} as const;

export type PropertyName = keyof typeof SHARES;

/** What part of all cases is for a property. */
export const shareOf = (name: PropertyName): number =>
  SHARES[name] / Object.values(SHARES).reduce((sum, share) => sum + share, 0);

/** Makes of one seed another for each property: those that draw from the same values would all try the same ones. */
export const placeOf = (name: PropertyName): number => Object.keys(SHARES).indexOf(name);
