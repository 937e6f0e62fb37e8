/** A value that the real server's PostgreSQL would refuse. Its server does not expect that and answers 500. */
export class DatabaseError extends Error {
  override readonly name = "Npgsql.PostgresException";
}

/** What the loser of two inserts of one key gets. */
export const uniqueViolation = (): DatabaseError =>
  new DatabaseError("23505: duplicate key value violates unique constraint");

/**
 * A text for a column of type `text`.
 * @throws DatabaseError for a text with a NUL, which PostgreSQL cannot store
 */
export function storable(text: string): string {
  if (text.includes("\0")) {
    throw new DatabaseError('22021: invalid byte sequence for encoding "UTF8": 0x00');
  }
  return text;
}
